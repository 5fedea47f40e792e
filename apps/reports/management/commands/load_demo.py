"""``manage.py load_demo``: made-up firms and people to look around with. For development only."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from allauth.account.models import EmailAddress
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone
from django_scopes import scope

from apps.organisations.domain.invitations import VALID_FOR
from apps.organisations.models import (
    Department,
    Invitation,
    Membership,
    Organisation,
    Practice,
    PracticeMembership,
    Representation,
    Role,
    Sector,
    SectorManager,
    User,
)
from apps.organisations.tokens import hash_of, new_token
from apps.reports.demo_evidence import add_demo_evidence
from apps.reports.demo_plan import age, moved_to, work_together
from apps.reports.demo_review import People, add_text_blocks, in_its_second_round, reviewed_and_changed_since
from apps.reports.exchange.importing import import_dossier
from apps.rie.content.yamlfile import ContentError, read_yaml
from apps.rie.models import Delegation, Dossier
from config.environment import BASE_DIR

EXAMPLES = BASE_DIR / "examples"
SHOP = "winkel.yaml"
HOME_CARE = "thuiszorg.yaml"
EVIDENCE = "evidence"
BUILDER = "bouwbedrijf.yaml"
FILES = (SHOP, BUILDER, HOME_CARE)
PRACTICE = "Arbodienst De Brug (demo)"
INVITED = "nieuw@demo.example"
PASSWORD = "werkbalans-demo"  # noqa: S105 - shown to everyone who starts the demo


@dataclass(frozen=True)
class Account:
    email: str
    name: str
    description: str


EMPLOYER = Account("werkgever@demo.example", "Werkgever (demo)", "employer of all three firms")
HR = Account("hr@demo.example", "HR (demo)", "HR of all three firms")
WORKS_COUNCIL = Account("or@demo.example", "Ondernemingsraad (demo)", "works council: reads, consents")
CONTRIBUTOR = Account(
    "leidinggevende@demo.example", "Leidinggevende (demo)", "contributor of the shop: parts given to her"
)
ADVISER = Account(
    "adviseur@demo.example", "Adviseur (demo)", "adviser: reviews the home care firm and the builder"
)
SECTOR = Account("branche@demo.example", "Branche (demo)", "sector manager of care: counts, never one firm")
ACCOUNTS = (EMPLOYER, HR, WORKS_COUNCIL, CONTRIBUTOR, ADVISER, SECTOR)


class Command(BaseCommand):
    help = "Load three made-up firms and demo accounts (development only). A second time it changes nothing."

    def handle(self, *args: object, **options: object) -> None:
        if not settings.DEBUG:
            raise CommandError(
                "The demo has accounts with a password that everyone knows, so it is for development only. "
                "Set DEBUG=1 to load it."
            )
        with transaction.atomic():
            users = {account: _user(account) for account in ACCOUNTS}
            # All firms first: when a file has a mistake, nothing is written on disk yet.
            firms = {name: _organisation(name) for name in FILES}
            for name, (organisation, is_new) in firms.items():
                _add_members(organisation, users, with_works_council=_shows_works_council(name, organisation))
                if name == SHOP:
                    _add_newcomers(organisation, users)
                    if is_new:  # only then: what somebody removed since stays removed
                        add_demo_evidence(
                            organisation=organisation, folder=EXAMPLES / EVIDENCE, user=users[EMPLOYER]
                        )
            practice = _practice(users)
            _review(firms, practice, users)
            SectorManager.objects.get_or_create(user=users[SECTOR], sector=Sector.CARE)
        self._tell_accounts()

    def _tell_accounts(self) -> None:
        self.stdout.write(f"Demo accounts, password {PASSWORD}:")
        for account in ACCOUNTS:
            self.stdout.write(f"  {account.email:<29}{account.description}")


def _user(account: Account) -> User:
    """The person behind an account, with an e-mail address that needs no confirmation any more."""
    user = User.objects.filter(email=account.email).first()
    if user is None:
        user = User.objects.create_user(account.email, PASSWORD, name=account.name)
    EmailAddress.objects.get_or_create(
        user=user, email=account.email, defaults={"verified": True, "primary": True}
    )
    return user


def _organisation(name: str) -> tuple[Organisation, bool]:
    """The firm of an example file: the one that is here already, or else a new one; and whether it is new."""
    path = EXAMPLES / name
    try:
        known = Organisation.objects.filter(kvk_number=_kvk_number(name)).order_by("created_at").first()
        if known:
            return known, False
        text = moved_to(timezone.localdate(), path.read_text(encoding="utf-8"))
        new = import_dossier(text=text, name=name).organisation
    except ContentError as error:
        raise CommandError(f"The demo cannot be loaded.\n{error}") from None
    age(new)
    return new, True


def _kvk_number(name: str) -> str:
    """Which firm a file is about; empty when the file has a mistake, which the import then reports."""
    data = read_yaml(EXAMPLES / name).data
    organisation = data.get("organisation") if isinstance(data, dict) else None
    number = organisation.get("kvk_number") if isinstance(organisation, dict) else None
    return number if isinstance(number, str) else ""


def _shows_works_council(name: str, organisation: Organisation) -> bool:
    """Firms with a works council or staff representation; and the shop, to see the role in a small firm."""
    return name == SHOP or organisation.representation != Representation.NONE


def _add_members(organisation: Organisation, users: dict[Account, User], *, with_works_council: bool) -> None:
    roles = {EMPLOYER: Role.EMPLOYER, HR: Role.HR}
    if with_works_council:
        roles[WORKS_COUNCIL] = Role.WORKS_COUNCIL
    with scope(organisation=organisation):
        for account, role in roles.items():
            Membership.objects.get_or_create(
                organisation=organisation, user=users[account], defaults={"role": role}
            )


def _add_newcomers(organisation: Organisation, users: dict[Account, User]) -> None:
    """A contributor, and somebody who has not answered yet. No letter: nobody reads that mailbox.

    The invitation is made once: what was taken back since stays so.
    """
    with scope(organisation=organisation):
        contributor, is_new = Membership.objects.get_or_create(
            organisation=organisation, user=users[CONTRIBUTOR], defaults={"role": Role.CONTRIBUTOR}
        )
        if is_new:
            _give_parts(contributor, users[EMPLOYER])
            hr = Membership.objects.get(organisation=organisation, user=users[HR])
            work_together(contributor=contributor, hr=hr)
        if not Invitation.objects.filter(organisation=organisation, email=INVITED).exists():
            Invitation.objects.create(
                organisation=organisation,
                email=INVITED,
                role=Role.HR,
                token_hash=hash_of(new_token()),
                invited_by=users[EMPLOYER],
                expires_at=timezone.now() + VALID_FOR,
            )


def _give_parts(contributor: Membership, employer: User) -> None:
    """Two subthemes of the shop, of which one is done. No letter either."""
    organisation = contributor.organisation
    shop_floor = Department.objects.filter(organisation=organisation, name="Winkel").first()
    for dossier in Dossier.objects.filter(organisation=organisation):
        given = {"organisation": organisation, "dossier": dossier, "given_by": employer}
        Delegation.objects.create(
            **given, member=contributor, subtheme="taakeisen", done_at=timezone.now() - timedelta(days=2)
        )
        Delegation.objects.create(
            **given,
            member=contributor,
            subtheme="werktijden-en-herstel",
            department=shop_floor,
            note="Jij maakt het rooster van de winkel. Klopt dit nog?",
        )


def _practice(users: dict[Account, User]) -> Practice:
    """A practice with one adviser and a few texts of its own."""
    practice, is_new = Practice.objects.get_or_create(name=PRACTICE)
    if is_new:
        PracticeMembership.objects.create(practice=practice, user=users[ADVISER])
        add_text_blocks(practice)
    return practice


def _review(
    firms: dict[str, tuple[Organisation, bool]], practice: Practice, users: dict[Account, User]
) -> None:
    """One firm in its second round, one that was reviewed. Only when new: what was taken back stays so."""
    people = People(users[EMPLOYER], users[HR], users[WORKS_COUNCIL], users[ADVISER])
    for name, story in ((HOME_CARE, in_its_second_round), (BUILDER, reviewed_and_changed_since)):
        organisation, is_new = firms[name]
        if is_new:
            with scope(organisation=organisation):
                story(Dossier.objects.select_related("organisation").get(), practice, people)
