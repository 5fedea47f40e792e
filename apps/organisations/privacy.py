"""The register of processing (AVG art. 30): what is kept about people, why, on what ground and how long.

Data, so that the pages and the tests read the same: a test holds every model with something about people
to one of these rows, and the terms are those that ``domain.retention`` carries out.
"""

from __future__ import annotations

from collections.abc import Iterator

from django.conf import settings
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext

from apps.organisations.domain.retention import in_words
from apps.organisations.privacy_advising import ADVISING
from apps.organisations.processing import (
    CONTRACT,
    FIRM_DUTY,
    NOBODY_ELSE,
    ONLY_HOSTING,
    SAFETY,
    WALLS,
    WITH_ACCOUNT,
    WITH_THE_FIRM,
    Processing,
    Term,
    term_of,
)

__all__ = ["REGISTER", "Processing", "cookies", "in_words", "term_of"]

REGISTER: tuple[Processing, ...] = (
    Processing(
        key="accounts",
        title=_("Accounts"),
        purpose=_("To know who you are, let you log in and write to you about your account."),
        people=_("Everybody with an account"),
        data=_(
            "E-mail address, name, password (only as a code that cannot be turned back), date of joining."
        ),
        basis=CONTRACT,
        terms=(WITH_ACCOUNT, Term(_("Never confirmed: %(term)s after signing up."), "unconfirmed_accounts")),
        recipients=ONLY_HOSTING,
        measures=_("Passwords are hashed; sensitive changes ask for your password again."),
        models=("organisations.User", "account.EmailAddress", "account.EmailConfirmation"),
    ),
    Processing(
        key="logins",
        title=_("Logging in safely"),
        purpose=_("To keep you logged in, offer a second step, and show you where you are logged in."),
        people=_("Everybody with an account"),
        data=_("Sessions with IP address and browser, second step (app, passkey), login at your employer."),
        basis=SAFETY,
        terms=(Term(_("Session: at the latest %(term)s after you last used it."), "session"), WITH_ACCOUNT),
        recipients=_("With single sign-on: the provider your employer chose, and our hosting provider."),
        measures=_("Attempts are limited; a session can be ended from every browser."),
        models=(
            "sessions.Session",
            "usersessions.UserSession",
            "mfa.Authenticator",
            "socialaccount.SocialAccount",
            "socialaccount.SocialToken",
        ),
    ),
    Processing(
        key="members",
        title=_("People of a firm"),
        purpose=_("To give colleagues the rights they need, and ask them in."),
        people=_("Members of a firm, people who were invited, the prevention officer"),
        data=_("Name, e-mail address and role; who invited whom, and when; who fills in which part."),
        basis=_("Agreement with the firm, and its interest in dividing the work (AVG art. 6(1)(b) and (f))."),
        terms=(
            WITH_THE_FIRM,
            Term(_("Invitation: %(term)s after it was used, taken back or too old."), "invitations"),
        ),
        recipients=NOBODY_ELSE,
        measures=_("Only employer and HR ask people in; of the link in an invitation only a code is kept."),
        models=(
            "organisations.Organisation",
            "organisations.Department",
            "organisations.Membership",
            "organisations.Invitation",
            "rie.Delegation",
        ),
        for_firm=True,
    ),
    Processing(
        key="dossier",
        title=_("The RI&E"),
        purpose=_("To make the RI&E and keep it up to date."),
        people=_(
            "Members who fill it in; people about whom somebody writes, though we ask not to name anyone"
        ),
        data=_("Answers about the work, notes, proof in files; who changed what, and when."),
        basis=FIRM_DUTY,
        terms=(WITH_THE_FIRM, Term(_("Closed RI&E: %(term)s after closing."), "closed_dossiers")),
        recipients=_(
            "An adviser, when the employer shares the RI&E with her practice; our hosting provider."
        ),
        measures=WALLS,
        models=(
            "rie.Dossier",
            "rie.Answer",
            "rie.PriorityChange",
            "rie.Consultation",
            "rie.Evidence",
        ),
        for_firm=True,
    ),
    Processing(
        key="plan",
        title=_("Plan of action"),
        purpose=_("To agree who does what, and when."),
        people=_("Members, and people who are named as the one who does something"),
        data=_("Actions with name or job of who does them; history of changes; reasons."),
        basis=FIRM_DUTY,
        terms=(
            WITH_THE_FIRM,
            Term(_("Closed RI&E: %(term)s after closing."), "closed_dossiers"),
            Term(_("What was read from a spreadsheet: %(term)s."), "plan_imports"),
        ),
        recipients=_(
            "An adviser, when the employer shares the RI&E with her practice; our hosting provider."
        ),
        measures=WALLS,
        models=(
            "actions.Action",
            "actions.ActionCoOwner",
            "actions.ActionEvent",
            "actions.ActionStep",
            "actions.ActionComment",
            "actions.ActionEvaluation",
            "actions.Reassessment",
            "actions.CalendarFeed",
            "actions.Information",
            "actions.LeftOutMeasure",
            "actions.SettledRisk",
            "insights.CostAssumptions",
            "reports.PlanImport",
            "review.Version",
            "review.Consent",
            "review.CouncilComment",
        ),
        for_firm=True,
    ),
    Processing(
        key="letters",
        title=_("Letters and reminders"),
        purpose=_("To tell people what they were asked to do, and when it is time."),
        people=_("Members, people who are invited, people who are named with an e-mail address"),
        data=_(
            "E-mail address and the letter itself, until it has left; after that only which letter it was. "
            "Which kinds of letter somebody does not want."
        ),
        basis=_("Our and the firm's interest in a plan that is carried out (AVG art. 6(1)(f))."),
        terms=(
            Term(_("Letter: until it is sent. One that cannot be sent: %(term)s more."), "letters"),
            Term(_("That it was sent: %(term)s."), "sent_letters"),
            Term(_("What you do not want: until you want it again, or delete your account.")),
        ),
        recipients=_("The mail provider that carries them, and our hosting provider."),
        measures=_("A letter leaves once; every kind of reminder can be stopped with one click."),
        models=("organisations.Letter", "organisations.MutedKind"),
        for_firm=True,
    ),
    Processing(
        key="notices",
        title=_("Messages on your own page"),
        purpose=_("To show you what happened for you, also without e-mail."),
        people=_("Members and advisers"),
        data=_("What happened, in which RI&E, who did it, and whether you read it."),
        basis=CONTRACT,
        terms=(Term(_("%(term)s."), "notices"), WITH_ACCOUNT),
        recipients=ONLY_HOSTING,
        measures=WALLS,
        models=("organisations.Notice",),
    ),
    Processing(
        key="reports",
        title=_("Reports"),
        purpose=_("To give the firm its RI&E on paper."),
        people=_("Members who ask for a report; people named in the plan"),
        data=_("The report itself, who asked for it, and when."),
        basis=FIRM_DUTY,
        terms=(WITH_THE_FIRM, Term(_("Closed RI&E: %(term)s after closing."), "closed_dossiers")),
        recipients=_("Whoever the firm gives its report to, and our hosting provider."),
        measures=_("Files stand outside the website and go through the same check as the pages."),
        models=("reports.StoredReport", "reports.DocumentTemplate"),
        for_firm=True,
    ),
    *ADVISING,
    Processing(
        key="sectors",
        title=_("Trade organisations"),
        purpose=_("To show a trade organisation how its sector is doing, in numbers."),
        people=_("Contacts at trade organisations"),
        data=_("For which sector somebody may see numbers. The numbers are never about one firm."),
        basis=CONTRACT,
        terms=(WITH_ACCOUNT,),
        recipients=ONLY_HOSTING,
        measures=_("Numbers are shown only about enough firms together."),
        models=("organisations.SectorManager",),
    ),
    Processing(
        key="audit",
        title=_("Who did and looked at what"),
        purpose=_("To show a firm who was in its RI&E, and to find out about misuse."),
        people=_("Everybody who was in a firm"),
        data=_("Name, role, page and moment; never what somebody wrote. Permission to look along for help."),
        basis=_(
            "Our legitimate interest and that of the firm in a safe service (AVG art. 6(1)(f) and art. 32)."
        ),
        terms=(Term(_("%(term)s, also when the account is deleted sooner."), "audit"), WITH_THE_FIRM),
        recipients=_("The employer of the firm, and our hosting provider."),
        measures=_("Nobody can change the record through the site."),
        models=("organisations.AuditEvent", "organisations.SupportGrant", "admin.LogEntry"),
    ),
    Processing(
        key="jobs",
        title=_("Background work"),
        purpose=_("To make reports and send letters while you go on."),
        people=_("Members who ask for a report; everybody whom we write to"),
        data=_("Only which report or letter it is about; no names, addresses or texts."),
        basis=CONTRACT,
        terms=(Term(_("%(term)s after it was done."), "jobs"),),
        recipients=ONLY_HOSTING,
        measures=_("What the program writes in its logs holds no names, addresses or answers."),
        models=("django_tasks_database.DBTaskResult",),
    ),
    Processing(
        key="trials",
        title=_("Trying without an account"),
        purpose=_("To let you look around first."),
        people=_("Visitors who try without an account"),
        data=_("What you fill in; no name and no e-mail address."),
        basis=CONTRACT,
        terms=(Term(_("%(term)s after the start, unless you make an account."), "trial"),),
        recipients=ONLY_HOSTING,
        measures=_("Only the browser in which you started gets in."),
        models=(),
    ),
    Processing(
        key="backups",
        title=_("Back-ups"),
        purpose=_("To bring everything back after a failure."),
        people=_("Everybody above"),
        data=_("A copy of everything above."),
        basis=_("Legal duty to protect data (AVG art. 32 and art. 6(1)(c))."),
        terms=(Term(_("%(term)s; what was deleted disappears from the back-ups then."), "backups"),),
        recipients=ONLY_HOSTING,
        measures=_("Used only to repair."),
        models=(),
    ),
)


def cookies() -> Iterator[tuple[str, str]]:
    """Name and use of every cookie this site sets."""
    yield settings.SESSION_COOKIE_NAME, pgettext("cookie", "keeps you logged in")
    yield settings.CSRF_COOKIE_NAME, pgettext("cookie", "keeps others from sending forms in your name")
