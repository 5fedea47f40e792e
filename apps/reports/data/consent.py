"""What the works council or staff representation decided (WOR art. 27), and about which version."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from apps.reports.data.changed import Changed, changes_since
from apps.reports.data.material import Material
from apps.reports.data.parts import LONG, Mark, local_date
from apps.review.models import Consent, CouncilComment, Submission, SubmissionState

# So many of what changed are named; the chapter about the review says what exactly.
MOST_NAMED = 8


@dataclass(frozen=True, kw_only=True)
class Decision:
    """``changes``: how many things are not as they were in the version that was decided about.

    ``named`` are the first of them, ``others`` how many more there are.
    """

    outcome: Mark
    version: int
    on: date
    by: str
    reason: str
    changes: int
    named: tuple[str, ...]
    others: int

    @property
    def is_long(self) -> bool:
        """Too much text to keep together on one page."""
        return len(self.reason) > LONG


@dataclass(frozen=True, kw_only=True)
class Remark:
    """What the council said. ``about``: the risk or action; empty for the whole."""

    about: str
    text: str
    on: date


@dataclass(frozen=True, kw_only=True)
class ConsentPart:
    """``decision`` None: nothing was decided. ``no_consent_reason``: why it went to an adviser without."""

    decision: Decision | None
    remarks: tuple[Remark, ...]
    no_consent_reason: str


def consent_part(material: Material) -> ConsentPart:
    """The newest decision, the reason to submit without one, and every remark, oldest first."""
    standing = material.standing
    newest = next(iter(standing.consents), None)
    return ConsentPart(
        decision=_decision(material, newest) if newest else None,
        remarks=tuple(_remark(material, comment) for comment in standing.remarks),
        no_consent_reason=next((r.no_consent_reason for r in standing.rounds if _counts(r)), ""),
    )


def _counts(round_: Submission) -> bool:
    return round_.state != SubmissionState.WITHDRAWN


def _decision(material: Material, consent: Consent) -> Decision:
    changes = changes_since(material, consent.version_id)
    by = consent.by_name or (str(consent.by) if consent.by else _("someone without an account here"))
    return Decision(
        outcome=Mark(consent.decision, str(consent.get_decision_display())),
        version=consent.version.number,
        on=consent.decided_on,
        by=by,
        reason=consent.reason,
        changes=len(changes),
        named=tuple(_name(change) for change in changes[:MOST_NAMED]),
        others=max(len(changes) - MOST_NAMED, 0),
    )


def _name(change: Changed) -> str:
    about = f"{change.section}: {change.subject}" if change.subject else change.section
    return f"{about} ({change.kind.lower()})"


def _remark(material: Material, comment: CouncilComment) -> Remark:
    return Remark(about=_about(material, comment), text=comment.text, on=local_date(comment.at))


def _about(material: Material, comment: CouncilComment) -> str:
    """The title of what a remark is about, as it is called now."""
    if comment.factor_code:
        factor = material.content.factors.get(comment.factor_code)
        return f"{comment.factor_code} {factor.text.problem}" if factor else comment.factor_code
    if comment.action_id is None:
        return ""
    titles = {line.action.pk: line.action.title for line in material.plan.lines}
    return titles.get(comment.action_id) or _("an action that is not in the plan any more")
