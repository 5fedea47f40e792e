"""The inspection file: what is in it, who gets it, and that nobody can change it unseen."""

from __future__ import annotations

import hashlib
import io
import json
import subprocess
import zipfile
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.core.files.base import ContentFile
from django.core.management import call_command
from django.urls import reverse
from django_scopes import scope

from apps.organisations.models import Practice, Role
from apps.reports.hashing import content_hash
from apps.reports.inspection import ALWAYS, MANIFEST, SUMS
from apps.reports.inspection.building import write_inspection_file
from apps.reports.inspection.checking import check_file
from apps.reports.inspection.gathering import gather
from apps.reports.inspection.packing import evidence_name
from apps.reports.models import ReportState, StoredReport
from apps.reports.queries import build_report
from apps.review.models import Submission, Version
from apps.rie.models import Evidence
from tests.factories import MembershipFactory, OrganisationFactory
from tests.reports.conftest import Sample
from tests.reports.sample import TODAY, answer
from tests.review.conftest import browser_for
from tests.review.rounds import submitted

NASTY = ("../../etc/passwd", "C:\\x\\..\\rooster.PDF", "=cmd().xlsx", "naam.tar.gz<script>", "...", "é ü.txt")


@pytest.fixture
def round_(small: Sample) -> Submission:
    return submitted(small.dossier, Practice.objects.create(name="Arbodienst De Brug"))


def add_evidence(sample: Sample, number: int, name: str = "rooster.txt") -> None:
    for _number in range(number):
        Evidence.objects.create(
            organisation=sample.dossier.organisation,
            dossier=sample.dossier,
            factor_code="W24",
            file=ContentFile(b"tekst", name="bewijs.txt"),
            name=name,
            content_type="text/plain",
            size=5,
            sha256=hashlib.sha256(b"tekst").hexdigest(),
        )


def ready_report(sample: Sample) -> StoredReport:
    sample.dossier.refresh_from_db()
    return StoredReport.objects.create(
        organisation=sample.dossier.organisation,
        dossier=sample.dossier,
        kind="full",
        state=ReportState.READY,
        content_hash=content_hash(build_report(dossier=sample.dossier, kind="full")),
        file=ContentFile(b"%PDF-1.7", name="rapport.pdf"),
    )


def packed(sample: Sample, *, with_files: bool = True) -> bytes:
    report = StoredReport.objects.first() or ready_report(sample)
    target = io.BytesIO()
    with time_machine.travel(TODAY, tick=False):
        write_inspection_file(target, gathered=gather(sample.dossier), report=report, with_files=with_files)
    report.file.close()
    return target.getvalue()


def page_of(sample: Sample) -> str:
    return reverse("reports:inspection", args=[sample.dossier.organisation_id, sample.dossier.pk])


def browser_as(sample: Sample, role: Role = Role.EMPLOYER) -> Any:
    return browser_for(MembershipFactory(organisation=sample.dossier.organisation, role=role).user)


