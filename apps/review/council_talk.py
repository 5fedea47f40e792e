"""Remarks of the works council beside what they are about, and the forms to add one. Reads nothing itself."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from apps.review.consent_forms import CouncilCommentForm
from apps.review.models import CouncilComment, Version
from apps.review.reading import ReadAction, ReadRisk, ReadVersion

WHOLE = "whole"


@dataclass(frozen=True)
class Topic:
    """One thing in a version with what was said about it. ``form``: None for who may only read."""

    subject: str
    item: ReadRisk | ReadAction | None
    remarks: tuple[CouncilComment, ...]
    form: CouncilCommentForm | None

    @property
    def name(self) -> str:
        """What it is about, for who cannot see where the form stands."""
        return self.item.problem if isinstance(self.item, ReadRisk) else self.item.title if self.item else ""

    @property
    def is_open(self) -> bool:
        """Whether a form that was sent here came back with a message."""
        return self.form is not None and bool(self.form.errors)


@dataclass(frozen=True)
class Talk:
    """``elsewhere``: remarks about what this version does not hold (any more)."""

    whole: Topic
    risks: tuple[Topic, ...]
    actions: tuple[Topic, ...]
    elsewhere: tuple[CouncilComment, ...]


class Remarking:
    """Makes the form for a remark about one thing. ``sent``: the one that came back with a message."""

    def __init__(self, version: Version, sent: CouncilCommentForm | None) -> None:
        self.version, self.sent = version, sent
        self.sent_about = _sent_about(sent) if sent else None

    def form(self, subject: str, *, factor_code: str = "", action_id: str = "") -> CouncilCommentForm:
        if self.sent is not None and subject == self.sent_about:
            return self.sent
        initial = {"version": self.version.pk, "factor_code": factor_code, "action_id": action_id}
        return CouncilCommentForm(initial=initial, auto_id=f"remark-{subject}-%s")


def subject_of(factor_code: str, action_id: UUID | str | None) -> str:
    """The anchor of what a remark is about."""
    if factor_code:
        return f"r-{factor_code}"
    return f"a-{action_id}" if action_id else WHOLE


def talk_of(reading: ReadVersion, comments: Iterable[CouncilComment], remarking: Remarking | None) -> Talk:
    """Every risk and action of a version with the remarks about it, also those made about older versions."""
    said: dict[str, list[CouncilComment]] = defaultdict(list)
    for comment in comments:
        said[subject_of(comment.factor_code, comment.action_id)].append(comment)

    def topic(subject: str, item: Any = None, **about: str) -> Topic:
        form = remarking.form(subject, **about) if remarking else None
        return Topic(subject, item, tuple(said.pop(subject, ())), form)

    return Talk(
        whole=topic(WHOLE),
        risks=tuple(topic(risk.subject, risk, factor_code=risk.code) for risk in reading.risks),
        actions=tuple(topic(action.subject, action, action_id=action.id) for action in reading.actions),
        elsewhere=tuple(comment for left in said.values() for comment in left),
    )


def _sent_about(sent: CouncilCommentForm) -> str:
    return subject_of(sent.data.get("factor_code", ""), sent.data.get("action_id", ""))
