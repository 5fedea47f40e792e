"""Who heard what: letters and messages, by kind."""

from __future__ import annotations

from django.db.models import QuerySet

from apps.organisations.models import Letter, Notice, Organisation, Role, User
from apps.organisations.notices import notices
from tests.factories import MembershipFactory, UserFactory


def letters(kind: str = "") -> list[Letter]:
    found = QuerySet(Letter).filter(kind__startswith="review_").order_by("to")
    return list(found.filter(kind=kind) if kind else found)


def heard() -> dict[str, list[str]]:
    """Kind of letter → names of who it went to."""
    names = dict(User.objects.values_list("email", "name"))
    found: dict[str, list[str]] = {}
    for letter in letters():
        found.setdefault(letter.kind, []).append(names[letter.to])
    return {kind: sorted(people) for kind, people in found.items()}


def noticed() -> dict[str, list[str]]:
    """Kind of message → names of on whose page it stands."""
    found: dict[str, list[str]] = {}
    for notice in notices().select_related("user"):
        found.setdefault(notice.kind, []).append(notice.user.name)
    return {kind: sorted(people) for kind, people in found.items()}


def forget() -> None:
    """As if nothing was told yet."""
    QuerySet(Letter).delete()
    QuerySet(Notice).delete()


def person(name: str, **fields: object) -> User:
    return UserFactory(name=name, email=f"{name.lower()}@mail.example", **fields)


def people_of(organisation: Organisation) -> dict[str, User]:
    """Somebody in each role, and an employer whose account was closed."""
    roles = {
        "Eva": Role.EMPLOYER,
        "Hanna": Role.HR,
        "Olga": Role.WORKS_COUNCIL,
        "Carla": Role.CONTRIBUTOR,
    }
    people = {name: person(name) for name in roles} | {"Gone": person("Gone", is_active=False)}
    for name, user in people.items():
        MembershipFactory(organisation=organisation, user=user, role=roles.get(name, Role.EMPLOYER))
    return people
