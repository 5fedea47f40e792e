"""Putting the inspection file together from what was gathered. What the storage lost is said, not hidden."""

from __future__ import annotations

import io
from typing import IO, Any
from uuid import UUID

from django.utils import timezone, translation
from django.utils.translation import gettext as _

from apps.actions.filters import PlanFilter
from apps.organisations.queries import active_departments, members
from apps.reports import inspection as makeup
from apps.reports.exports import xlsx
from apps.reports.exports.columns import COLUMNS
from apps.reports.exports.material import read_plan
from apps.reports.inspection.gathering import Gathered, what_was_said
from apps.reports.inspection.packing import Packer, evidence_name
from apps.reports.inspection.texts import (
    consent_text,
    evidence_table,
    information_text,
    log_table,
    readme_text,
    titles_in,
)
from apps.reports.models import StoredReport
from apps.reports.queries import LANGUAGE
from apps.review.models import Version
from apps.rie.domain.instrument import instrument_content
from apps.rie.models import Dossier
from apps.rie.queries import assessment_of


class ReportLostError(Exception):
    """The storage does not have the report (any more); it has to be made again."""


def write_inspection_file(
    target: IO[bytes], *, gathered: Gathered, report: StoredReport, with_files: bool
) -> None:
    """Write the whole ZIP. About twenty-five queries, whatever is in it; one file at a time in memory.

    Args:
        report: the ready report of the dossier as it is now.
        with_files: also the files of the evidence; ignored when these are too large together.

    Raises:
        ReportLostError: the file of the report is gone. Nothing useful was written.
    """
    with translation.override(LANGUAGE), Packer(target) as packer:
        _Building(packer, gathered, with_files=with_files and gathered.fits).run(report)


class _Building:
    """One inspection file in the making. ``missing``: in words, what could not go in."""

    def __init__(self, packer: Packer, gathered: Gathered, *, with_files: bool) -> None:
        self.packer, self.gathered, self.with_files = packer, gathered, with_files
        self.missing: list[str] = []
        self.versions: list[dict[str, Any]] = []
        self.sealed: list[dict[str, Any]] = []

    def run(self, report: StoredReport) -> None:
        packer, gathered = self.packer, self.gathered
        spoken = what_was_said(gathered.dossier)
        titles = titles_in(instrument_content(gathered.dossier.instrument_id), spoken)
        if packer.add_stored(makeup.REPORT, report.file) is None:
            raise ReportLostError
        packer.add(makeup.PLAN, _workbook(gathered.dossier))
        self._add_sealed()
        packer.add(makeup.CONSENT, consent_text(gathered, spoken, titles).encode())
        packer.add(makeup.INFORMATION, information_text(gathered).encode())
        places = self._add_evidence()
        packer.add(makeup.EVIDENCE, evidence_table(gathered, titles, places))
        self._add_versions()
        packer.add(makeup.LOG, log_table(spoken))
        self._say_what_is_not_there_yet()
        members = [*packer.sums, makeup.MANIFEST, makeup.SUMS]
        packer.add(makeup.README, readme_text(gathered, members, self.missing).encode())
        packer.finish(self._manifest())

    def _add_sealed(self) -> None:
        for row in self.gathered.sealed:
            name = makeup.REVIEW.format(number=row.submission.number)
            if self.packer.add_stored(name, row.file) is None:
                self._miss(_("%(name)s: the file is not in our storage any more."), name)
                continue
            self.sealed.append({"path": name, "round": row.submission.number, "sha256": row.sha256})

    def _add_evidence(self) -> dict[UUID, str]:
        """Where each file of the evidence stands."""
        places: dict[UUID, str] = {}
        if not self.with_files:
            return places
        for number, row in enumerate(self.gathered.evidence, start=1):
            name = evidence_name(number, row.name)
            sha256 = self.packer.add_stored(name, row.file)
            if sha256 is None:
                self._miss(_("%(name)s: the file is not in our storage any more."), row.name)
                continue
            places[row.pk] = name
            if sha256 != row.sha256:
                self._miss(_("%(name)s: this file is not what was added; its SHA-256 is another one."), name)
        return places

    def _add_versions(self) -> None:
        """Every version that was submitted, once, exactly as it was frozen. One at a time in memory."""
        numbers = {round_.version_id: round_.version.number for round_ in self.gathered.rounds}
        rows = Version.objects.filter(pk__in=numbers).order_by("number")
        for version in rows.iterator(chunk_size=1):
            name = makeup.VERSION.format(number=version.number)
            self.packer.add(name, version.content.encode())
            self.versions.append({"path": name, "number": version.number, "sha256": version.sha256})

    def _say_what_is_not_there_yet(self) -> None:
        gathered = self.gathered
        for round_ in gathered.unsealed:
            self._miss(_("%(name)s: the report of this review is not ready yet."), f"ronde {round_.number}")
        if not gathered.rounds:
            self.missing.append(_("The RI&E was not submitted yet: there is no version and no review."))
        elif not gathered.concluded:
            self.missing.append(_("No review was concluded yet: there is no report of one."))
        if gathered.evidence and not self.with_files:
            self.missing.append(_("The files of the evidence: only the list is in here."))

    def _miss(self, sentence: str, name: str) -> None:
        self.missing.append(sentence % {"name": name})

    def _manifest(self) -> dict[str, Any]:
        dossier = self.gathered.dossier
        return {
            "format": makeup.FORMAT,
            "firm": dossier.organisation.name,
            "dossier": str(dossier.pk),
            "year": dossier.year,
            "made_on": timezone.localdate().isoformat(),
            "files": sorted([*self.packer.sums, makeup.MANIFEST]),
            "versions": self.versions,
            "reviews": self.sealed,
            "missing": self.missing,
        }


def _workbook(dossier: Dossier) -> bytes:
    """The whole plan, all columns."""
    target = io.BytesIO()
    exported = read_plan(
        organisation=dossier.organisation,
        dossier=dossier,
        assessment=assessment_of(dossier),
        asked=PlanFilter(),
        columns=COLUMNS,
        members=list(members(dossier.organisation)),
        departments=list(active_departments(dossier.organisation)),
        today=timezone.localdate(),
    )
    xlsx.write_workbook(exported, target)
    return target.getvalue()
