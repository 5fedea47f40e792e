"""What every answer carries, and what a form from another site can do: nothing."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.conf import settings as project
from django.contrib.staticfiles import finders
from django.core.exceptions import DisallowedHost
from django.http import HttpResponse
from django.test import Client

from apps.organisations.models import Role
from config.headers import content_security_policy
from tests.closing import close_answer
from tests.config.every_url import every_address
from tests.config.test_settings import KEY, manage
from tests.factories import UserFactory
from tests.rie.conftest import Firm, content, firm  # noqa: F401  (fixtures)

EXPECTED = {
    "X-Frame-Options": "DENY",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
DEVICE = ("camera", "microphone", "geolocation", "payment", "usb")


def directives(answer: HttpResponse) -> dict[str, str]:
    written = answer["Content-Security-Policy"].split("; ")
    return {name: value for name, _space, value in (part.partition(" ") for part in written)}


def assert_guarded(path: str, answer: HttpResponse) -> None:
    for name, value in EXPECTED.items():
        assert answer.get(name) == value, (path, name)
    policy = directives(answer)
    assert policy["default-src"] == "'none'", path
    assert policy["frame-ancestors"] == "'none'", path
    assert "unsafe" not in answer["Content-Security-Policy"], path
    assert "no-store" in answer["Cache-Control"], path
    assert "private" in answer["Cache-Control"], path
    for feature in DEVICE:
        assert f"{feature}=()" in answer["Permissions-Policy"], path


def test_every_address_is_guarded_for_a_visitor(db, client):
    for address in every_address():
        answer = client.get(address.path())
        assert_guarded(str(address), answer)
        close_answer(answer)


def test_every_address_is_guarded_for_who_is_logged_in(firm: Firm, browser_of):  # noqa: F811
    browser = browser_of(Role.EMPLOYER)
    ids = {"organisation_id": firm.organisation.pk, "dossier_id": firm.dossier.pk}
    for address in every_address():
        answer = browser.get(address.path(**ids))
        assert_guarded(str(address), answer)
        close_answer(answer)


# The permission is the signed token of a letter, not a cookie: mail programs post there (RFC 8058).
NEEDS_NO_TOKEN = {"/post/stop/<str:token>/"}


def test_a_form_from_another_site_is_refused_everywhere(firm: Firm, browser_of):  # noqa: F811
    """Every POST of somebody who is logged in, without the token of her own pages."""
    browser = browser_of(Role.EMPLOYER, enforce_csrf_checks=True)
    ids = {"organisation_id": firm.organisation.pk, "dossier_id": firm.dossier.pk}
    let_through = []
    for address in every_address():
        if str(address) in NEEDS_NO_TOKEN:
            continue
        answer = browser.post(address.path(**ids))
        if answer.status_code != 403 or "403_csrf.html" not in [t.name for t in answer.templates]:
            let_through.append((str(address), answer.status_code))
    assert let_through == []


def test_a_form_from_another_site_is_refused_to_a_visitor_too(db):
    """Logging somebody in under another name is an attack as well."""
    browser = Client(enforce_csrf_checks=True)
    for address in every_address():
        if not address.is_of_a_firm and str(address) not in NEEDS_NO_TOKEN:
            assert browser.post(address.path()).status_code == 403, address


def test_a_token_of_another_site_does_not_help(db):
    browser = Client(enforce_csrf_checks=True)
    token = "a" * 32
    browser.cookies[project.CSRF_COOKIE_NAME] = token
    form = {"csrfmiddlewaretoken": token, "login": "a@b.nl", "password": "x"}

    answer = browser.post("/account/login/", form, headers={"origin": "https://elders.example"})

    assert answer.status_code == 403


def test_errors_are_guarded_too(client, db, monkeypatch):
    client.raise_request_exception = False
    monkeypatch.setattr("apps.rie.views.home.render", lambda *args, **options: 1 / 0)

    answer = client.get("/hulp/")

    assert answer.status_code == 500
    assert_guarded("500", answer)


def test_static_files_may_be_kept(client, db):
    answer = client.get("/static/css/app.css")

    assert answer.status_code == 200
    assert "no-store" not in answer["Cache-Control"]
    assert "max-age=" in answer["Cache-Control"]
    assert answer["X-Content-Type-Options"] == "nosniff"
    close_answer(answer)


@pytest.mark.parametrize("host", ["elders.example", "testserver.elders.example", "testserver@elders.example"])
def test_another_host_name_is_refused(rf, host):
    """With it, links in mails would lead elsewhere."""
    with pytest.raises(DisallowedHost):
        rf.get("/", headers={"host": host}).get_host()


def test_only_what_is_named_may_be_loaded(client, db):
    policy = directives(client.get("/"))

    assert policy["script-src"] == "'self'"  # no page of ours needs a script of its own
    assert policy["style-src"] == "'self'"
    assert policy["object-src"] == policy["manifest-src"] == policy["base-uri"] == "'none'"
    assert policy["img-src"] == "'self' data:"
    assert policy["form-action"] == "'self'"


def test_logging_in_elsewhere_may_lead_to_that_server_and_to_no_other():
    policy = content_security_policy(https=True, sign_in_server="https://login.example:8443/realms/a")

    assert policy["DIRECTIVES"]["form-action"] == ["'self'", "https://login.example:8443"]
    assert policy["DIRECTIVES"]["upgrade-insecure-requests"] is True


def test_the_administration_writes_its_one_style_with_the_nonce_of_the_request(db, client):
    admin = UserFactory(is_staff=True, is_superuser=True)
    client.force_login(admin)
    for address in every_address():
        if not address.route.startswith("beheer/") or address.converters:
            continue
        answer = client.get(address.path(), follow=True)
        page = b"".join(answer) if answer.streaming else answer.content
        nonces = set(re.findall(rb'<(?:style|script) nonce="([^"]+)"', page))
        assert not re.search(rb"<style>| style=| on[a-z]+=|javascript:", page), address
        for nonce in nonces:
            assert f"'nonce-{nonce.decode()}'" in answer["Content-Security-Policy"], address


def test_no_template_of_ours_has_a_script_or_style_in_the_page():
    found = []
    for path in (project.BASE_DIR / "templates").rglob("*"):
        if path.suffix not in (".html", ".svg") or path.is_relative_to(
            project.BASE_DIR / "templates/letters"
        ):
            continue
        text = path.read_text()
        inline = r"""<style(?![^>]*nonce)|\sstyle=["']|\son[a-z]+=["']|javascript:"""
        scripts = r"<script(?![^>]*(?:\bsrc=|nonce=|application/json))"
        found += [f"{path.name}: {match[0]}" for match in re.finditer(f"{inline}|{scripts}", text)]
    assert found == []


def test_no_script_of_ours_makes_code_out_of_text():
    for name in ("js/app.js",):
        text = Path(finders.find(name)).read_text()
        assert not re.search(r"\beval\(|new Function|setAttribute\(\s*[\"']style|\.innerHTML\s*=", text)


def test_cookies_of_a_server_belong_to_one_host_and_travel_over_https_only():
    code = (
        "from django.conf import settings as s;"
        "print(s.SESSION_COOKIE_NAME, s.CSRF_COOKIE_NAME, s.SESSION_COOKIE_SECURE, s.CSRF_COOKIE_SECURE,"
        " s.SESSION_COOKIE_DOMAIN, s.SESSION_COOKIE_PATH, s.SESSION_COOKIE_HTTPONLY,"
        " s.SESSION_COOKIE_SAMESITE, s.SECURE_HSTS_SECONDS)"
    )
    done = manage("shell", "--no-imports", "-c", code, SECRET_KEY=KEY, ALLOWED_HOSTS="werkbalans.example")

    expected = "__Host-sessionid __Host-csrftoken True True None / True Lax 31536000"
    assert done.stdout.strip() == expected, done.stderr
