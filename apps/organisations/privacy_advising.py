"""The rows of the register about advisers: who they are, what they review, what their practice keeps."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from apps.organisations.processing import (
    CONTRACT,
    FIRM_DUTY,
    WITH_ACCOUNT,
    WITH_THE_FIRM,
    Processing,
    Term,
)

ADVISING: tuple[Processing, ...] = (
    Processing(
        key="advisers",
        title=_("Advisers"),
        purpose=_(
            "To let an adviser look at the RI&E that a firm shares with her practice, and to tell her so by"
            " e-mail."
        ),
        people=_("Advisers"),
        data=_("Practice, and which RI&E is shared with it, by whom and since when."),
        basis=CONTRACT,
        terms=(WITH_ACCOUNT, WITH_THE_FIRM),
        recipients=_("The firm that shares its RI&E, and our hosting provider."),
        measures=_("A second step at login is required; the firm can stop sharing at any moment."),
        models=("organisations.Practice", "organisations.PracticeMembership", "review.DossierShare"),
    ),
    Processing(
        key="reviews",
        title=_("Review by an adviser"),
        purpose=_("To have the RI&E reviewed, as the law asks, and to keep what was said."),
        people=_("Members who submit and answer; advisers who review; people somebody writes about"),
        data=_(
            "What was submitted, findings, answers and judgement; who did what and when; name and number of"
            " the certificate of the adviser."
        ),
        basis=FIRM_DUTY,
        terms=(WITH_THE_FIRM, Term(_("Closed RI&E: %(term)s after closing."), "closed_dossiers")),
        recipients=_("The practice that reviews, whoever the firm shows it to, and our hosting provider."),
        measures=_("What was submitted, said and decided cannot be changed; the report has a seal."),
        models=(
            "review.Submission",
            "review.SubmissionEvent",
            "review.AcceptedRisk",
            "review.AdviserInvitation",
            "review.Finding",
            "review.FindingMessage",
            "review.SiteVisit",
            "review.ChecklistAnswer",
        ),
        for_firm=True,
    ),
    Processing(
        key="practices",
        title=_("What a practice keeps"),
        purpose=_("To let a practice work together, and answer for the reviews it did."),
        people=_("Advisers, colleagues who are invited"),
        data=_(
            "Texts of the practice, invitations; of each review: the firm, the judgement, the name and"
            " certificate of the adviser. Nothing of what stood in the RI&E."
        ),
        basis=_("Interest of the practice in answering for its work (AVG art. 6(1)(f))."),
        terms=(
            Term(_("Record of a review: %(term)s, also when the firm deletes its RI&E."), "review_records"),
            Term(_("Invitation: %(term)s after it was used, taken back or too old."), "invitations"),
        ),
        recipients=_("The practice itself, and our hosting provider."),
        measures=_("Only advisers of the practice see it; of the link in an invitation only a code is kept."),
        models=("review.TextBlock", "review.ColleagueInvitation", "review.ReviewRecord"),
    ),
)
