"""The settings as a server and as the command line meet them."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

from apps.reports.seal.certificate import self_signed

KEY = "a-key-for-this-test-only-0123456789-abcdefghijklmnopqrstuvwxyz"
FROM_OUTSIDE = (
    "DEBUG",
    "SECRET_KEY",
    "ALLOWED_HOSTS",
    "DATABASE_URL",
    "SEAL_FILE",
    "SEAL_PASSWORD",
    "BEHIND_HTTPS",
    "DJANGO_SETTINGS_MODULE",
    "DJANGO_ALLOW_ASYNC_UNSAFE",  # the browser journeys set it, for the tests of their process only
)


def manage(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run manage.py as an operator does: with these variables and none of ours."""
    inherited = {name: value for name, value in os.environ.items() if name not in FROM_OUTSIDE}
    return subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=settings.BASE_DIR,
        env=inherited | environment,
        capture_output=True,
        text=True,
    )


@pytest.mark.parametrize("bare", [False, True], ids=["as here", "bare environment"])
@pytest.mark.parametrize("command", ["check", "migrate", "load_instrument", "makemigrations"])
def test_without_a_key_the_command_line_says_one_sentence_and_stops(
    command: str, bare: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    if bare:  # as under a service manager or cron
        for name in set(os.environ) - {"PATH"}:
            monkeypatch.delenv(name)
    done = manage(command)
    assert done.returncode == 1
    assert done.stderr.startswith("SECRET_KEY is not set.")
    assert done.stderr.count("\n") == 1


def test_a_server_with_a_key_a_host_and_a_seal_passes_the_checks_for_deployment(tmp_path: Path) -> None:
    seal = tmp_path / "seal.p12"
    seal.write_bytes(self_signed("Werkbalans"))
    done = manage(
        *("check", "--deploy", "--fail-level", "WARNING"),
        SECRET_KEY=KEY,
        ALLOWED_HOSTS="werkbalans.example",
        MAIL_URL="smtps://werkbalans:secret@mail.example:465",
        SEAL_FILE=str(seal),
    )
    assert done.returncode == 0, done.stderr


def test_tests_run_with_debug_off_and_never_touch_the_data_of_the_working_copy() -> None:
    assert not settings.DEBUG
    assert Path(settings.BASE_DIR) not in Path(settings.MEDIA_ROOT).parents
    assert Path(settings.BASE_DIR) not in Path(os.environ["DATA_DIR"]).parents


def test_uploaded_and_made_files_have_no_address() -> None:
    assert settings.MEDIA_URL == "/"
    assert Path(settings.STATIC_ROOT) not in [Path(settings.MEDIA_ROOT), *Path(settings.MEDIA_ROOT).parents]
