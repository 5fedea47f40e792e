"""Opening a dossier to the advisers of a practice, and shutting it again.

| from      | verb           | to        | who      |
| --------- | -------------- | --------- | -------- |
|           | share_dossier  | shared    | employer |
| shared    | withdraw_share | withdrawn | employer |

A withdrawn share stays as a record of who could read when; sharing again makes a new one.
"""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from apps.organisations.models import Practice, User
from apps.review.domain.errors import ConflictOfInterestError, PracticeClosedError, TrialCannotShareError
from apps.review.domain.letters import tell_advisers
from apps.review.models import DossierShare
from apps.review.queries import works_in_firm
from apps.rie.models import Dossier


@transaction.atomic
def share_dossier(
    *, dossier: Dossier, practice: Practice, user: User | None, page_url: str | None = None
) -> DossierShare:
    """Let every adviser of ``practice`` read this dossier, from now until it is taken back.

    Asked twice (a double click, two people), the share that is open already comes back, and no second
    letter goes.

    Args:
        page_url: whole address of the adviser's own page, for the letter to each adviser. None sends no
            letters: the advisers of the demo have no mailbox.

    Raises:
        TrialCannotShareError: the firm is a trial without an account.
        PracticeClosedError: the practice has stopped.
        ConflictOfInterestError: a member of the practice is also a member of the firm.
    """
    if dossier.organisation.trial_ends_at is not None:
        raise TrialCannotShareError
    if practice.closed_at is not None:
        raise PracticeClosedError
    if works_in_firm(practice, dossier.organisation_id):
        raise ConflictOfInterestError
    # Two at once: the constraint one_open_share_per_practice refuses the second, which then finds the first.
    share, is_new = DossierShare.objects.get_or_create(
        dossier=dossier,
        practice=practice,
        withdrawn_at__isnull=True,
        defaults={"organisation_id": dossier.organisation_id, "shared_by": user},
    )
    if is_new and page_url is not None:
        tell_advisers(share=share, page_url=page_url)
    return share


def withdraw_share(*, share: DossierShare) -> None:
    """Shut the dossier for the practice: the next page an adviser asks for is not there any more.

    Taken back already, nothing changes: the first moment stays.
    """
    DossierShare.objects.filter(pk=share.pk, withdrawn_at__isnull=True).update(withdrawn_at=timezone.now())
    share.refresh_from_db(fields=["withdrawn_at"])
