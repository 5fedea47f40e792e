"""Drafts stay with advisers; what happens when somebody or something goes; what the database refuses."""

from __future__ import annotations

import io
import zipfile
from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import DatabaseError, connection, transaction
from django.urls import reverse
from django.utils import timezone
from django_scopes import scope, scopes_disabled

from apps.organisations.domain.account import delete_account
from apps.organisations.domain.deletion import delete_organisation, delete_with_files
from apps.organisations.domain.export import export_organisation
from apps.organisations.models import Letter, Notice, Role
from apps.reports.models import FrozenReport, ReportState, SealedReport
from apps.review.domain.errors import TurnRefusedError
from apps.review.domain.judging import conclude, return_submission
from apps.review.domain.practice import close_practice, leave_practice
from apps.review.domain.submitting import withdraw
from apps.review.domain.turns import Verb, take_turn
from apps.review.models import Finding, FindingMessage, ReviewRecord, Submission, SubmissionEvent, Version
from apps.rie.domain.retention import forget_closed_dossiers
from apps.rie.models import Dossier
from tests.review.conftest import adviser_of, browser_for, share
from tests.review.rounds import submitted
from tests.review.walls.wall_world import DRAFT, JUDGEMENT, Round, address, round_of

pytestmark = pytest.mark.django_db
SECRETS = (DRAFT, JUDGEMENT["advice"], JUDGEMENT["adviser_name"], JUDGEMENT["certificate_number"])


@pytest.fixture
def round_(dossier, practice, adviser) -> Round:
    return round_of(dossier, practice, adviser)


def exported(organisation) -> bytes:
    target = io.BytesIO()
    export_organisation(organisation=organisation, to=target)
    with zipfile.ZipFile(target) as archive:
        return b"\n".join(archive.read(name) for name in archive.namelist())


def judged(round_: Round, user, **changes) -> None:
    with scope(organisation=round_.submission.organisation):
        conclude(
            submission=round_.submission, user=user, **{**JUDGEMENT, "outcome": "after_changes", **changes}
        )


# Drafts


@pytest.mark.parametrize("role", [Role.EMPLOYER, Role.HR, Role.WORKS_COUNCIL])
def test_no_page_of_the_firm_shows_a_draft(round_: Round, browser_of, role) -> None:
    browser, here = browser_of(role), round_.submission
    of_dossier = [here.organisation_id, here.dossier_id]
    pages = [reverse(f"review:{name}", args=of_dossier) for name in ("review", "findings", "share")]
    pages += [reverse("reports:reports", args=of_dossier), reverse("rie:overview", args=of_dossier)]
    pages += [address("review:version_json", here), address("reports:version_report", here)]
    pages += [reverse("organisations:inbox")]
    for page in pages:
        answer = browser.get(page, follow=True)
        assert answer.status_code in (200, 403), page
        for secret in SECRETS:
            assert secret not in answer.content.decode(), page


def test_no_draft_is_kept_with_the_version_or_sent_in_a_letter(round_: Round) -> None:
    with scopes_disabled():
        said = [frozen.content for frozen in FrozenReport.objects.all()]
        said += [version.content for version in Version.objects.all()]
        said += [f"{letter.text}{letter.html}" for letter in Letter.objects.all()]
        said += [str(vars(notice)) for notice in Notice.objects.all()]
    for secret in SECRETS:
        assert not [text for text in said if secret in text]


def test_the_export_of_the_firm_holds_no_draft(round_: Round, dossier) -> None:
    content = exported(dossier.organisation).decode(errors="replace")
    assert "Al gezien" in content
    for secret in SECRETS:
        assert secret not in content


def test_what_was_given_to_the_firm_is_in_its_export(round_: Round, dossier, adviser) -> None:
    judged(round_, adviser)
    content = exported(dossier.organisation).decode(errors="replace")
    for secret in SECRETS:
        assert secret in content


# Two advisers, and who goes


def test_two_advisers_on_one_submission_the_second_answer_is_refused(round_: Round, practice, adviser):
    colleague = adviser_of(practice)
    with scope(organisation=round_.submission.organisation):
        mine = Submission.objects.select_related("version", "dossier").get(pk=round_.submission.pk)
        hers = Submission.objects.select_related("version", "dossier").get(pk=round_.submission.pk)
        return_submission(submission=mine, comment="Vul aan", expected_on=None, user=adviser)
        with pytest.raises(TurnRefusedError):
            conclude(submission=hers, user=colleague, **{**JUDGEMENT, "outcome": "after_changes"})
        assert not ReviewRecord.objects.exists()


def test_an_adviser_leaves_during_a_round_and_her_colleague_goes_on(round_: Round, practice, adviser):
    colleague = browser_for(adviser_of(practice))
    leave_practice(practice=practice, user=adviser)
    assert browser_for(adviser).get(address("review:round", round_.submission)).status_code == 404
    page = colleague.get(address("review:finding", round_.submission, round_.draft.pk))
    assert DRAFT in page.content.decode()


def test_a_practice_closes_during_a_round_and_its_drafts_stay_unseen(round_, practice, adviser, browser_of):
    close_practice(practice=practice, user=adviser)
    assert browser_for(adviser).get(address("review:round", round_.submission)).status_code == 404
    dossier = round_.submission.dossier
    page = browser_of().get(reverse("review:findings", args=[dossier.organisation_id, dossier.pk]))
    assert DRAFT not in page.content.decode()


