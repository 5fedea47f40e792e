"""Downloading a toetsverslag, and having one verified: who may, and what each file is told to be."""

from __future__ import annotations

from io import BytesIO
from uuid import uuid4

import pytest
from django.core.cache import cache
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from django.utils.html import escape
from pypdf import PdfReader, PdfWriter

from apps.organisations.models import Practice, Role
from apps.reports.models import ReportState, SealedReport
from apps.reports.seal.certificate import self_signed, signer
from apps.reports.seal.sealing import seal_pdf
from apps.reports.seal.verdict import TITLES, Verdict, VersionState, judge
from apps.reports.verify_forms import TOO_LARGE
from apps.review.models import ReviewRecord, Submission
from tests.factories import MembershipFactory
from tests.reports.seal.conftest import keep
from tests.reports.seal.small import small_pdf
from tests.review.conftest import adviser_of, browser_for, share

pytestmark = pytest.mark.django_db
GENUINE, CHANGED = Verdict.GENUINE, Verdict.CHANGED
NOT_OURS, UNKNOWN = Verdict.NOT_OURS, Verdict.UNKNOWN


def upload(content: bytes, name: str = "toetsverslag.pdf") -> BytesIO:
    file = BytesIO(content)
    file.name = name
    return file


def check(content: bytes) -> str:
    """The page about this file."""
    response = Client().post(reverse("reports:verify"), {"file": upload(content)})
    assert response.status_code == 200
    return response.content.decode()


def verdict(content: bytes) -> Verdict:
    """What the page says in its heading."""
    page = check(content)
    (said,) = [verdict for verdict, title in TITLES.items() if f">{escape(title)}</h2>" in page]
    return said


def address(submission: Submission) -> str:
    return reverse("reports:sealed", args=[submission.organisation_id, submission.dossier_id, submission.pk])


def member(submission: Submission, role: Role = Role.EMPLOYER) -> Client:
    return browser_for(MembershipFactory(organisation=submission.organisation, role=role).user)


# --- verifying ---


def test_a_genuine_file_is_told_of_which_review_it_is(known, reviewed):
    page = check(known)

    assert verdict(known) == GENUINE
    for fact in ("De Linde", "WB-7K2M-9QXD", "AO-12345", reviewed.version.sha256):
        assert fact in page


def test_a_changed_file_is_told_nothing_about_the_review(known):
    assert verdict(known + b"\n") == CHANGED
    assert "De Linde" not in check(known + b"\n")


def test_a_file_of_which_the_record_is_gone(known):
    ReviewRecord.objects.all().delete()

    assert verdict(known) == UNKNOWN


def test_the_report_outlives_the_dossier(known, reviewed):
    reviewed.dossier.delete()

    judged = judge(known)

    assert judged.version == VersionState.GONE
    assert verdict(known) == GENUINE


def test_a_seal_of_an_earlier_certificate_still_counts(known, settings, tmp_path):
    fingerprint = signer().signing_cert.sha256.hex(":").upper()
    newer = tmp_path / "newer.p12"
    newer.write_bytes(self_signed("Werkbalans (nieuw)"))
    settings.SEAL_FILE = str(newer)
    assert verdict(known) == NOT_OURS

    settings.SEAL_EARLIER = [fingerprint]

    assert verdict(known) == GENUINE


def with_password(pdf: bytes) -> bytes:
    writer = PdfWriter(clone_from=PdfReader(BytesIO(pdf)))
    writer.encrypt("geheim")
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


@pytest.mark.parametrize(
    "content",
    [
        b"geen pdf",
        b"%PDF-1.7\n%%EOF",
        b"%PDF-1.7\n" + b"\xff" * 5000,
        b"%PDF-1.7 /ByteRange [0 1 2 3] /Contents <00>",
        b"%PDF-1.7 /ByteRange [0 20 999999999 1] <3003020100>",
        b"%PDF-1.7 /ByteRange [0 39 49 9]       <3003020100>%%EOF",
        b"%PDF-1.7 " + b"/ByteRange [0 9 99 9] " * 5000,
    ],
)
def test_what_is_no_toetsverslag_gets_an_answer(content):
    assert verdict(content) == NOT_OURS


def test_a_pdf_without_a_seal_and_one_with_a_password():
    assert verdict(small_pdf()) == NOT_OURS
    assert verdict(with_password(small_pdf())) == NOT_OURS


def test_a_sealed_file_with_a_password_on_it(known):
    assert verdict(with_password(known)) == NOT_OURS


def test_something_else_that_we_signed_is_no_toetsverslag(reviewed):
    other = seal_pdf(small_pdf(), reference="een twee", version_sha256="x")

    assert verdict(other) == NOT_OURS


@pytest.mark.parametrize("sent", [{}, {"file": BytesIO(b"")}])
def test_nothing_chosen_or_an_empty_file(client, sent):
    response = client.post(reverse("reports:verify"), sent)

    assert response.status_code == 422
    assert 'aria-invalid="true"' in response.content.decode()


def test_a_file_that_is_too_large_gets_a_sentence(client, settings):
    settings.EVIDENCE_MAX_BYTES = 1_000_000

    response = client.post(reverse("reports:verify"), {"file": upload(b"%PDF-" + b"0" * 1_000_001)})

    assert response.status_code == 422
    assert escape(TOO_LARGE % {"limit": 1}) in response.content.decode()


