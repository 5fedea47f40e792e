"""Letters in a folder, and the page that shows them while developing."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest
from django.core.mail import EmailMultiAlternatives, send_mail
from django.test import Client
from django.urls import reverse

from config.mail import folder

pytestmark = pytest.mark.usefixtures("english")


@pytest.fixture
def mails(settings: Any, tmp_path: Path) -> Path:
    settings.DEBUG = True
    settings.EMAIL_BACKEND = "config.mail.folder.EmailBackend"
    settings.EMAIL_FILE_PATH = tmp_path / "mail"
    return tmp_path / "mail"


def write(message_id: str = "<een@werkbalans.example>", text: str = "Ga naar https://w.example/x?a=1&b=2.\n"):
    message = EmailMultiAlternatives(
        "Wérk <b>", text, to=["Bea <bea@example.org>"], headers={"Message-ID": message_id}
    )
    message.attach_alternative(
        '<p>Ga naar <a href="https://w.example/x">hier</a></p><script>1</script>', "text/html"
    )
    message.send()


class TestTheFolder:
    def test_keeps_one_of_each_for_the_owner_only(self, mails: Path) -> None:
        for _time in range(2):
            write()
        (file,) = mails.iterdir()
        assert file.name == "een@werkbalans.example.eml"
        assert (file.stat().st_mode & 0o077, mails.stat().st_mode & 0o077) == (0, 0)

    def test_takes_mails_of_packages_too(self, mails: Path) -> None:
        assert send_mail("Code", "123", None, ["a@example.org"]) == 1
        assert send_mail("Code", "124", None, ["a@example.org"]) == 1
        assert len(list(mails.iterdir())) == 2

    @pytest.mark.parametrize(
        "name", ["../../etc/passwd", "..", "/abs", "a/b", "a\x00b", "x" * 500, ".hidden"]
    )
    def test_no_name_leads_out_of_it(self, mails: Path, name: str) -> None:
        file = folder.folder() / folder.file_name(name)
        assert file.parent == mails
        assert not file.name.startswith((".h", ".."))
        assert len(file.name) < 250
        assert folder.find(name) is None


class TestThePage:
    def test_shows_the_newest_first(self, client: Client, mails: Path) -> None:
        for number, name in enumerate(("oud", "nieuw")):
            write(f"<{name}@w.example>")
            os.utime(mails / f"{name}@w.example.eml", (number, number))
        page = client.get(reverse("post")).content.decode()
        assert page.index("/post/nieuw@w.example/") < page.index("/post/oud@w.example/")
        assert "Wérk &lt;b&gt;" in page

    def test_is_empty_before_the_first(self, client: Client, mails: Path) -> None:
        assert "There are no letters yet" in client.get(reverse("post")).content.decode()

    def test_a_letter_as_text_has_links(self, client: Client, mails: Path) -> None:
        write()
        page = client.get("/post/een@werkbalans.example/").content.decode()
        assert '<a href="https://w.example/x?a=1&amp;b=2" rel="nofollow">' in page
        assert "Bea &lt;bea@example.org&gt;" in page
        assert "<script>1" not in page

    def test_a_letter_as_html_has_no_rights(self, client: Client, mails: Path) -> None:
        write()
        answer = client.get("/post/een@werkbalans.example/html/")
        assert '<a href="https://w.example/x">' in answer.content.decode()
        policy = answer["Content-Security-Policy"]
        assert policy.startswith("default-src 'none'; sandbox;")
        assert "script" not in policy

    @pytest.mark.parametrize("path", ["/post/niet-daar/", "/post/niet-daar/html/", "/post/..%2F..%2Fx/"])
    def test_a_letter_that_is_not_there(self, client: Client, mails: Path, path: str) -> None:
        assert client.get(path).status_code == 404

    @pytest.mark.parametrize(
        "values", [{"DEBUG": False}, {"EMAIL_BACKEND": "config.mail.smtp.EmailBackend"}], ids=str
    )
    @pytest.mark.parametrize(
        "path", ["/post/", "/post/een@werkbalans.example/", "/post/een@werkbalans.example/html/"]
    )
    @pytest.mark.django_db
    def test_exists_only_while_developing(
        self, client: Client, mails: Path, settings: Any, path: str, values: dict[str, Any]
    ) -> None:
        write()
        assert client.get(path).status_code == 200
        for name, value in values.items():
            setattr(settings, name, value)
        assert client.get(path).status_code == 404
