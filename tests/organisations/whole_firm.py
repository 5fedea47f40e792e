"""A firm with a row in every table that a firm can have, and a search through the whole database."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import count
from types import SimpleNamespace

from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.contrib.sessions.models import Session
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import connection
from django.db.models import Model
from django.utils import timezone
from django_scopes import scope

from apps.actions.domain.plan import add_action, new_action
from apps.actions.models import (
    Action,
    ActionComment,
    ActionCoOwner,
    ActionEvaluation,
    ActionStep,
    CalendarFeed,
    Information,
    InformationAction,
    LeftOutMeasure,
    Reassessment,
    SettledRisk,
)
from apps.insights.models import CostAssumptions
from apps.organisations.domain.firm import save_department
from apps.organisations.models import (
    AuditEvent,
    AuditKind,
    Department,
    Invitation,
    Letter,
    Notice,
    Organisation,
    Practice,
    Role,
    SupportGrant,
    User,
)
from apps.reports.models import (
    DocumentTemplate,
    FrozenReport,
    PlanImport,
    ReportKind,
    ReportState,
    SealedReport,
    StoredReport,
)
from apps.review.models import (
    AcceptedRisk,
    AdviserInvitation,
    ChecklistAnswer,
    Consent,
    CouncilComment,
    DossierShare,
    Finding,
    FindingMessage,
    SiteVisit,
    Submission,
    SubmissionEvent,
    Version,
)
from apps.rie.domain.dossier import open_dossier
from apps.rie.domain.instrument import instrument_content
from apps.rie.models import Answer, Consultation, Delegation, Dossier, Evidence, PriorityChange
from tests.factories import MembershipFactory, OrganisationFactory, UserFactory

_number = count(1)
RISK, SECOND_RISK = "W43", "W44"


def whole_firm(name: str = "Bakkerij Zoetermé & Zn") -> SimpleNamespace:
    """One of everything; ``author`` wrote it all and ``owner`` is the employer."""
    organisation = OrganisationFactory(name=name)
    owner = MembershipFactory(organisation=organisation).user
    author = UserFactory(email=f"els{next(_number)}@bakkerij.example", name="Els Kneder")
    member = MembershipFactory(organisation=organisation, user=author, role=Role.HR)
    with scope(organisation=organisation):
        dossier = open_dossier(organisation=organisation, year=2026)
        of_dossier = {"organisation": organisation, "dossier": dossier}
        _write_dossier(of_dossier, author)
        _write_plan(of_dossier, author, member)
        _ask_people_in(of_dossier, author, member)
        _store_files(of_dossier, author)
    return SimpleNamespace(
        organisation=organisation, dossier=dossier, owner=owner, author=author, member=member
    )


def _factor(dossier: Dossier, code: str) -> object:
    return instrument_content(dossier.instrument_id).factors[code]


def _write_dossier(of_dossier: dict, author: User) -> None:
    organisation, dossier = of_dossier["organisation"], of_dossier["dossier"]
    save_department(department=Department(organisation=organisation, name="Winkel", headcount=4))
    risk = _factor(dossier, RISK).id
    Answer.objects.create(
        **of_dossier,
        factor_id=risk,
        verdict="partly",
        frequency=3,
        reach=3,
        note="Te krap",
        updated_by=author,
    )
    PriorityChange.objects.create(
        **of_dossier, factor_id=risk, computed="low", chosen="high", note="Speelt nu", changed_by=author
    )
    Consultation.objects.create(**of_dossier, held_on=date(2026, 11, 2), method="Overleg", outcome="Roosters")


def _write_plan(of_dossier: dict, author: User, member: object) -> None:
    dossier = of_dossier["dossier"]
    action = new_action(dossier=dossier)
    action.title, action.due_on, action.owner = "Maak een rooster", date(2027, 1, 1), member
    add_action(action=action, factors=[_factor(dossier, RISK)], user=author)
    settled = _factor(dossier, SECOND_RISK).id
    SettledRisk.objects.create(**of_dossier, factor_id=settled, reason="Komt niet voor", by=author)
    measure = next(iter(instrument_content(dossier.instrument_id).measures.values()))
    LeftOutMeasure.objects.create(**of_dossier, measure_id=measure.id, by=author)
    _follow(of_dossier, action, author, member)


def _follow(of_dossier: dict, action: Action, author: User, member: object) -> None:
    """Everything that is kept with an action while it is carried out."""
    organisation, now = of_dossier["organisation"], timezone.now()
    of_action = {"organisation": organisation, "action": action}
    ActionCoOwner.objects.create(**of_action, member=member)
    ActionStep.objects.create(**of_action, position=1, text="Vraag wensen", done_at=now, done_by=author)
    ActionComment.objects.create(**of_action, text="Loopt goed", by=author)
    evaluation = ActionEvaluation.objects.create(
        **of_action,
        held_on=date(2027, 4, 1),
        as_meant="yes",
        changed="Minder drukte",
        decision="keep",
        by=author,
    )
    Reassessment.objects.create(
        **of_dossier,
        factor_id=_factor(of_dossier["dossier"], RISK).id,
        evaluation=evaluation,
        verdict="in_order",
        by=author,
    )
    told = Information.objects.create(**of_dossier, held_on=date(2027, 1, 8), how="Werkoverleg", by=author)
    InformationAction.objects.create(**of_action, information=told)
    CalendarFeed.objects.create(
        organisation=organisation, member=member, token_hash=f"agenda-{organisation.pk.hex}"
    )
    version = Version(**of_dossier, number=1, content="{}", sha256="0" * 64, made_by=author)
    version.save()
    Consent.objects.create(
        organisation=organisation,
        version=version,
        decision="consented",
        decided_on=date(2027, 1, 9),
        by=author,
    )
    CouncilComment.objects.create(**of_dossier, version=version, text="Let op de avonden", by=author)
    _review(of_dossier, version, author)
    CostAssumptions.objects.create(**of_dossier, values={"absent": "1"}, updated_by=author)
    PlanImport.objects.create(**of_dossier, file_name="plan.xlsx", by=author)
    DocumentTemplate.objects.create(
        organisation=organisation,
        file=ContentFile(b"PK sjabloon", name="sjabloon.docx"),
        name="sjabloon.docx",
        size=11,
        sha256="0" * 64,
        added_by=author,
    )
    Letter.objects.create(
        organisation=organisation, kind="weekly", to="els@bakkerij.example", subject="Uw acties", try_at=now
    )


def _review(of_dossier: dict, version: Version, author: User) -> None:
    """A round of review with everything that can be said in it."""
    of_firm, now = {"organisation": of_dossier["organisation"]}, timezone.now()
    submission = Submission.objects.create(
        **of_dossier,
        version=version,
        practice=Practice.objects.create(name=f"Praktijk {next(_number)}"),
        number=1,
        submitted_by=author,
    )
    of_round = {**of_dossier, "submission": submission}
    SubmissionEvent.objects.create(
        **of_firm, submission=submission, verb="submit", after="submitted", by=author
    )
    AcceptedRisk.objects.create(**of_firm, submission=submission, factor_code=RISK, by=author)
    AdviserInvitation.objects.create(
        **of_firm,
        submission=submission,
        email="adviseur@arbo.example",
        token_hash=f"adviseur-{submission.pk.hex}",
        invited_by=author,
        expires_at=now + timedelta(days=14),
    )
    finding = Finding.objects.create(
        **of_round,
        number=1,
        criterion="complete",
        weight="must",
        observation="Te kort",
        shown_at=now,
        by=author,
    )
    FindingMessage.objects.create(**of_firm, finding=finding, text="Aangevuld", by=author)
    SiteVisit.objects.create(
        **of_round, visited_on=date(2027, 1, 10), spoken_with="Winkelchef", seen="Drukte", by=author
    )
    ChecklistAnswer.objects.create(**of_dossier, key="consent", state="yes", by=author)
    FrozenReport.objects.create(**of_firm, submission=submission, content="{}", sha256="0" * 64)
    SealedReport.objects.create(**of_firm, submission=submission)
    Notice.objects.create(**of_firm, user=author, kind="review_submit", key=f"x:{submission.pk}", path="/")


def _ask_people_in(of_dossier: dict, author: User, member: object) -> None:
    organisation, now = of_dossier["organisation"], timezone.now()
    invitation = Invitation.objects.create(
        organisation=organisation,
        email="nieuw@bakkerij.example",
        role=Role.CONTRIBUTOR,
        token_hash=f"hash-{organisation.pk.hex}",
        invited_by=author,
        expires_at=now + timedelta(days=7),
    )
    Delegation.objects.create(**of_dossier, subtheme="werkdruk", member=member, given_by=author)
    Delegation.objects.create(**of_dossier, subtheme="pauzes", invitation=invitation, given_by=author)
    practice = Practice.objects.create(name="Arbo Zuid")
    DossierShare.objects.create(**of_dossier, practice=practice, shared_by=author)
    SupportGrant.objects.create(
        organisation=organisation, reason="Kijk mee", granted_by=author, ends_at=now + timedelta(days=1)
    )
    AuditEvent.objects.create(
        organisation=organisation,
        at=now,
        actor=author,
        actor_label=str(author),
        as_role=Role.HR,
        kind=AuditKind.DID,
        action="rie:answer",
        subject=RISK,
    )


def _store_files(of_dossier: dict, author: User) -> None:
    StoredReport.objects.create(
        **of_dossier,
        kind=ReportKind.FULL,
        state=ReportState.READY,
        content_hash="0" * 64,
        file=ContentFile(b"%PDF-1.7 rapport", name="rapport.pdf"),
        requested_by=author,
    )
    Evidence.objects.create(
        **of_dossier,
        file=ContentFile(b"Het rooster", name="rooster.txt"),
        name="rooster.txt",
        content_type="text/plain",
        size=11,
        sha256="0" * 64,
        added_by=author,
    )


def write_admin_log(about: Model, administrator: User) -> None:
    LogEntry.objects.create(
        user=administrator,
        content_type=ContentType.objects.get_for_model(about),
        object_id=str(about.pk),
        object_repr=str(about),
        change_message=str(getattr(about, "email", "")),
        action_flag=CHANGE,
    )


def rows_that_say(text: str) -> list[str]:
    """The tables, also those without a model, in which a row says this anywhere; and sessions, unpacked."""
    found = [table for table in connection.introspection.table_names() if any(_says(table, text))]
    return found + ["a session" for session in Session.objects.all() if text in str(session.get_decoded())]


def _says(table: str, text: str) -> Iterator[bool]:
    forms = {text.lower(), text.replace("-", "").lower()}
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")  # noqa: S608 (our own tables)
        for row in cursor.fetchall():
            said = str(row).lower()
            yield any(form in said for form in forms)


def files_of(organisation: Organisation) -> list[str]:
    """Everything on disk under the folders of a firm."""
    kinds = default_storage.listdir("")[0] if default_storage.exists("") else []
    folders = [f"{kind}/{organisation.pk}" for kind in kinds]
    return [
        f"{folder}/{name}"
        for folder in folders
        if default_storage.exists(folder)
        for name in [*default_storage.listdir(folder)[1], "."]
    ]
