"""The pages work under their own content security policy: nothing a browser refuses, nothing on its console.

Every journey watches the console, so each guards this a little. This one goes past the pages that are
most likely to ask for more than they may: pictures, passkeys, the administration, files.
"""

from __future__ import annotations

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from apps.organisations.models import User
from tests.factories import UserFactory
from tests.journeys.firm import Firm
from tests.journeys.visitor import PASSWORD, Visitor
from tests.rie.samples import PDF

pytestmark = pytest.mark.journey
TELL = """document.addEventListener("securitypolicyviolation", function (event) {
    console.error("Refused by the policy: " + event.violatedDirective + " " + event.blockedURI);
});"""


@pytest.fixture
def visitor(visitor: Visitor) -> Visitor:
    """Whatever the policy refuses is told on the console, which fails the test."""
    visitor.context.add_init_script(TELL)
    return visitor


def test_the_policy_is_really_kept(visitor: Visitor, transactional_db: None) -> None:
    """Otherwise the tests below would prove nothing: a script and a style in the page are refused."""
    visitor.watch.expected += ["Refused by the policy: ", "Content Security Policy"]
    visitor.goes_to(reverse("home"))
    visitor.page.evaluate(
        """() => {
            const script = document.createElement("script");
            script.textContent = "window.broken = true";
            document.body.append(script);
            document.querySelector("h1").setAttribute("style", "color: rgb(1, 2, 3)");
        }"""
    )

    assert visitor.page.evaluate("window.broken === undefined")
    expect(visitor.finds("h1")).not_to_have_css("color", "rgb(1, 2, 3)")


def test_pages_for_everybody(visitor: Visitor, transactional_db: None) -> None:
    for name in ("home", "help", "privacy", "account_login", "account_signup", "account_reset_password"):
        sees_whole(visitor, reverse(name))


def test_the_dossier_with_its_pictures_and_its_saving(visitor: Visitor, firm: Firm, employer: User) -> None:
    visitor.is_logged_in_as(employer)
    for name in ("overview", "firm", "profile", "inventory", "employees", "risks", "evidence"):
        sees_whole(visitor, firm.url(f"rie:{name}"))
    for name in ("actions:plan", "actions:proposal", "reports:reports"):
        sees_whole(visitor, firm.url(name))
    visitor.goes_to(firm.subtheme_of("W01"))
    with visitor.saved("W01"):
        visitor.card("W01").locator("[name=verdict][value=in_order]").check(force=True)


def test_a_file_is_added_saved_and_deleted(visitor: Visitor, firm: Firm, employer: User) -> None:
    visitor.is_logged_in_as(employer)
    visitor.goes_to(firm.url("rie:overview"))
    visitor.goes_on_with(f"a[href='{firm.url('rie:evidence')}']")
    file = {"name": "gedragscode.pdf", "mimeType": "application/pdf", "buffer": PDF}
    visitor.finds("[name=file]").set_input_files([file])
    visitor.goes_on_with("main form button.btn-primary")

    with visitor.page.expect_download() as download:
        visitor.clicks_on("main .rows a >> text=gedragscode.pdf >> nth=0")
    assert download.value.suggested_filename == "gedragscode.pdf"
    assert download.value.path().read_bytes() == PDF

    visitor.goes_on_with("main .rows a[href$='/weg/']")
    visitor.goes_on_with("main form button.btn-outline-primary")
    visitor.sees_no("main .rows")


def test_setting_up_two_steps(visitor: Visitor, transactional_db: None) -> None:
    """The QR code is a picture in the page; a passkey is made by a script with its data in the page."""
    user = UserFactory(password=PASSWORD)
    visitor.logs_in(user)
    for name in ("account", "account_sessions", "account_email", "account_change_password", "mfa_index"):
        sees_whole(visitor, reverse(name))
    sees_whole(visitor, reverse("mfa_activate_totp"))  # asks for her password once more
    visitor.types("[name=password]", PASSWORD)
    visitor.goes_on_with("main form button[type=submit] >> nth=0")
    assert visitor.finds("img.qr").evaluate("picture => picture.complete && picture.naturalWidth > 0")
    sees_whole(visitor, reverse("mfa_add_webauthn"))


def test_the_administration(visitor: Visitor, transactional_db: None) -> None:
    visitor.logs_in(UserFactory(password=PASSWORD, is_staff=True, is_superuser=True))
    visitor.goes_to(reverse("admin:index"))
    lists = visitor.finds("#content-main th a").evaluate_all("links => links.map(link => link.href)")
    assert lists
    for address in lists:
        sees_whole(visitor, address)
    sees_whole(visitor, reverse("admin:organisations_practice_add"))


def sees_whole(visitor: Visitor, address: str) -> None:
    """Open a page and wait until all it asked for has come."""
    answer = visitor.page.goto(address)
    assert answer.ok, address
    visitor.page.wait_for_load_state("load")
    assert "'none'" in answer.headers["content-security-policy"]
