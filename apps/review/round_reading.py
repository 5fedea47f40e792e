"""What the adviser's reading page shows of a frozen version. Pure: everything is passed in, nothing is read.

The dossier as it is now plays no part: the firm goes on working while the adviser reads what was submitted.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from apps.actions.models import Action
from apps.actions.words import STEP_LABELS
from apps.review.differences import Difference, Section
from apps.review.differences.words import ModelWords
from apps.review.models import AcceptedRisk, CouncilComment, Finding
from apps.review.reading import ReadAction, ReadRisk, ReadVersion
from apps.rie.content.tree import InstrumentContent
from apps.rie.evaluation import Priority, Verdict
from apps.rie.models import Answer
from apps.rie.models.answer import VerdictChoice

WHOLE = "whole"
_RISK_FACTS = (
    "frequency",
    "reach",
    "severity",
    "happened",
    "special_groups",
    "departments",
    "measures_in_place",
    "in_place",
    "note",
)
_ACTION_FACTS = ("start_on", "evaluate_on", "residual_priority", "budget", "steps", "depends_on", "result")
_ABOUT_A_RISK = (Section.RISKS, Section.PLAN, Section.SETTLED, Section.LOOKING_BACK, Section.EVIDENCE)
Facts = tuple[tuple[str, str], ...]


class Show(TextChoices):
    """The filter, as it stands in the address (``?toon=``)."""

    ALL = "alles", _("All risks")
    CHANGED = "gewijzigd", _("Changed")
    NO_FINDING = "zonder-bevinding", _("Without a finding")
    HIGH = "hoog", _("High")


@dataclass(frozen=True)
class Notes:
    """What people said, by subject: ``r-CODE``, ``a-ID`` or ``whole``."""

    findings: Mapping[str, list[Finding]]
    remarks: Mapping[str, list[CouncilComment]]

    @classmethod
    def of(cls, findings: Iterable[Finding], remarks: Iterable[CouncilComment]) -> Notes:
        return cls(_by_subject(findings), _by_subject(remarks))

    @property
    def all_findings(self) -> Iterable[Finding]:
        return (finding for found in self.findings.values() for finding in found)

    def findings_on(self, subject: str) -> tuple[Finding, ...]:
        return tuple(self.findings.get(subject, ()))

    def remarks_on(self, subject: str) -> tuple[CouncilComment, ...]:
        return tuple(self.remarks.get(subject, ()))


@dataclass(frozen=True)
class RoundAction:
    """An action as it was submitted. ``anchor``: empty where it stands a second time on the page."""

    read: ReadAction
    step: str
    facts: Facts
    findings: tuple[Finding, ...]
    remarks: tuple[CouncilComment, ...]
    anchor: str


@dataclass(frozen=True)
class RoundRisk:
    """A risk as it was submitted. ``computed``: the class of the method where a person chose another.

    ``accepted``: the adviser has nothing to add, in this round or in an earlier one since when nothing about
    the risk changed. ``is_read``: accepted, or with a finding of this round.
    """

    read: ReadRisk
    verdict: str
    part: str
    computed: Priority | None
    facts: Facts
    actions: tuple[RoundAction, ...]
    changes: tuple[Difference, ...]
    findings: tuple[Finding, ...]
    remarks: tuple[CouncilComment, ...]
    accepted: AcceptedRisk | None
    is_read: bool

    @property
    def has_finding(self) -> bool:
        """Whether there is a finding about the risk itself or about an action against it."""
        return bool(self.findings or any(action.findings for action in self.actions))

    def is_in(self, show: Show) -> bool:
        """Whether this filter shows it."""
        return {
            Show.ALL: True,
            Show.CHANGED: bool(self.changes),
            Show.NO_FINDING: not self.has_finding,
            Show.HIGH: self.read.priority is Priority.HIGH,
        }[show]


@dataclass(frozen=True)
class PartLine:
    """A statement that is no risk. ``reason``: why it does not apply, is not asked, or what was noted."""

    code: str
    statement: str
    reason: str
    findings: tuple[Finding, ...]
    remarks: tuple[CouncilComment, ...]

    @property
    def subject(self) -> str:
        return f"r-{self.code}"


@dataclass(frozen=True)
class Part:
    """The other answers of one subtheme, by what was answered."""

    key: str
    title: str
    not_applicable: tuple[PartLine, ...]
    in_order: tuple[PartLine, ...]
    open: tuple[PartLine, ...]
    not_asked: tuple[PartLine, ...]


@dataclass(frozen=True)
class RoundReading:
    """The page below its head. ``loose``: actions that stand at no risk of this version."""

    risks: tuple[RoundRisk, ...]
    loose: tuple[RoundAction, ...]
    parts: tuple[Part, ...]

    @cached_property
    def read(self) -> int:
        return sum(risk.is_read for risk in self.risks)

    def shown(self, show: Show) -> tuple[RoundRisk, ...]:
        return tuple(risk for risk in self.risks if risk.is_in(show))

    def count(self, show: Show) -> int:
        return len(self.shown(show))


@dataclass
class Composer:
    """Lays a version, what changed in it and what was said about it side by side.

    ``before``: the version that was read before; empty for none. ``accepted``: code of a risk → that it was
    accepted and still is. ``round_id``: the round that is read.
    """

    frozen: Mapping[str, Any]
    before: Mapping[str, Any]
    reading: ReadVersion
    content: InstrumentContent
    changes: Iterable[Difference]
    notes: Notes
    accepted: Mapping[str, AcceptedRisk]
    round_id: Any

    def __post_init__(self) -> None:
        self.titles = {key: action["title"] for key, action in self.frozen["actions"].items()}
        self.placed: set[str] = set()
        self.changed: dict[str, list[Difference]] = defaultdict(list)
        for change in self.changes:
            if change.section in _ABOUT_A_RISK:
                self.changed[change.key].append(change)

    def compose(self) -> RoundReading:
        risks = tuple(self._risk(risk) for risk in self.reading.risks)
        loose = tuple(self._action(a) for a in self.reading.actions if a.id not in self.placed)
        parts = (self._part(subtheme) for subtheme in self.content.subthemes.values())
        return RoundReading(risks, loose, tuple(part for part in parts if part is not None))

    def _risk(self, risk: ReadRisk) -> RoundRisk:
        given = self.frozen["factors"][risk.code]
        actions = tuple(self._action(action) for action in risk.actions)
        findings = self.notes.findings_on(risk.subject)
        accepted = self.accepted.get(risk.code)
        now = [*findings, *(finding for action in actions for finding in action.findings)]
        factor = self.content.factors[risk.code]
        return RoundRisk(
            read=risk,
            verdict=str(VerdictChoice(given["verdict"]).label),
            part=self.content.subthemes[factor.spec.subtheme].title,
            computed=Priority.from_key(given["computed"]) if given["chosen"] and given["computed"] else None,
            facts=self._facts(Answer, _RISK_FACTS, given, risk.code),
            actions=actions,
            changes=self._changes_of(risk),
            findings=findings,
            remarks=self.notes.remarks_on(risk.subject),
            accepted=accepted,
            is_read=accepted is not None or any(found.submission_id == self.round_id for found in now),
        )

    def _changes_of(self, risk: ReadRisk) -> tuple[Difference, ...]:
        """About the risk itself, the actions against it, and actions that no longer are."""
        before = self.before.get("actions", {}).items()
        once = (key for key, action in before if risk.code in action["factors"])
        about = dict.fromkeys([risk.code, *(action.id for action in risk.actions), *once])
        return tuple(change for key in about for change in self.changed.get(key, ()))

    def _action(self, action: ReadAction) -> RoundAction:
        frozen = self.frozen["actions"][action.id]
        measure = self.content.measures.get(frozen["measure"])
        anchor = "" if action.id in self.placed else action.subject
        self.placed.add(action.id)
        return RoundAction(
            read=action,
            step=str(STEP_LABELS[measure.spec.step]) if measure else "",
            facts=self._facts(Action, _ACTION_FACTS, frozen),
            findings=self.notes.findings_on(action.subject),
            remarks=self.notes.remarks_on(action.subject),
            anchor=anchor,
        )

    def _facts(self, model: Any, names: Iterable[str], values: Mapping[str, Any], code: str = "") -> Facts:
        words = ModelWords(model, self.content, self.titles, factor=code)
        return tuple(
            (words.label(name), words.say(name, values[name]))
            for name in names
            if values[name] not in (None, "", [])
        )

    def _part(self, subtheme: Any) -> Part | None:
        lines: dict[str, list[PartLine]] = defaultdict(list)
        for factor in subtheme.factors:
            place, reason = self._place(factor.code)
            if place:
                lines[place].append(self._line(factor, reason))
        if not lines:
            return None
        names = ("not_applicable", "in_order", "open", "not_asked")
        return Part(subtheme.key, subtheme.title, **{name: tuple(lines[name]) for name in names})

    def _place(self, code: str) -> tuple[str, str]:
        """Under which heading a statement stands, and what is said with it; nothing for a risk."""
        if code in self.frozen["off"]:
            return "not_asked", self.frozen["off"][code]
        given = self.frozen["factors"].get(code) or {"verdict": "", "reason": "", "note": ""}
        if given["verdict"] == Verdict.NOT_APPLICABLE:
            return "not_applicable", given["reason"]
        if given["verdict"] == Verdict.IN_ORDER:
            return "in_order", given["note"]
        return ("open", given["note"]) if given["verdict"] in ("", Verdict.TO_DISCUSS) else ("", "")

    def _line(self, factor: Any, reason: str) -> PartLine:
        subject = f"r-{factor.code}"
        findings, remarks = self.notes.findings_on(subject), self.notes.remarks_on(subject)
        return PartLine(factor.code, factor.text.statement, reason, findings, remarks)


def still_accepted(
    rows: Iterable[AcceptedRisk], round_id: Any, is_same: Callable[[AcceptedRisk], bool]
) -> dict[str, AcceptedRisk]:
    """Code of a risk → that it was accepted: in this round, or in the newest earlier one that still holds.

    Args:
        rows: of all rounds of the dossier, the newest round first.
        is_same: whether the risk is now what it was in the round of the row.
    """
    found: dict[str, AcceptedRisk] = {}
    for row in rows:
        if row.factor_code not in found and (row.submission_id == round_id or is_same(row)):
            found[row.factor_code] = row
    return found


def _by_subject(rows: Iterable[Any]) -> dict[str, list[Any]]:
    found: dict[str, list[Any]] = defaultdict(list)
    for row in rows:
        about = f"a-{row.action_id}" if row.action_id else WHOLE
        found[f"r-{row.factor_code}" if row.factor_code else about].append(row)
    return found
