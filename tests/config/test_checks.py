"""Mistakes in how the application is set up: each is named, with what to do, and nothing else is."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.core.checks import CheckMessage, run_checks

from apps.reports.seal.certificate import self_signed
from config import checks
from config.environment import DEVELOPMENT_KEY
from tests.factories import UserFactory

SMTP = "config.mail.smtp.EmailBackend"
LOCAL_MEMORY = "django.core.cache.backends.locmem.LocMemCache"
Check = Callable[[], list[CheckMessage]]


@pytest.fixture(autouse=True)
def a_good_server(settings: object, tmp_path: Path) -> None:
    """Everything in order; each test breaks one thing."""
    data = tmp_path / "data"
    data.mkdir(mode=0o700)
    settings.SECRET_KEY = "k" * 60
    settings.EVIDENCE_SCANNER = ""
    settings.SEAL_FILE, settings.SEAL_PASSWORD = a_seal(data), ""
    settings.MEDIA_ROOT, settings.STATIC_ROOT = data / "files", data / "static"
    settings.ALLOWED_HOSTS = ["werkbalans.example", "localhost"]
    settings.SITE_URL = "https://werkbalans.example"
    settings.WEB_CONCURRENCY = 1
    settings.EMAIL_BACKEND = SMTP
    settings.SESSION_COOKIE_SECURE = settings.SECURE_SSL_REDIRECT = True


def a_seal(folder: Path) -> str:
    """A certificate in a file, as an operator has one."""
    path = folder / "seal.p12"
    path.write_bytes(self_signed("Werkbalans (tests)"))
    return str(path)


@pytest.fixture
def on(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """``on("sqlite")``: as if that is the database."""
    return lambda vendor: monkeypatch.setattr(checks, "connection", SimpleNamespace(vendor=vendor))


def ids(check: Check) -> list[str]:
    found = check()
    assert all(message.hint for message in found)
    return [message.id for message in found]


@pytest.mark.parametrize("key", [DEVELOPMENT_KEY, "short"])
def test_a_key_that_others_know_or_can_guess(settings, key):
    assert ids(checks.secret_key) == []

    settings.SECRET_KEY = key

    assert ids(checks.secret_key) == ["werkbalans.E001"]


@pytest.mark.parametrize(
    "path", ["nowhere.scan", "config.checks.nothing", "scan", "config.checks.OWN_MEMORY"]
)
def test_a_scanner_that_cannot_be_loaded(settings, path):
    settings.EVIDENCE_SCANNER = "pathlib.Path"
    assert ids(checks.virus_scanner) == []

    settings.EVIDENCE_SCANNER = path

    assert ids(checks.virus_scanner) == ["werkbalans.E002"]


def test_files_among_what_everybody_can_fetch(settings):
    assert ids(checks.files_are_not_served) == []

    settings.MEDIA_ROOT = Path(settings.STATIC_ROOT) / "files"

    assert ids(checks.files_are_not_served) == ["werkbalans.E003"]


def test_a_database_among_what_everybody_can_fetch(settings, monkeypatch):
    monkeypatch.setattr(checks, "_database_files", lambda: [settings.STATIC_ROOT / "werkbalans.sqlite3"])

    assert ids(checks.files_are_not_served) == ["werkbalans.E003"]


@pytest.mark.parametrize(
    ("vendor", "hosts", "processes", "expected"),
    [
        ("sqlite", ["a.example", "localhost", "127.0.0.1"], 1, []),
        ("sqlite", ["a.example", "b.example"], 1, ["werkbalans.W001"]),
        ("sqlite", ["a.example"], 2, ["werkbalans.W001"]),
        ("postgresql", ["a.example", "b.example"], 8, []),
    ],
)
def test_sqlite_for_more_than_one_host_or_process(settings, on, vendor, hosts, processes, expected):
    on(vendor)
    settings.ALLOWED_HOSTS, settings.WEB_CONCURRENCY = hosts, processes

    assert ids(checks.database_for_this_size) == expected


@pytest.mark.parametrize("kind", ["console", "dummy", "filebased", "locmem"])
def test_mail_that_goes_nowhere(settings, kind):
    assert ids(checks.mail_is_sent) == []

    settings.EMAIL_BACKEND = f"django.core.mail.backends.{kind}.EmailBackend"

    assert ids(checks.mail_is_sent) == ["werkbalans.W002"]


@pytest.mark.parametrize("name", ["SESSION_COOKIE_SECURE", "SECURE_SSL_REDIRECT"])
def test_a_site_without_https(settings, name):
    assert ids(checks.https_is_on) == []

    setattr(settings, name, False)

    assert ids(checks.https_is_on) == ["werkbalans.W003"]


@pytest.mark.parametrize("mode", [0o755, 0o705, 0o701])
def test_a_folder_with_data_that_everybody_may_open(settings, on, mode):
    on("postgresql")
    assert ids(checks.data_is_private) == []

    Path(settings.MEDIA_ROOT).parent.chmod(mode)

    assert ids(checks.data_is_private) == ["werkbalans.W004"]


def test_accounts_of_the_demo(db):
    assert ids(checks.no_demo_accounts) == []

    UserFactory(email="werkgever@demo.example")

    assert ids(checks.no_demo_accounts) == ["werkbalans.W005"]


def test_the_accounts_of_the_demo_are_the_ones_the_check_looks_for():
    from apps.reports.management.commands import load_demo

    assert all(account.email.endswith(checks.DEMO_DOMAIN) for account in load_demo.ACCOUNTS)


def test_without_a_database_no_empty_one_is_made(monkeypatch, tmp_path):
    monkeypatch.setattr(checks, "_database_files", lambda: [tmp_path / "not-there.sqlite3"])

    assert ids(checks.no_demo_accounts) == []
    assert not (tmp_path / "not-there.sqlite3").exists()


@pytest.mark.parametrize(("processes", "expected"), [(1, []), (2, ["werkbalans.W006"])])
def test_processes_that_count_attempts_apart(settings, processes, expected):
    settings.CACHES = {"default": {"BACKEND": LOCAL_MEMORY}}
    settings.WEB_CONCURRENCY = processes

    assert ids(checks.attempts_are_counted_together) == expected


@pytest.mark.parametrize(
    ("site", "hosts", "expected"),
    [
        ("https://werkbalans.example", ["werkbalans.example"], []),
        ("https://psa.werkbalans.example", [".werkbalans.example"], []),
        ("https://werkbalans.example:8443", ["werkbalans.example"], []),
        ("https://oud.example", ["werkbalans.example"], ["werkbalans.W007"]),
        ("https://*", ["*"], ["werkbalans.W007"]),
        ("http://werkbalans.example", ["werkbalans.example"], ["werkbalans.W007"]),
    ],
)
def test_letters_that_lead_elsewhere(settings, site, hosts, expected):
    settings.SITE_URL, settings.ALLOWED_HOSTS = site, hosts

    assert ids(checks.letters_lead_here) == expected


def test_the_cache_we_ship_is_shared(settings):
    settings.WEB_CONCURRENCY = 4

    assert not settings.CACHES["default"]["BACKEND"].endswith(checks.OWN_MEMORY)
    assert ids(checks.attempts_are_counted_together) == []


def test_the_checks_run_with_those_of_django(settings, db):
    settings.SECRET_KEY = "short"

    found = {message.id for message in run_checks(tags=["security"], include_deployment_checks=True)}

    assert "werkbalans.E001" in found


def test_no_certificate_to_seal_with(settings):
    assert ids(checks.reviews_are_sealed) == []

    settings.SEAL_FILE = ""

    assert ids(checks.reviews_are_sealed) == ["werkbalans.W008"]


@pytest.mark.parametrize("content", [b"no certificate", b"", None])
def test_a_certificate_that_cannot_be_opened(settings, content):
    path = Path(settings.SEAL_FILE)
    path.unlink() if content is None else path.write_bytes(content)

    assert ids(checks.reviews_are_sealed) == ["werkbalans.E004"]