def written(path: Path, members: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return path


def members_of(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def wrong(path: Path) -> list[str]:
    return [result.name for result in check_file(path) if not result.is_right]


def test_it_holds_everything_with_a_sum_that_coreutils_understands(
    small: Sample, round_: Submission, tmp_path: Path
) -> None:
    add_evidence(small, 2)
    content = packed(small)
    members = members_of(content)
    assert set(ALWAYS) < set(members)
    version = Version.objects.get()
    assert members["7-versies/versie-1.json"] == version.content.encode()
    assert json.loads(members[MANIFEST])["versions"][0]["sha256"] == version.sha256
    assert members["6-bewijsstukken/002-rooster.txt"] == b"tekst"
    folder = tmp_path / "unpacked"
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        archive.extractall(folder)
    assert subprocess.run(["sha256sum", "-c", "--strict", "--quiet", SUMS], cwd=folder).returncode == 0


def test_the_same_content_is_the_same_file(small: Sample, round_: Submission) -> None:
    add_evidence(small, 1)
    assert packed(small) == packed(small)


def test_a_whole_file_passes_and_the_command_says_so(
    small: Sample, round_: Submission, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "inspectie.zip"
    path.write_bytes(packed(small))
    call_command("check_inspection_file", str(path))
    assert "whole and unchanged" in capsys.readouterr().out


@pytest.mark.tamper
def test_one_byte_changed_in_any_file_is_noticed(small: Sample, round_: Submission, tmp_path: Path) -> None:
    add_evidence(small, 1)
    members = members_of(packed(small))
    path = tmp_path / "inspectie.zip"
    assert wrong(written(path, members)) == []
    for name, content in members.items():
        for place in {0, len(content) // 2, len(content) - 1}:
            changed = content[:place] + bytes([content[place] ^ 1]) + content[place + 1 :]
            assert wrong(written(path, {**members, name: changed})), f"{name}, byte {place}"


@pytest.mark.tamper
def test_a_file_that_is_gone_or_added_is_noticed(small: Sample, round_: Submission, tmp_path: Path) -> None:
    members = members_of(packed(small))
    path = tmp_path / "inspectie.zip"
    for name in members:
        assert wrong(written(path, {key: value for key, value in members.items() if key != name})), name
    assert wrong(written(path, {**members, "extra.txt": b"x"})) != []
    assert wrong(written(path, {**members, "../out.txt": b"x"})) != []


@pytest.mark.tamper
def test_another_version_with_new_sums_is_noticed(small: Sample, round_: Submission, tmp_path: Path) -> None:
    members = members_of(packed(small))
    name = "7-versies/versie-1.json"
    old, members[name] = hashlib.sha256(members[name]).hexdigest(), members[name] + b" "
    new = hashlib.sha256(members[name]).hexdigest()
    members[SUMS] = members[SUMS].replace(old.encode(), new.encode())
    assert wrong(written(tmp_path / "inspectie.zip", members)) == [name]


@pytest.mark.parametrize("content", [b"", b"no zip", b"PK\x03\x04broken"])
def test_what_is_no_such_file_fails_with_exit_code_1(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "x.zip"
    path.write_bytes(content)
    with pytest.raises(SystemExit) as ended:
        call_command("check_inspection_file", str(path))
    assert ended.value.code == 1


@pytest.mark.parametrize("name", NASTY)
def test_names_that_people_typed_are_safe_inside_the_file(small: Sample, name: str, tmp_path: Path) -> None:
    inside = evidence_name(1, name)
    assert inside.startswith("6-bewijsstukken/001-")
    assert ".." not in inside
    assert "\\" not in inside
    assert inside.isascii()
    add_evidence(small, 2, name)
    path = tmp_path / "inspectie.zip"
    path.write_bytes(packed(small))
    assert wrong(path) == []


def test_a_formula_in_a_name_does_not_run_in_a_spreadsheet(small: Sample) -> None:
    add_evidence(small, 1, "=cmd().xlsx")
    assert b"'=cmd()" in members_of(packed(small))["6-bewijsstukken.csv"]


def test_a_file_that_the_storage_lost_is_said_in_the_readme(small: Sample) -> None:
    add_evidence(small, 1, "verdwenen.txt")
    row = Evidence.objects.get()
    row.file.storage.delete(row.file.name)
    members = members_of(packed(small))
    assert "verdwenen.txt" in members["README.txt"].decode()
    assert not any(name.startswith("6-bewijsstukken/") for name in members)


def test_the_files_of_the_evidence_go_along_only_when_asked(small: Sample) -> None:
    add_evidence(small, 1)
    assert "6-bewijsstukken/001-rooster.txt" not in members_of(packed(small, with_files=False))


def test_too_much_evidence_gives_the_list_only_and_the_page_says_so(small: Sample) -> None:
    add_evidence(small, 1)
    Evidence.objects.update(size=300_000_000)
    assert "6-bewijsstukken/001-rooster.txt" not in members_of(packed(small))
    page = browser_as(small).get(page_of(small)).content.decode()
    assert "300" in page
    assert 'name="files"' not in page


def test_asking_gives_the_file_when_the_report_is_of_now(small: Sample, round_: Submission) -> None:
    ready_report(small)
    given = browser_as(small).post(page_of(small))
    assert given.headers["Content-Type"] == "application/zip"
    content = b"".join(given.streaming_content)
    given.close()
    assert "1-rapport.pdf" in members_of(content)


def test_after_a_change_a_new_report_is_made_first(small: Sample, jobs: list[str]) -> None:
    ready_report(small)
    answer(small.dossier, "W24", small.user, root_cause="Nu iets anders.")
    given = browser_as(small).post(page_of(small))
    assert given.status_code == 302
    assert StoredReport.objects.filter(state=ReportState.QUEUED).count() == 1


def test_a_report_that_the_storage_lost_is_made_again(small: Sample, jobs: list[str]) -> None:
    report = ready_report(small)
    report.file.storage.delete(report.file.name)
    assert browser_as(small).post(page_of(small)).status_code == 302
    assert StoredReport.objects.get().state == ReportState.QUEUED


@pytest.mark.parametrize(
    ("role", "status"),
    [(Role.EMPLOYER, 200), (Role.HR, 200), (Role.WORKS_COUNCIL, 403), (Role.CONTRIBUTOR, 403)],
)
def test_who_runs_the_firm_gets_it(small: Sample, role: Role, status: int) -> None:
    assert browser_as(small, role).get(page_of(small)).status_code == status


def test_another_firm_and_nobody_do_not(small: Sample, client: Any) -> None:
    stranger = MembershipFactory(organisation=OrganisationFactory()).user
    assert browser_for(stranger).get(page_of(small)).status_code == 404
    assert client.get(page_of(small)).status_code == 302


def test_the_page_costs_the_same_with_1_3_and_30_files(small: Sample, queries: Any) -> None:
    browser, counts, done = browser_as(small), [], 0
    browser.get(page_of(small))
    for number in (1, 3, 30):
        with scope(organisation=small.dossier.organisation):
            add_evidence(small, number - done)
        done = number
        with queries() as captured:
            assert browser.get(page_of(small)).status_code == 200
        counts.append(len(captured))
    assert len(set(counts)) == 1
    assert counts[0] <= 12
