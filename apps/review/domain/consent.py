"""Asking the works council for consent, what it decides, and its remarks (WOR art. 27 lid 1 sub d).

| what            | verb                | who                     |
| --------------- | ------------------- | ----------------------- |
| a version asked | ask_consent         | employer, HR            |
| consent         | record_consent      | works council           |
| remark          | add_council_comment | works council           |
| remark gone     | drop_council_comment| who wrote it            |

A decision is about one version and never changes; the newest about a version counts.
"""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from apps.actions.domain.keys import insert_with_own_key
from apps.actions.domain.plan import lock_open_dossier
from apps.organisations.models import User
from apps.review.consents import council_members, newest_consent, read_content, works_with_council
from apps.review.domain.consent_letters import tell_council, tell_employers
from apps.review.domain.errors import (
    NobodyToAskError,
    NoCouncilError,
    NotYourRemarkError,
    UnknownSubjectError,
)
from apps.review.domain.freezing import freeze
from apps.review.models import Consent, ConsentDecision, CouncilComment, Version
from apps.rie.models import Dossier


@transaction.atomic
def ask_consent(*, dossier: Dossier, user: User, page_url: str = "") -> Version:
    """Freeze the dossier and lay that version before the works council.

    Asked again while nothing changed, it is the same version, and nobody gets a second letter; who came
    into the works council since gets her first.

    Args:
        page_url: whole address of the page about consent; empty: worked out here.

    Raises:
        NoCouncilError: the firm has no OR or PVT, or only tries Werkbalans.
        NobodyToAskError: nobody of the OR or PVT is a member here.
        DossierClosedError: the dossier is closed.
    """
    if not works_with_council(dossier.organisation):
        raise NoCouncilError
    members = list(council_members(dossier.organisation_id))
    if not members:
        raise NobodyToAskError
    lock_open_dossier(dossier)
    version = freeze(dossier=dossier, user=user)
    tell_council(version=version, dossier=dossier, members=members, by=user, page_url=page_url)
    return version


@transaction.atomic
def record_consent(
    *, version: Version, decision: str, reason: str, decided_on: date, user: User, page_url: str = ""
) -> Consent:
    """Write down what the works council decided about a version, and tell the employer and HR.

    The same decision of the same person twice in a row (a double click) is one decision and one letter.

    Raises:
        ValidationError: withheld without a reason, or a day that has still to come; by field.
        NoCouncilError: the firm has no OR or PVT.
        DossierClosedError: the dossier is closed.
    """
    check_decision(decision=decision, reason=reason, decided_on=decided_on)
    if not works_with_council(version.dossier.organisation):
        raise NoCouncilError
    lock_open_dossier(version.dossier)
    last = newest_consent(version)
    said = (decision, reason, decided_on, user.pk)
    if last is not None and (last.decision, last.reason, last.decided_on, last.by_id) == said:
        return last
    consent = Consent.objects.create(
        organisation_id=version.organisation_id,
        version=version,
        decision=decision,
        reason=reason,
        decided_on=decided_on,
        by=user,
        by_name=str(user)[: Consent._meta.get_field("by_name").max_length],
    )
    tell_employers(consent=consent, version=version, page_url=page_url)
    return consent


def check_decision(*, decision: str, reason: str, decided_on: date | None) -> None:
    """Whether a decision can be taken like this; ``decided_on`` is a day in the time zone of the site.

    Raises:
        ValidationError: what is wrong, by field.
    """
    wrong = {}
    if decision == ConsentDecision.WITHHELD and not reason.strip():
        wrong["reason"] = _("Write why you do not consent. Then your employer knows what should change.")
    if decided_on is not None and decided_on > timezone.localdate():
        wrong["decided_on"] = _("This day has still to come. Choose the day on which you decided.")
    if wrong:
        raise ValidationError(wrong)


@transaction.atomic
def add_council_comment(
    *,
    dossier: Dossier,
    version: Version,
    text: str,
    factor_code: str = "",
    action_id: UUID | None = None,
    key: UUID,
    user: User,
) -> CouncilComment:
    """Write a remark about a risk, an action, or (neither given) the whole.

    Args:
        text: checked by ``validate_plain_text``, not empty.
        key: id of the remark, from the page, so that a double click writes it once.

    Raises:
        UnknownSubjectError: the version holds no such risk or action, or both were named.
        DossierClosedError: the dossier is closed.
    """
    _check_subject(version, factor_code, action_id)
    lock_open_dossier(dossier)
    known = CouncilComment.objects.filter(pk=key, dossier=dossier).first()
    if known is not None:
        return known
    comment = CouncilComment(
        pk=key,
        organisation_id=dossier.organisation_id,
        dossier=dossier,
        version=version,
        factor_code=factor_code,
        action_id=action_id,
        text=text,
        by=user,
    )
    insert_with_own_key(comment)
    return comment


@transaction.atomic
def drop_council_comment(*, comment: CouncilComment, user: User) -> None:
    """Take back a remark of one's own.

    Raises:
        NotYourRemarkError: somebody else wrote it.
        DossierClosedError: the dossier is closed.
    """
    lock_open_dossier(comment.dossier)
    if comment.by_id != user.pk:
        raise NotYourRemarkError
    CouncilComment.objects.filter(pk=comment.pk).delete()


def _check_subject(version: Version, factor_code: str, action_id: UUID | None) -> None:
    content = read_content(version)
    is_there = (not factor_code or factor_code in content["factors"]) and (
        action_id is None or str(action_id) in content["actions"]
    )
    if not is_there or (factor_code and action_id):
        raise UnknownSubjectError
