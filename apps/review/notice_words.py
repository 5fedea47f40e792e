"""What messages about a review say on somebody's own page. The letter of each has the same name."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from apps.organisations.notices import notice_kind

SENTENCES = {
    "review_submit": _("%(firm)s submitted its RI&E %(year)s to %(practice)s: version %(number)s."),
    "review_submit_again": _("%(firm)s submitted a new version of its RI&E %(year)s: version %(number)s."),
    "review_assign": _("The review of the RI&E %(year)s of %(firm)s is yours."),
    "review_adviser": _("%(adviser)s of %(practice)s reviews the RI&E %(year)s of %(firm)s."),
    "review_release": _("The review of the RI&E %(year)s of %(firm)s has no adviser. Choose who takes over."),
    "review_agree": _("%(practice)s answers about the RI&E %(year)s of %(firm)s by %(day)s."),
    "review_accept_invitation": _(
        "%(sender)s of %(practice)s took up the invitation to review the RI&E %(year)s of %(firm)s."
    ),
    "review_return": _("%(practice)s sent the RI&E %(year)s of %(firm)s back. Findings: %(findings)s."),
    "review_answer": _("%(firm)s answered findings about its RI&E %(year)s."),
    "review_message": _("%(practice)s wrote about findings in the RI&E %(year)s of %(firm)s."),
    "review_conclude": _("The review of the RI&E %(year)s of %(firm)s is ready."),
    "review_withdraw": _("%(firm)s took version %(number)s of its RI&E %(year)s back."),
    "review_close_practice": _(
        "%(practice)s stops and no longer reviews the RI&E %(year)s of %(firm)s. Choose another adviser."
    ),
}


def register_sentences() -> None:
    """Make the kinds known to the page with messages."""
    for kind, said in SENTENCES.items():
        notice_kind(kind, said)