def test_somebody_who_asks_very_often_waits(client, settings):
    cache.clear()
    settings.CHECKS_PER_ADDRESS = "1/h/ip"

    codes = [client.post(reverse("reports:verify"), {"file": upload(b"x")}).status_code for _ in range(2)]

    assert codes == [200, 429]
    assert client.get(reverse("reports:verify")).status_code == 200
    cache.clear()


def test_the_footer_leads_there(client):
    assert reverse("reports:verify") in client.get("/").content.decode()


def test_checking_keeps_nothing_and_costs_two_queries(client, known, django_assert_num_queries, tmp_path):
    with django_assert_num_queries(2):
        judge(known)

    client.post(reverse("reports:verify"), {"file": upload(known)})

    assert [path.name for path in tmp_path.rglob("*") if path.is_file() and path.suffix == ".pdf"] == [
        f"{SealedReport.objects.get().pk}.pdf"
    ]


# --- the command ---


def test_the_command_says_the_same(known, tmp_path, capsys):
    path = tmp_path / "verslag.pdf"
    path.write_bytes(known)

    call_command("verify_seal", str(path))

    said = capsys.readouterr().out
    assert "WB-7K2M-9QXD" in said
    assert "De Linde" in said
    for broken in (known + b"x", b"niets"):
        path.write_bytes(broken)
        with pytest.raises(CommandError) as error:
            call_command("verify_seal", str(path))
        assert error.value.returncode == 1
    with pytest.raises(CommandError):
        call_command("verify_seal", str(tmp_path / "nergens.pdf"))


# --- downloading ---


@pytest.mark.parametrize("role", [Role.EMPLOYER, Role.HR, Role.WORKS_COUNCIL])
def test_readers_of_the_firm_download_it(known, reviewed, role):
    response = member(reviewed, role).get(address(reviewed))

    assert b"".join(response.streaming_content) == known
    assert response["Content-Type"] == "application/pdf"
    assert "toetsverslag.pdf" in response["Content-Disposition"]


def test_a_contributor_may_not(known, reviewed):
    assert member(reviewed, Role.CONTRIBUTOR).get(address(reviewed)).status_code == 403


def test_the_practice_that_reviewed_may_and_another_one_with_a_share_may_not(known, reviewed):
    other = Practice.objects.create(name="Bureau Werkwijs")
    share(reviewed.dossier, other)

    response = browser_for(adviser_of(reviewed.practice)).get(address(reviewed))
    assert b"".join(response.streaming_content) == known
    assert browser_for(adviser_of(other)).get(address(reviewed)).status_code == 404
    assert browser_for(adviser_of(other)).post(address(reviewed)).status_code == 404


def test_strangers_and_visitors_see_nothing(known, reviewed, client):
    assert client.get(address(reviewed)).status_code in (302, 404)
    assert browser_for(MembershipFactory().user).get(address(reviewed)).status_code == 404


def test_a_round_that_does_not_exist(reviewed):
    url = reverse("reports:sealed", args=[reviewed.organisation_id, reviewed.dossier_id, uuid4()])

    assert member(reviewed).get(url).status_code == 404


def test_a_page_that_waits_looks_again_by_itself(reviewed):
    SealedReport.objects.update(state=ReportState.RUNNING)

    page = member(reviewed).get(address(reviewed)).content.decode()

    assert f'hx-get="{address(reviewed)}"' in page


def test_a_waiting_page_gets_the_link_when_it_is_ready(known, reviewed):
    page = member(reviewed).get(address(reviewed), headers={"HX-Request": "true"}).content.decode()

    assert "hx-get" not in page
    assert f'href="{address(reviewed)}"' in page


def test_a_failed_one_is_asked_for_again(reviewed):
    SealedReport.objects.update(state=ReportState.FAILED)
    browser = member(reviewed)
    assert "<button" in browser.get(address(reviewed)).content.decode()

    response = browser.post(address(reviewed))

    assert response.status_code == 302
    assert SealedReport.objects.get().state == ReportState.QUEUED


def test_a_file_that_is_lost_is_not_made_anew(known, reviewed):
    row = SealedReport.objects.get()
    row.file.storage.delete(row.file.name)
    browser = member(reviewed)

    assert browser.post(address(reviewed)).status_code == 302
    page = browser.get(address(reviewed)).content.decode()

    assert "hx-get" not in page
    assert "alert-danger" in page
    assert SealedReport.objects.get().state == ReportState.READY


def test_a_round_without_an_outcome_has_none(reviewed):
    first = Submission.objects.exclude(pk=reviewed.pk).get()
    browser = member(reviewed)

    assert browser.get(address(first)).status_code == 200
    assert browser.post(address(first)).status_code == 302
    assert not SealedReport.objects.filter(submission=first).exists()


def test_another_file_of_ours_is_not_the_original(known, reviewed):
    keep(reviewed, seal_pdf(small_pdf(), reference="WB-7K2M-9QXD", version_sha256=reviewed.version.sha256))

    assert verdict(known) == CHANGED
