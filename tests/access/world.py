"""Two firms with one of everything, and somebody in every capacity."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.core.files.base import ContentFile
from django.test import Client
from django.utils import timezone
from django_scopes import scope

from apps.actions.domain.plan import add_action, new_action
from apps.actions.models import ActionComment, ActionStep, Information
from apps.organisations.models import (
    Department,
    Invitation,
    Membership,
    Notice,
    Organisation,
    Practice,
    PracticeMembership,
    Role,
    SectorManager,
    SupportGrant,
    User,
)
from apps.organisations.tokens import hash_of
from apps.reports.models import PlanImport, ReportKind, ReportState, StoredReport
from apps.review.content import canonical, content_of
from apps.review.models import (
    ColleagueInvitation,
    CouncilComment,
    DossierShare,
    Finding,
    SiteVisit,
    Submission,
    TextBlock,
    Version,
)
from apps.rie.domain.instrument import instrument_content
from apps.rie.models import Answer, Delegation, Evidence
from tests.access.table import MEMBERS, Who
from tests.factories import DossierFactory, MembershipFactory, OrganisationFactory, UserFactory

RISK, MEASURE, SUBTHEME = "W43", "M01", "cultuur-en-beleid"


@dataclass
class World:
    """``things``: what the arguments of an address name, in the firm; ``elsewhere``: of another firm."""

    things: dict[str, Any]
    elsewhere: dict[str, Any]
    browsers: dict[Who, Client] = field(default_factory=dict)


def build_world() -> World:
    """The firm has members in every role, an adviser it shared with and support it let in."""
    firm, other = firm_with_everything("De Linde"), firm_with_everything("De Eik")
    world = World(things=firm, elsewhere=other)
    people = {
        **{who: member(firm["organisation"], Role(who.value)) for who in MEMBERS if who != Who.CONTRIBUTOR},
        Who.CONTRIBUTOR: firm["contributor"],
        Who.ADVISER: adviser(firm),
        Who.SUPPORT: support(firm["organisation"]),
        Who.SECTOR: sector_manager(firm["organisation"]),
        Who.STRANGER: member(other["organisation"], Role.EMPLOYER),
    }
    with scope(organisation=firm["organisation"]):
        CouncilComment.objects.update(by=people[Who.COUNCIL])
        SiteVisit.objects.update(by=people[Who.ADVISER])
    for who, user in people.items():
        world.browsers[who] = Client()
        world.browsers[who].force_login(user)
    world.browsers[Who.NOBODY] = Client()
    return world


def member(organisation: Organisation, role: Role) -> User:
    return MembershipFactory(organisation=organisation, role=role).user


def adviser(firm: dict[str, Any]) -> User:
    user = UserFactory()
    PracticeMembership.objects.create(practice=firm["practice"], user=user)
    return user


def support(organisation: Organisation) -> User:
    with scope(organisation=organisation):
        SupportGrant.objects.create(
            organisation=organisation, reason="Kijk mee", ends_at=timezone.now() + timedelta(days=1)
        )
    return UserFactory(is_staff=True)


def sector_manager(organisation: Organisation) -> User:
    user = UserFactory()
    SectorManager.objects.create(user=user, sector=organisation.sector)
    return user


def round_of_review(of_dossier: dict[str, Any], practice: Practice) -> dict[str, Any]:
    """A round that is with the practice, a finding to answer, a visit and a text of the practice."""
    version = Version(
        **of_dossier, number=1, content=canonical(content_of(of_dossier["dossier"])), sha256="0" * 64
    )
    version.save()
    submission = Submission.objects.create(**of_dossier, version=version, practice=practice, number=1)
    of_round = {**of_dossier, "submission": submission}
    finding = Finding.objects.create(
        **of_round,
        number=1,
        criterion="complete",
        weight="must",
        observation="Te kort",
        shown_at=timezone.now(),
    )
    visit = SiteVisit.objects.create(
        **of_round, visited_on=date(2026, 11, 3), spoken_with="Chef", seen="Drukte"
    )
    colleague = ColleagueInvitation.objects.create(
        practice=practice,
        email="collega@example.org",
        token_hash=hash_of(str(practice.pk)),
        expires_at=timezone.now() + timedelta(days=7),
    )
    block = TextBlock.objects.create(practice=practice, title="Oorzaken", text="Noem de oorzaak.")
    return {
        "submission_id": submission.pk,
        "finding_id": finding.pk,
        "visit_id": visit.pk,
        "block_id": block.pk,
        "colleague_id": colleague.pk,
    }


def firm_with_everything(name: str) -> dict[str, Any]:
    """One of everything that an address can name, by the name of its argument."""
    organisation = OrganisationFactory(name=name)
    dossier = DossierFactory(organisation=organisation)
    contributor: Membership = MembershipFactory(organisation=organisation, role=Role.CONTRIBUTOR)
    colleague: Membership = MembershipFactory(organisation=organisation, role=Role.HR)
    factor = instrument_content(dossier.instrument_id).factors[RISK]
    token = f"uitnodiging-van-{organisation.pk}"
    practice = Practice.objects.create(name=f"Praktijk van {name}")
    of_firm = {"organisation": organisation}
    of_dossier = {**of_firm, "dossier": dossier}
    with scope(**of_firm):
        action = new_action(dossier=dossier)
        action.title, action.due_on, action.owner = "Maak huisregels", date(2027, 1, 1), contributor
        add_action(action=action, factors=[factor], user=None)
        Answer.objects.create(**of_dossier, factor_id=factor.id, verdict="partly", frequency=3, reach=3)
        things = {
            "department_id": Department.objects.create(**of_firm, name="Winkel", headcount=8).pk,
            "action_id": action.pk,
            "step_id": ActionStep.objects.create(**of_firm, action=action, position=1, text="Eerst dit").pk,
            "comment_id": ActionComment.objects.create(
                **of_firm, action=action, text="Gelukt", by=contributor.user
            ).pk,
            "report_id": StoredReport.objects.create(
                **of_dossier,
                kind=ReportKind.FULL,
                state=ReportState.READY,
                content_hash=name,
                file=ContentFile(b"%PDF-", name="rapport.pdf"),
            ).pk,
            "import_id": PlanImport.objects.create(**of_dossier, file_name="plan.xlsx").pk,
            "delegation_id": Delegation.objects.create(
                **of_dossier, subtheme=SUBTHEME, member=contributor
            ).pk,
            "evidence_id": Evidence.objects.create(
                **of_dossier,
                file=ContentFile(b"tekst", name="bewijs.txt"),
                name="bewijs.txt",
                content_type="text/plain",
                size=5,
                sha256="0" * 64,
                action_id=action.pk,
                added_by=contributor.user,
            ).pk,
            "information_id": Information.objects.create(
                **of_dossier, held_on=date(2026, 11, 2), how="Werkoverleg"
            ).pk,
            "share_id": DossierShare.objects.create(**of_dossier, practice=practice).pk,
            **round_of_review(of_dossier, practice),
            "remark_id": CouncilComment.objects.create(**of_dossier, text="Let op de avonden").pk,
            "practice_id": practice.pk,
            "notice_id": Notice.objects.create(
                **of_firm, user=contributor.user, kind="gone", key=name, path="/"
            ).pk,
            "invitation_id": Invitation.objects.create(
                **of_firm,
                email=f"nieuw@{uuid.uuid4()}.example",
                role=Role.HR,
                token_hash=hash_of(token),
                expires_at=timezone.now() + timedelta(days=7),
            ).pk,
            "grant_id": SupportGrant.objects.create(
                **of_firm, reason="Eerder", ends_at=timezone.now() + timedelta(days=1)
            ).pk,
        }
    return {
        **things,
        "organisation": organisation,
        "practice": practice,
        "contributor": contributor.user,
        "organisation_id": organisation.pk,
        "dossier_id": dossier.pk,
        "member_id": colleague.pk,
        "membership_id": colleague.pk,
        "token": token,
    }
