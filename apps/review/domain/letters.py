"""Telling advisers that a firm opened a dossier to their practice."""

from __future__ import annotations

from datetime import timedelta

from apps.organisations.letters import one_line, send_letter
from apps.organisations.models import User
from apps.review.models import DossierShare

# Sharing and taking back in turns must not fill the mailboxes of a practice.
TOLD_PER_DAY = 10


def tell_advisers(*, share: DossierShare, page_url: str) -> None:
    """Write to everybody who is an adviser of the practice now. Nothing of the dossier stands in the letter.

    From the eleventh time that a firm shares with the same practice within 24 hours on, nobody is written
    to; what is shared stands on the adviser's own page all the same. Two queries, and those of
    a letter for each adviser.

    Args:
        page_url: whole address of the adviser's own page.
    """
    if _shared_lately(share) > TOLD_PER_DAY:
        return
    context = {
        "firm": one_line(share.dossier.organisation.name),
        "practice": one_line(share.practice.name),
        "sender": one_line(str(share.shared_by)) if share.shared_by else "",
        "link": page_url,
    }
    advisers = User.objects.filter(practices__practice=share.practice, is_active=True)
    for adviser in advisers.order_by("email"):
        send_letter(
            to=adviser.email,
            name="shared",
            context={**context, "name": one_line(adviser.name)},
            organisation=share.dossier.organisation,
        )


def _shared_lately(share: DossierShare) -> int:
    """How often this firm opened a dossier to this practice in the 24 hours up to this time, this one too."""
    since = share.shared_at - timedelta(days=1)
    return DossierShare.objects.filter(practice=share.practice, shared_at__gt=since).count()
