"""Reads on findings: who may see which, and each with what it is about. Each says what it costs."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from apps.actions.models import Action
from apps.organisations.models import User
from apps.review.consents import read_content
from apps.review.models import Criterion, Finding, FindingState, Submission, Version, Weight
from apps.review.rounds import open_to
from apps.rie.content.tree import FactorContent
from apps.rie.evaluation import Priority, Verdict
from apps.rie.models import Dossier
from apps.rie.page import DossierPage

WHOLE = "whole"
STATE_ORDER = (FindingState.OPEN, FindingState.ANSWERED, FindingState.CLOSED)
WEIGHT_ORDER = tuple(Weight)


def shown_findings(dossier: Dossier) -> QuerySet[Finding]:
    """What the firm may see, through all rounds, by number. One query."""
    return Finding.objects.filter(dossier=dossier, shown_at__isnull=False).order_by("number")


def findings_for_practice(submission: Submission) -> QuerySet[Finding]:
    """What the practice of a round may see: its own drafts and all that was shown, by number. One query.

    A draft of another practice stays of that practice; what it showed belongs to the history of the dossier.
    """
    own = Q(submission__practice_id=submission.practice_id)
    findings = Finding.objects.filter(own | Q(shown_at__isnull=False), dossier_id=submission.dossier_id)
    return findings.order_by("number")


def round_to_read(dossier: Dossier, user: User) -> Submission | None:
    """The newest round that this adviser may read. One query."""
    rounds = open_to(Submission.objects.filter(dossier=dossier), user)
    return rounds.order_by("-number").first()


def with_talk(findings: QuerySet[Finding]) -> QuerySet[Finding]:
    """With the round, who wrote it, and what was said about it, the oldest first. One query more.

    ``has_action``: whether the action that it is about is still there, so that it has a page to lead to.
    """
    action = Action.objects.filter(pk=OuterRef("action_id"), dossier=OuterRef("dossier"))
    findings = findings.select_related("submission", "by").annotate(has_action=Exists(action))
    return findings.prefetch_related("messages")


def about_of(finding: Finding) -> str:
    """What a finding is about as one text: ``r-CODE``, ``a-UUID`` or ``whole``."""
    if finding.factor_code:
        return f"r-{finding.factor_code}"
    return f"a-{finding.action_id}" if finding.action_id else WHOLE


def subject_of(about: str) -> tuple[str, UUID | None]:
    """The factor code and the action that a text of ``about_of`` names.

    Raises:
        ValueError: it names nothing of the kind.
    """
    if about == WHOLE:
        return "", None
    kind, _dash, rest = about.partition("-")
    if kind == "r":
        return rest, None
    if kind == "a":
        return "", UUID(rest)
    raise ValueError(about)


def title_in(frozen: Mapping[str, Any], factors: Mapping[str, FactorContent], about: str) -> str:
    """What a subject is called in a version; empty for the whole, and for an action it does not hold."""
    code, action_id = subject_of(about)
    if code:
        return factors[code].text.problem if code in factors else code
    action = frozen["actions"].get(str(action_id))
    return action["title"] if action else ""


def class_in(frozen: Mapping[str, Any], code: str) -> Priority | None:
    """The class that the firm gave a factor in a version, by hand or by the method."""
    given = frozen["factors"].get(code)
    kept = (given["chosen"] or given["computed"]) if given else ""
    return Priority.from_key(kept) if kept else None


@dataclass(frozen=True)
class Entry:
    """A finding with what it is about, in the version in which it was found and in the dossier now.

    ``given``: the class of the firm in that version. ``now``: its class now. ``risk``: code of the risk as
    it stands in the dossier, empty when it is none (any more). ``action``: id of the action, None when it is
    gone. ``form``: to answer it, None for who may only read.
    """

    finding: Finding
    title: str
    version_number: int
    given: Priority | None
    now: Priority | None
    risk: str
    action: UUID | None
    form: Any = None

    @cached_property
    def proposed(self) -> Priority | None:
        """The class that the adviser would give."""
        key = self.finding.proposed_priority
        return Priority.from_key(key) if key else None

    @property
    def messages(self) -> list[Any]:
        """The talk about it, the oldest first. No query after ``with_talk``."""
        return list(self.finding.messages.all())

    @property
    def anchor(self) -> str:
        return f"f-{self.finding.number}"


@dataclass(frozen=True)
class CriterionGroup:
    """What was found on one criterion: open first, then by weight."""

    criterion: Criterion
    entries: tuple[Entry, ...]


def entries_of(
    page: DossierPage, findings: Iterable[Finding], form_for: Callable[[Finding], Any] = lambda finding: None
) -> tuple[Entry, ...]:
    """Findings (read ``with_talk``) and what each is about. One query; none if they bring their versions."""
    findings = list(findings)
    versions = _versions_of(findings)
    frozen = {key: read_content(version) for key, version in versions.items()}
    live = page.assessment.by_code

    def entry(finding: Finding) -> Entry:
        content = frozen[finding.submission.version_id]
        code = finding.factor_code
        now = live.get(code)
        return Entry(
            finding=finding,
            title=title_in(content, page.content.factors, about_of(finding)),
            version_number=versions[finding.submission.version_id].number,
            given=class_in(content, code),
            now=now.priority if now else None,
            risk=code if now and now.is_risk else "",
            action=finding.action_id if finding.has_action else None,
            form=form_for(finding),
        )

    return tuple(entry(finding) for finding in findings)


def _versions_of(findings: Iterable[Finding]) -> dict[UUID, Version]:
    """The versions in which these were found. One query for those that did not come along."""
    rounds = {finding.submission.version_id: finding.submission for finding in findings}
    here = {key: row.version for key, row in rounds.items() if Submission.version.is_cached(row)}
    missing = rounds.keys() - here.keys()
    return here | (Version.objects.in_bulk(missing) if missing else {})


def by_criterion(entries: Iterable[Entry]) -> tuple[CriterionGroup, ...]:
    """In the order of the toets; a criterion without findings is left out. Reads nothing."""
    ordered = sorted(entries, key=_urgency)
    groups = (
        CriterionGroup(criterion, tuple(entry for entry in ordered if entry.finding.criterion == criterion))
        for criterion in Criterion
    )
    return tuple(group for group in groups if group.entries)


def choices_in(
    frozen: Mapping[str, Any], factors: Mapping[str, FactorContent], kept: str = "", kept_title: str = ""
) -> list[tuple[str, Any]]:
    """What a finding can be about, for a select: the whole, risks, actions and the other statements.

    Args:
        kept: what a finding is about already; it stays a choice when this version no longer holds it.
        kept_title: what that was called.
    """
    risks = [code for code, given in frozen["factors"].items() if _is_problem(given)]
    others = [code for code in frozen["factors"] if code not in risks]
    actions = sorted(frozen["actions"].items(), key=lambda item: (item[1]["title"], item[0]))
    risks.sort(key=lambda code: (-(class_in(frozen, code) or 0), code))
    groups: list[tuple[str, Any]] = [
        (WHOLE, _("The RI&E as a whole")),
        (_("Risks"), [(f"r-{code}", factors[code].text.problem) for code in risks]),
        (_("Actions"), [(f"a-{key}", action["title"]) for key, action in actions]),
        (_("Other statements"), [(f"r-{code}", factors[code].text.statement) for code in others]),
    ]
    found = [group for group in groups if group[1]]
    if kept and not holds(frozen, kept):
        found.append((kept, _("%(title)s (no longer in this version)") % {"title": kept_title or kept}))
    return found


def holds(frozen: Mapping[str, Any], about: str) -> bool:
    """Whether a version holds what this names."""
    try:
        code, action_id = subject_of(about)
    except ValueError:
        return False
    if code:
        return code in frozen["factors"]
    return action_id is None or str(action_id) in frozen["actions"]


def _is_problem(given: Mapping[str, Any] | None) -> bool:
    return bool(given and given["verdict"]) and Verdict(given["verdict"]).is_problem


def _urgency(entry: Entry) -> tuple[int, int, int]:
    finding = entry.finding
    return (
        STATE_ORDER.index(FindingState(finding.state)),
        WEIGHT_ORDER.index(Weight(finding.weight)),
        finding.number,
    )
