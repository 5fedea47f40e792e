"""Whom letters and messages about a review go to. Only who can still log in; each read says what it costs."""

from __future__ import annotations

from uuid import UUID

from apps.organisations.models import Membership, User
from apps.review.consents import council_members, people_who_ask
from apps.review.models import Submission


def advisers_of(practice_id: UUID | None) -> list[User]:
    """Everybody who works for a practice that has not stopped; of no practice nobody. One query."""
    if practice_id is None:  # a filter on "no practice" would find everybody who belongs to none
        return []
    people = User.objects.filter(
        practices__practice_id=practice_id, practices__practice__closed_at__isnull=True, is_active=True
    )
    return list(people.order_by("email"))


def advisers_on(submission: Submission) -> list[User]:
    """Who does this review: the adviser it was given to, else all of the practice. One query."""
    everybody = advisers_of(submission.practice_id)
    return [one for one in everybody if one.pk == submission.adviser_id] or everybody


def people_of_firm(organisation_id: UUID) -> list[User]:
    """Who runs the RI&E: employers and HR. One query."""
    return [member.user for member in people_who_ask(organisation_id)]


def council_of(organisation_id: UUID) -> list[User]:
    """The works council. One query."""
    return [member.user for member in council_members(organisation_id)]


def submitter_of(submission: Submission) -> list[User]:
    """Who submitted, when she still belongs to the firm. One query."""
    members = Membership.objects.filter(
        organisation_id=submission.organisation_id, user_id=submission.submitted_by_id, user__is_active=True
    )
    return [member.user for member in members.select_related("user")]
