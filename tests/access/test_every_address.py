"""Every address × every capacity × own firm, other firm, not logged in × GET and POST, against the table."""

from __future__ import annotations

import re

import pytest
from django.db import transaction
from django.http import HttpResponseBase
from django.urls import reverse

from tests.access.addresses import PACKAGES, Known, known_addresses
from tests.access.document import FILE, document
from tests.access.table import ADDRESSES, Who
from tests.access.world import MEASURE, RISK, SUBTHEME, World, build_world
from tests.closing import close_answer

pytestmark = [pytest.mark.access, pytest.mark.django_db]

OURS = [known for known in known_addresses() if known.name.split(":")[0] not in PACKAGES]
FIXED = {
    "key": SUBTHEME,
    "kind": "full",
    "sheet": "weekstart-met-stoplicht",
    "pk": 1,
    "session_id": 1,
    "uidb36": "1",
    "provider_id": "none",
    "name": "brief",
}
DATA = {"actions:choose_measure": {"measure": MEASURE}}
CODES = dict.fromkeys(("actions:restore_measure", "actions:measure", "actions:leave_out"), MEASURE)
HTMX = {"HTTP_HX_REQUEST": "true"}
OUTSIDERS = (Who.STRANGER, Who.SECTOR)
REFUSED = (401, 403, 404, 405)


@pytest.fixture
def world(db: None) -> World:
    return build_world()


def address_of(known: Known, things: dict[str, object], **instead: object) -> str:
    codes = {"code": CODES.get(known.name, RISK), "subtheme": SUBTHEME}
    values = {**codes, **FIXED, **things, **instead}
    return reverse(known.name, args=[values[name] for name in known.arguments])


def ask(world: World, who: Who, method: str, path: str, name: str = "", **headers: str) -> HttpResponseBase:
    """One request of which nothing stays."""
    with transaction.atomic():
        data = DATA.get(name) if method == "post" else None
        answer = getattr(world.browsers[who], method)(path, data, **headers)
        close_answer(answer)
        transaction.set_rollback(True)
    return answer


def verdict(answer: HttpResponseBase) -> str:
    """``in``, ``login``, ``once more`` (the password) or the number of the refusal."""
    if answer.status_code in REFUSED:
        return str(answer.status_code)
    target = answer.headers["Location"] if answer.status_code == 302 else ""
    if target.startswith("/account/login/"):
        return "login"
    return "once more" if "reauthenticate" in target else "in"


def expected(known: Known, who: Who, method: str) -> set[str]:
    rule = ADDRESSES[known.name]
    allowed = rule.get if method == "get" else rule.post
    other = rule.post if method == "get" else rule.get
    if rule.halfway and (not allowed or who in allowed):
        return {"in", "login", "once more", *map(str, REFUSED)}
    if allowed and who in allowed:
        return {"in"} if rule.in_firm else {"in", "once more"}
    if who == Who.NOBODY:
        # A method the address does not know may be refused before anybody asks who is there.
        return {"login", "405"} if allowed is None else {"login"}
    if rule.in_firm and (who in OUTSIDERS or (who == Who.ADVISER and "dossier_id" not in known.arguments)):
        return {"404"}
    if allowed is None:
        return {"405"} if other and who in other else {"405", "403", "404"}
    return {"403", "404", *([] if rule.in_firm else ["once more"])} if rule.hidden else {"403"}


def test_every_address_stands_in_the_table():
    assert sorted({known.name for known in OURS} ^ set(ADDRESSES)) == []


@pytest.mark.parametrize("known", [known for known in OURS if known.name in ADDRESSES], ids=str)
def test_who_may_go_here(world: World, known: Known) -> None:
    path = address_of(known, world.things)

    found = {
        (who, method): verdict(ask(world, who, method, path, known.name))
        for who in Who
        for method in ("get", "post")
    }

    wrong = {
        f"{method} as {who}": f"{found[who, method]} instead of {' or '.join(expected(known, who, method))}"
        for who, method in found
        if found[who, method] not in expected(known, who, method)
    }
    assert wrong == {}


@pytest.mark.parametrize(
    "known", [known for known in OURS if known.name in ADDRESSES and ADDRESSES[known.name].in_firm], ids=str
)
def test_things_of_another_firm_do_not_exist_here(world: World, known: Known) -> None:
    """Her own firm's address, with an id of the other firm in the place of each thing in turn."""
    named = [name for name in known.arguments if name.endswith("_id") and name != "organisation_id"]
    for name in named:
        path = address_of(known, world.things, **{name: world.elsewhere[name]})
        found = {method: verdict(ask(world, Who.EMPLOYER, method, path)) for method in ("get", "post")}
        allowed = {"404", "405", "403"}
        assert set(found.values()) <= allowed, f"{name}: {found}"


@pytest.mark.parametrize("known", [known for known in OURS if "organisation_id" in known.arguments], ids=str)
def test_a_page_that_saves_by_itself_gets_a_status_and_no_login_page(world: World, known: Known) -> None:
    path = address_of(known, world.things)

    for method in ("get", "post"):
        assert ask(world, Who.NOBODY, method, path, **HTMX).status_code == 401
        assert ask(world, Who.STRANGER, method, path, **HTMX).status_code == 404


def test_the_other_firm_is_as_closed_as_one_that_does_not_exist(world: World) -> None:
    stranger = world.browsers[Who.STRANGER]
    name = "rie:overview"
    theirs = stranger.get(reverse(name, args=[world.things["organisation_id"], world.things["dossier_id"]]))
    nobodys = stranger.get(reverse(name, args=[world.things["report_id"], world.things["dossier_id"]]))

    assert (theirs.status_code, seen(theirs)) == (nobodys.status_code, seen(nobodys))


def seen(answer: HttpResponseBase) -> str:
    """A page without its secrets, which differ every time."""
    return re.sub(r'(nonce|value)="[^"]*"', "", answer.content.decode())


def test_the_table_in_the_documentation_is_this_one() -> None:
    assert FILE.read_text(encoding="utf-8") == document(), "Run: python -m tests.access.document"
