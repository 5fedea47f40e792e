"""The record in words, of sharing, consent and review; see ``audit_words``."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy

from apps.organisations.models import AuditKind


@dataclass(frozen=True)
class Words:
    """What looking at an address, and sending something to it, is called. None: that cannot be done there."""

    looked: Any = None
    did: Any = None

    def of(self, kind: str) -> Any:
        """For a refusal: what it was about, which is what could have been done there."""
        first, second = (self.looked, self.did) if kind == AuditKind.LOOKED else (self.did, self.looked)
        return first or second


OF_THE_REVIEW: dict[str, Words] = {
    # Submitting
    "review:version_json": Words(gettext_lazy("Downloaded a submitted version")),
    "review:review": Words(gettext_lazy("Where the review stands")),
    "review:submit": Words(
        gettext_lazy("Page to submit to an adviser"), gettext_lazy("Submitted a version to an adviser")
    ),
    "review:withdraw_submission": Words(
        gettext_lazy("Page to take a submitted version back"), gettext_lazy("Took a submitted version back")
    ),
    "review:assign": Words(
        gettext_lazy("Page about who reviews the RI&E"), gettext_lazy("Chose who reviews the RI&E")
    ),
    "review:resend_invitation": Words(did=gettext_lazy("Sent the invitation to an adviser again")),
    # Consent
    "review:consent": Words(gettext_lazy("Page about consent")),
    "review:ask_consent": Words(did=gettext_lazy("Asked the works council for consent")),
    "review:decide": Words(did=gettext_lazy("Wrote down a decision about consent")),
    "review:council_comment": Words(did=gettext_lazy("Made a remark for the works council")),
    "review:drop_council_comment": Words(
        gettext_lazy("Page to take back a remark of the works council"),
        gettext_lazy("Took back a remark of the works council"),
    ),
    # The adviser's answer
    "review:checklist": Words(
        gettext_lazy("Checklist of the review"), gettext_lazy("Filled in the checklist of the review")
    ),
    "review:visit": Words(
        gettext_lazy("Site visits of the adviser"), gettext_lazy("Wrote down a site visit")
    ),
    "review:drop_visit": Words(
        gettext_lazy("Page to take back a site visit"), gettext_lazy("Took a site visit off the list")
    ),
    "review:agree": Words(
        gettext_lazy("Page about the day of the answer"), gettext_lazy("Agreed on the day of the answer")
    ),
    "review:return": Words(
        gettext_lazy("Page to return the RI&E"), gettext_lazy("Returned the RI&E with findings")
    ),
    "review:conclude": Words(
        gettext_lazy("Page to conclude the review"),
        gettext_lazy("Concluded the review, or saved a draft of it"),
    ),
    # Findings
    "review:findings": Words(gettext_lazy("Findings of the adviser")),
    "review:answer_finding": Words(did=gettext_lazy("Answered a finding of the adviser")),
    "review:new_finding": Words(
        gettext_lazy("Page for a new finding"), gettext_lazy("Wrote a finding about the RI&E")
    ),
    "review:finding": Words(gettext_lazy("A finding of the adviser")),
    "review:change_finding": Words(
        gettext_lazy("Page to change a finding"), gettext_lazy("Changed a finding")
    ),
    "review:drop_finding": Words(gettext_lazy("Page to delete a finding"), gettext_lazy("Deleted a finding")),
    "review:reply_finding": Words(did=gettext_lazy("Answered the firm about a finding")),
    "review:close_finding": Words(did=gettext_lazy("Closed a finding")),
    "review:reopen_finding": Words(did=gettext_lazy("Opened a finding again")),
    # The adviser reads
    "review:round": Words(gettext_lazy("The submitted version, as the adviser reads it")),
    "review:start": Words(did=gettext_lazy("Began to read the submitted version")),
    "review:accept_risk": Words(did=gettext_lazy("Agreed with a risk, or took that back")),
}
