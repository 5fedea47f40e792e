"""The readable parts of the inspection file, in the active language. Reads nothing."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from apps.reports import inspection as makeup
from apps.reports.exports.csv import harmless
from apps.reports.inspection.gathering import Gathered, Spoken
from apps.review.consents import works_with_council
from apps.review.reading import hearing_in_words
from apps.review.turn_words import turn_in_words
from apps.rie.content.tree import InstrumentContent
from apps.rie.domain.dossier import consultation_of, consultation_values

DAY, MOMENT = "j F Y", "j F Y H:i"


@dataclass(frozen=True)
class Titles:
    """What risks and actions are called."""

    content: InstrumentContent
    actions: Mapping[str, str] = field(default_factory=dict)

    def about(self, factor_code: str, action_id: object) -> str:
        """A risk, an action, or the whole; a thing that is gone keeps its code or number."""
        if factor_code:
            factor = self.content.factors.get(factor_code)
            return f"{factor_code} {factor.text.problem}" if factor else factor_code
        if action_id:
            return self.actions.get(str(action_id)) or _("an action that is not in the plan any more")
        return _("the whole RI&E")


def titles_in(content: InstrumentContent, spoken: Spoken) -> Titles:
    return Titles(content, {str(action.pk): action.title for action in spoken.titles})


def consent_text(gathered: Gathered, spoken: Spoken, titles: Titles) -> str:
    """Every decision and remark, and how employees were heard. At most one query."""
    dossier = gathered.dossier
    blocks = [_("CONSENT OF EMPLOYEES"), _who_consents(gathered)]
    blocks += [_decision(consent) for consent in reversed(gathered.consents)]
    if spoken.remarks:
        blocks.append(_("REMARKS OF THE WORKS COUNCIL"))
    for remark in spoken.remarks:
        about = titles.about(remark.factor_code, remark.action_id)
        blocks.append(f"{_moment(remark.at)} · {about}\n{remark.text}")
    hearing = hearing_in_words(consultation_values(consultation_of(dossier)))
    blocks.append(_("HOW EMPLOYEES WERE HEARD"))
    blocks.append(_lines((label, _or_not(value)) for label, value in hearing))
    return _text(blocks)


def _who_consents(gathered: Gathered) -> str:
    if not works_with_council(gathered.dossier.organisation):
        return _("The firm has no OR or PVT. It discusses the RI&E with the employees themselves.")
    if not gathered.consents:
        return _("Nothing was decided yet about a version of this RI&E.")
    return _("These decisions were made, the oldest first.")


def _decision(consent: object) -> str:
    by = consent.by_name or (str(consent.by) if consent.by else _("someone without an account here"))
    return _lines(
        (
            (_("Decision"), consent.get_decision_display()),
            (_("Version"), f"{consent.version.number} (sha256 {consent.version.sha256})"),
            (_("Decided on"), date_format(consent.decided_on, DAY)),
            (_("Recorded by"), by),
            (_("Reason or condition"), _or_not(consent.reason)),
        )
    )


def information_text(gathered: Gathered) -> str:
    """What employees were told, the newest first."""
    blocks = [_("INFORMATION TO EMPLOYEES")]
    if not gathered.information:
        blocks.append(_("The firm has not recorded yet that employees were told."))
    for row in gathered.information:
        told = [action.title for action in row.actions.all()]
        about = _("The whole plan") if row.is_whole_plan else "; ".join(told)
        blocks.append(
            _lines(
                (
                    (_("When"), date_format(row.held_on, DAY)),
                    (_("How, and to whom"), row.how),
                    (_("What about"), _or_not(about)),
                )
            )
        )
    return _text(blocks)


def evidence_table(gathered: Gathered, titles: Titles, places: Mapping[object, str]) -> bytes:
    """The list of evidence. ``places``: id → where the file itself stands; one that is not here has none."""
    head = (_("Name"), _("Bytes"), "SHA-256", _("About"), _("Added on"), _("File"))
    rows = (
        (
            row.name,
            str(row.size),
            row.sha256,
            titles.about(row.factor_code, row.action_id),
            date_format(timezone.localtime(row.added_at), "Y-m-d"),
            places.get(row.pk, _("not in this file")),
        )
        for row in gathered.evidence
    )
    return _table(head, rows)


def log_table(spoken: Spoken) -> bytes:
    """Every turn of the review, the oldest first."""
    head = (
        _("When"),
        _("Round"),
        _("What"),
        _("From state"),
        _("To state"),
        _("Who"),
        _("Practice"),
        _("Note"),
    )
    rows = (
        (
            timezone.localtime(event.at).isoformat(timespec="seconds"),
            str(event.submission.number),
            turn_in_words(event),
            str(event.get_before_display()) if event.before else "",
            str(event.get_after_display()),
            event.by_name,
            event.practice,
            event.note,
        )
        for event in spoken.events
    )
    return _table(head, rows)


def readme_text(gathered: Gathered, members: Iterable[str], missing: Iterable[str]) -> str:
    """What is what, what is not here and why, and how to check that nothing was changed."""
    dossier, missing = gathered.dossier, tuple(missing)
    title = _("INSPECTION FILE · RI&E %(year)s of %(firm)s") % {
        "year": dossier.year,
        "firm": dossier.organisation.name,
    }
    blocks = [
        title,
        _("Made with Werkbalans on %(day)s.") % {"day": date_format(timezone.localdate(), DAY)},
        _("WHAT IS IN IT"),
        _lines((name, what) for name, what in _explained(members)),
    ]
    if missing:
        blocks += [_("WHAT IS NOT IN IT"), "\n".join(f"- {line}" for line in missing)]
    blocks += [
        _("HOW TO CHECK IT"),
        _("Unpack the file and run in that folder: sha256sum -c %(sums)s") % {"sums": makeup.SUMS},
        _(
            "This shows whether a file was changed after it was made. The hash of a version also stands in "
            "the sealed review report, so nobody can change both without breaking that seal."
        ),
        _("A review is advice, not an approval. The employer stays responsible for the RI&E and the plan."),
    ]
    return _text(blocks)


def _explained(members: Iterable[str]) -> Iterable[tuple[str, str]]:
    words = {
        makeup.REPORT: _("the RI&E and the plan of action as they are now"),
        makeup.PLAN: _("the plan of action with the status of each action"),
        "3-": _("the sealed report of a review that was concluded"),
        makeup.CONSENT: _("what the works council decided and remarked, and how employees were heard"),
        makeup.INFORMATION: _("what employees were told, when and how"),
        makeup.EVIDENCE: _("the list of evidence, with the SHA-256 of each file"),
        makeup.EVIDENCE_FOLDER: _("a file of the evidence"),
        "7-": _("a version that was submitted, exactly as it was frozen"),
        makeup.LOG: _("every turn of the review: who, when, what"),
        makeup.MANIFEST: _("what belongs in this file, for programs"),
        makeup.SUMS: _("the SHA-256 of every file"),
    }
    for name in members:
        folder = name.split("/")[0] if "/" in name else name
        found = words.get(name) or words.get(folder) or words.get(name[:2], "")
        yield name, found


def _table(head: Iterable[str], rows: Iterable[Iterable[str]]) -> bytes:
    """As Dutch Excel opens it, with nothing in it that runs."""
    target = io.StringIO()
    writer = csv.writer(target, delimiter=";", lineterminator="\r\n")
    writer.writerow(head)
    for row in rows:
        writer.writerow([harmless(cell) for cell in row])
    return target.getvalue().encode("utf-8-sig")


def _lines(pairs: Iterable[tuple[str, object]]) -> str:
    return "\n".join(f"{label}: {value}" for label, value in pairs)


def _or_not(value: object) -> object:
    if value is None or value == "":
        return _("not filled in")
    return value


def _moment(moment: datetime) -> str:
    return date_format(timezone.localtime(moment), MOMENT)


def _text(blocks: Iterable[str]) -> str:
    return "\n\n".join(blocks) + "\n"
