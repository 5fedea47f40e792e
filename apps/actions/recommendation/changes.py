"""What the wishes of the user changed in a proposal, and why, in words."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from apps.actions.recommendation import cost
from apps.actions.recommendation.model import Candidate, Proposal, Steering
from apps.rie.content.schema import Size


@dataclass(frozen=True, kw_only=True)
class Change:
    """A measure that came in or went out, with the reason in one or more sentences."""

    code: str
    title: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class Changes:
    """The difference between two proposals. Both lists are in the order of their proposal."""

    came_in: tuple[Change, ...]
    went_out: tuple[Change, ...]
    summary: str


def compare(
    *, plain: Proposal, steered: Proposal, candidates: Iterable[Candidate], steering: Steering
) -> Changes:
    """What ``steering`` made of the proposal without wishes (``plain``); both answer the same question."""
    catalogue = {candidate.code: candidate for candidate in candidates}
    before = {measure.code for measure in plain.measures}
    after = {measure.code for measure in steered.measures}
    came_in = [catalogue[measure.code] for measure in steered.measures if measure.code not in before]
    went_out = [catalogue[measure.code] for measure in plain.measures if measure.code not in after]
    return Changes(
        came_in=tuple(_change(candidate, _why_in(candidate, steering)) for candidate in came_in),
        went_out=tuple(_change(candidate, _why_out(candidate, steering)) for candidate in went_out),
        summary=_summary(len(before), len(after), is_same=before == after),
    )


def _change(candidate: Candidate, reasons: list[str]) -> Change:
    return Change(code=candidate.code, title=candidate.title, reason=" ".join(reasons))


def _why_in(candidate: Candidate, steering: Steering) -> list[str]:
    wishes = (
        (steering.less_effort and candidate.effort in (Size.NONE, Size.LOW), _("It is little work.")),
        (steering.faster and cost.is_quick(candidate), _("You can start at once, without large costs.")),
        (steering.more_team and cost.is_for_team(candidate), _("A team can do it by itself.")),
    )
    # Without a reason of its own it is there for a risk that only measures covered that went out.
    return [text for met, text in wishes if met] or [_("It takes over risks from what went out.")]


def _why_out(candidate: Candidate, steering: Steering) -> list[str]:
    wishes = (
        (steering.less_effort and candidate.effort is Size.HIGH, _("It is a lot of work.")),
        (steering.less_effort and candidate.effort is Size.MEDIUM, _("It is some work.")),
        (steering.faster and not cost.is_quick(candidate), _("It needs time or money before you can start.")),
        (steering.more_team and not cost.is_for_team(candidate), _not_for_team(candidate)),
    )
    return [text for unmet, text in wishes if unmet] or [_("The other measures take over its risks.")]


def _not_for_team(candidate: Candidate) -> str:
    if candidate.is_individual:
        return _("It is for one employee at a time, not for a team.")
    return _("It is something for the whole firm, not for a team.")


def _summary(before: int, after: int, *, is_same: bool) -> str:
    if is_same:
        return _("Your wishes change nothing: no other measures suit them better and tackle the same risks.")
    if before == after:
        return ngettext(
            "The proposal still has %(count)s measure, and tackles the same risks.",
            "The proposal still has %(count)s measures, and tackles the same risks.",
            after,
        ) % {"count": after}
    return ngettext(
        "The proposal now has %(count)s measure instead of %(before)s, and tackles the same risks.",
        "The proposal now has %(count)s measures instead of %(before)s, and tackles the same risks.",
        after,
    ) % {"count": after, "before": before}