def test_withdrawal_during_review_shuts_her_open_page(round_: Round, adviser_browser, adviser) -> None:
    assert adviser_browser.get(address("review:conclude", round_.submission)).status_code == 200
    with scope(organisation=round_.submission.organisation):
        withdraw(submission=round_.submission, user=adviser, reason="")
    for name in ("review:conclude", "review:round", "review:new_finding"):
        url = address(name, round_.submission)
        assert adviser_browser.post(url, JUDGEMENT).status_code in (404, 405)
        assert adviser_browser.get(url).status_code == 404


def test_a_new_version_while_the_old_one_is_read_refuses_and_keeps_what_she_typed(
    round_: Round, practice, adviser, adviser_browser
) -> None:
    old = round_.submission
    with scope(organisation=old.organisation):
        take_turn(submission=old, verb=Verb.SUPERSEDE, user=None)
    newer = submitted(old.dossier, practice, adviser=adviser)
    typed = {**JUDGEMENT, "outcome": "after_changes", "return_comment": "Lang getypt"}
    for name in ("review:conclude", "review:return"):
        answer = adviser_browser.post(address(name, old), typed)
        assert answer.status_code == 409
        told = typed["advice" if name == "review:conclude" else "return_comment"]
        assert told in answer.content.decode()
    review = reverse("review:review", args=[old.organisation_id, old.dossier_id])
    assert adviser_browser.get(review)["Location"] == address("review:round", newer)
    goes_along = adviser_browser.get(address("review:finding", newer, round_.draft.pk))
    assert DRAFT in goes_along.content.decode()


def test_an_account_that_is_deleted_leaves_the_name_in_what_was_done(round_: Round, practice, adviser):
    adviser_of(practice)
    name = str(adviser)
    judged(round_, adviser)
    delete_account(user=adviser)
    with scopes_disabled():
        event = SubmissionEvent.objects.get(submission=round_.submission, verb=Verb.CONCLUDE)
        kept = Submission.objects.get(pk=round_.submission.pk)
    assert (event.by, event.by_name) == (None, name)
    assert (kept.adviser, kept.adviser_name) == (None, JUDGEMENT["adviser_name"])


# The end of a dossier or a firm


def with_files(round_: Round) -> list[str]:
    """Both PDFs of a concluded round stand on disk."""
    with scopes_disabled():
        sealed, _made = SealedReport.objects.get_or_create(
            submission=round_.submission, defaults={"organisation": round_.submission.organisation}
        )
        frozen, _made = FrozenReport.objects.get_or_create(
            submission=round_.submission,
            defaults={"organisation": round_.submission.organisation, "content": "{}", "sha256": "0" * 64},
        )
        for row in (sealed, frozen):
            row.file.save("x.pdf", ContentFile(b"%PDF-"), save=False)
            row.state = ReportState.READY
        sealed.sha256 = "0" * 64
        sealed.save()
        frozen.save(update_fields=["file", "state"])
    names = [sealed.file.name, frozen.file.name]
    assert [name.split("/")[0] for name in names] == ["reviews", "versions"]
    assert all(map(default_storage.exists, names))
    return names


@pytest.fixture(autouse=True)
def _own_disk(settings, tmp_path) -> None:
    settings.MEDIA_ROOT = tmp_path


@pytest.mark.parametrize("end", ["firm", "dossier", "retention"])
def test_what_is_deleted_after_review_leaves_the_record_and_no_file(
    round_: Round, adviser, end, django_capture_on_commit_callbacks
) -> None:
    judged(round_, adviser)
    names, dossier = with_files(round_), round_.submission.dossier
    with django_capture_on_commit_callbacks(execute=True), scopes_disabled():
        if end == "firm":
            delete_organisation(organisation=dossier.organisation)
        elif end == "dossier":
            delete_with_files(rows=Dossier.objects.filter(pk=dossier.pk))
        else:
            old = timezone.now() - timedelta(days=9999)
            Dossier.objects.filter(pk=dossier.pk).update(state="archived", archived_at=old)
            assert forget_closed_dossiers(before=timezone.now(), dry_run=False) == 1
    assert not [name for name in names if default_storage.exists(name)]
    record = ReviewRecord.objects.get()
    assert record.submission_id == round_.submission.pk
    assert record.adviser_name == JUDGEMENT["adviser_name"]
    with scopes_disabled():
        assert not Submission.objects.filter(pk=round_.submission.pk).exists()
        assert not Version.objects.exists()


# The database


def refused(model, **values) -> None:
    """A change that goes past all code: written as SQL."""
    for field, value in values.items():
        sql = f"UPDATE {model._meta.db_table} SET {field} = %s"  # noqa: S608 (names of this file)
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql, [value])


def test_the_database_refuses_to_rewrite_a_review(round_: Round, adviser) -> None:
    with scope(organisation=round_.submission.organisation):
        FindingMessage.objects.create(
            organisation=round_.submission.organisation, finding=round_.shown, text="Gezegd", by_name="Ans"
        )
    judged(round_, adviser)
    with_files(round_)
    refused(
        Submission,
        state="submitted",
        outcome="suffices",
        advice="Anders",
        adviser_name="Een ander",
        certificate_number="X",
        number=9,
        note="Anders",
    )
    refused(SubmissionEvent, verb="return", note="Anders", by_name="Een ander", after="returned")
    refused(FindingMessage, text="Anders", by_name="Een ander")
    refused(FrozenReport, content="Anders", sha256="1" * 64)
    refused(Version, content="Anders", sha256="1" * 64, number=9)


def test_the_database_refuses_a_second_open_round_and_an_empty_return(round_: Round, practice) -> None:
    with pytest.raises(DatabaseError), transaction.atomic():
        submitted(round_.submission.dossier, practice)
    refused(Submission, state="returned")
    with scopes_disabled():
        assert Finding.objects.filter(shown_at__isnull=True).count() == 1
    share(round_.submission.dossier, practice)
