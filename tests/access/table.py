"""Who may go where: every address of the project, by the name of its URL. ``docs/access.md`` is this table.

Written by hand from the roles, not read from the code it guards: an address that is missing here, and one
that answers otherwise than it says here, fails a test.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Who(StrEnum):
    """The people of the test, in the order of the columns of the table."""

    EMPLOYER = "employer"
    HR = "hr"
    CONTRIBUTOR = "contributor"
    COUNCIL = "works_council"
    ADVISER = "adviser"
    SUPPORT = "support"
    SECTOR = "sector_manager"
    STRANGER = "other_firm"
    NOBODY = "not_logged_in"


MEMBERS = frozenset({Who.EMPLOYER, Who.HR, Who.CONTRIBUTOR, Who.COUNCIL})
VISITORS = frozenset({Who.ADVISER, Who.SUPPORT})
LOGGED_IN = frozenset(Who) - {Who.NOBODY}
EVERYBODY = frozenset(Who)
STAFF = frozenset({Who.SUPPORT})
RUNNERS = frozenset({Who.EMPLOYER, Who.HR})
EMPLOYER = frozenset({Who.EMPLOYER})
CONTRIBUTORS = RUNNERS | {Who.CONTRIBUTOR}
ADVISERS = frozenset({Who.ADVISER})
SECTOR_MANAGERS = frozenset({Who.SECTOR})
READERS = RUNNERS | {Who.COUNCIL} | VISITORS
NONE: frozenset[Who] = frozenset()


@dataclass(frozen=True)
class Address:
    """``get`` and ``post``: who may. None: the address does not know that method (405 for who may the other).

    ``in_firm``: stands under /b/<organisation>/; there who is no member and no visitor gets 404, always.
    ``halfway``: a page in the middle of something (a code that was sent, a second step) that refuses or sends
    on whoever is not in the middle of it.
    ``hidden``: who may not gets 404 or 403: for her the thing or the page does not exist.
    """

    get: frozenset[Who] | None = None
    post: frozenset[Who] | None = None
    in_firm: bool = True
    hidden: bool = False
    halfway: bool = False


def both(who: frozenset[Who]) -> Address:
    return Address(get=who, post=who)


def public(*, get: bool = True, post: bool = False) -> Address:
    """For everybody, logged in or not."""
    return Address(get=EVERYBODY if get else None, post=EVERYBODY if post else None, in_firm=False)


def halfway(who: frozenset[Who] = EVERYBODY) -> Address:
    """A page of the middle of logging in, or of a thing she may not have."""
    return Address(get=who, post=who, in_firm=False, halfway=True)


def only_her_own() -> Address:
    """About one thing of one's own. The test names a thing that is not hers: nobody gets in."""
    return Address(get=NONE, post=NONE, in_firm=False, hidden=True)


def own(*, get: bool = True, post: bool = True) -> Address:
    """A page of one's own: everybody who is logged in, each for herself."""
    return Address(get=LOGGED_IN if get else None, post=LOGGED_IN if post else None, in_firm=False)


ADDRESSES: dict[str, Address] = {
    "home": public(),
    "help": public(),
    "new_firm": own(),
    "try_without_account": public(get=False, post=True),
    "stop_trial": own(),
    # The dossier
    "rie:overview": Address(get=READERS),
    "rie:firm": Address(get=READERS, post=RUNNERS),
    "rie:add_department": Address(post=RUNNERS),
    "rie:edit_department": both(RUNNERS),
    "rie:remove_department": Address(post=RUNNERS),
    "rie:profile": Address(get=READERS, post=RUNNERS),
    "rie:inventory": Address(get=READERS),
    "rie:subtheme": Address(get=READERS | CONTRIBUTORS),
    "rie:answer": Address(post=CONTRIBUTORS),
    "rie:employees": Address(get=READERS, post=RUNNERS),
    "rie:risks": Address(get=READERS),
    "rie:priority": both(RUNNERS),
    "rie:close": both(EMPLOYER),
    "rie:new_dossier": Address(post=RUNNERS),
    # The plan
    "actions:plan": Address(get=READERS),
    "actions:table": Address(get=READERS, post=RUNNERS),
    "actions:board": Address(get=READERS),
    "actions:move": Address(post=RUNNERS),
    "actions:timeline": Address(get=READERS),
    "actions:mine": Address(get=CONTRIBUTORS),
    "actions:proposal": both(RUNNERS),
    "actions:restore_measure": Address(post=RUNNERS),
    "actions:risk": Address(get=READERS),
    "actions:choose_measure": Address(post=RUNNERS),
    "actions:compare": Address(get=READERS),
    "actions:measure": Address(get=READERS),
    "actions:leave_out": both(RUNNERS),
    "actions:settle": Address(post=RUNNERS),
    "actions:add": both(RUNNERS),
    # One action: a contributor one that she carries out, a remark only who wrote it, a file who added it.
    "actions:action": Address(get=READERS | CONTRIBUTORS),
    "actions:edit": both(RUNNERS),
    "actions:start": Address(post=CONTRIBUTORS),
    "actions:complete": both(CONTRIBUTORS),
    "actions:postpone": both(CONTRIBUTORS),
    "actions:cancel": both(CONTRIBUTORS),
    "actions:reopen": Address(post=CONTRIBUTORS),
    "actions:new_step": Address(post=CONTRIBUTORS),
    "actions:edit_step": Address(post=CONTRIBUTORS),
    "actions:tick": Address(post=CONTRIBUTORS),
    "actions:place_step": Address(post=CONTRIBUTORS),
    "actions:drop_step": both(CONTRIBUTORS),
    "actions:comment": Address(post=CONTRIBUTORS),
    "actions:drop_comment": Address(
        get=frozenset({Who.CONTRIBUTOR}), post=frozenset({Who.CONTRIBUTOR}), hidden=True
    ),
    "actions:new_file": Address(post=CONTRIBUTORS),
    "actions:file": Address(get=READERS | CONTRIBUTORS),
    "actions:drop_file": both(CONTRIBUTORS),
    "actions:remove": both(RUNNERS),
    "actions:effect": Address(get=READERS),
    "actions:evaluate": both(RUNNERS),
    "actions:information": Address(get=READERS, post=RUNNERS),
    "actions:forget_information": Address(post=RUNNERS),
    "actions:help_sheets": Address(get=READERS),
    "actions:help_sheet": Address(get=READERS | CONTRIBUTORS),
    "reports:help_sheet_pdf": both(READERS | CONTRIBUTORS),
    # Who carries out actions follows them in a calendar; a council, advisers and support carry out none.
    "actions:calendar": both(CONTRIBUTORS),
    "actions:end_calendar": both(CONTRIBUTORS),
    "actions:firm_calendar": Address(post=RUNNERS),
    "actions:end_firm_calendar": both(RUNNERS),
    "actions:action_ics": Address(get=READERS | CONTRIBUTORS),
    # Without the right token nobody; who holds one: tests/actions/test_one_click.py, test_calendar_feed.py.
    "one_click": halfway(),
    "calendar_feed": Address(get=EVERYBODY, in_firm=False, halfway=True),
    # The report
    "reports:reports": Address(get=READERS),
    "reports:ask": Address(post=READERS),
    "reports:report": Address(get=READERS),
    "reports:again": Address(post=READERS),
    "reports:download": Address(get=READERS),
    "reports:sealed": both(READERS),
    "reports:version_report": both(READERS),
    "reports:inspection": both(RUNNERS),
    "reports:verify": public(post=True),
    "reports:export_pdf": Address(post=READERS),
    "reports:word": Address(get=READERS),
    "reports:template": Address(get=READERS, post=RUNNERS),
    "reports:present_template": Address(get=READERS),
    "reports:forget_template": Address(post=RUNNERS),
    # The plan as a spreadsheet
    "reports:export": Address(get=READERS),
    "reports:export_xlsx": Address(get=READERS),
    "reports:export_csv": Address(get=READERS),
    "reports:import_plan": both(RUNNERS),
    "reports:import_preview": both(RUNNERS),
    "reports:import_done": Address(get=RUNNERS),
    # Delegation
    "rie:dossiers": Address(get=READERS - ADVISERS),
    "rie:my_part": Address(get=CONTRIBUTORS),
    "rie:finish_part": Address(post=frozenset({Who.CONTRIBUTOR}), hidden=True),
    "rie:delegate": both(RUNNERS),
    "rie:take_back": both(RUNNERS),
    # Evidence
    "rie:evidence": Address(get=READERS, post=RUNNERS),
    "rie:evidence_file": Address(get=READERS),
    "rie:remove_evidence": both(RUNNERS),
    # Advisers and sectors
    "review:share": both(EMPLOYER),
    # A practice: its own advisers. Without the right token nobody: tests/review/practices.
    "review:accept_adviser": halfway(),
    "review:adviser_account": halfway(),
    "review:accept_colleague": halfway(),
    "review:colleague_account": halfway(),
    "review:practice": Address(get=ADVISERS, post=ADVISERS, in_firm=False, hidden=True),
    "review:leave_practice": Address(get=ADVISERS, post=ADVISERS, in_firm=False, hidden=True),
    "review:close_practice": Address(get=ADVISERS, post=ADVISERS, in_firm=False, hidden=True),
    "review:resend_colleague": Address(post=ADVISERS, in_firm=False, hidden=True),
    "review:revoke_colleague": Address(post=ADVISERS, in_firm=False, hidden=True),
    "review:assign": both(ADVISERS),
    "review:resend_invitation": Address(post=EMPLOYER),
    "review:withdraw": Address(post=EMPLOYER),
    "review:review": Address(get=READERS),
    "review:version_json": Address(get=READERS),
    "review:submit": both(EMPLOYER),
    "review:withdraw_submission": both(EMPLOYER),
    "review:consent": Address(get=READERS),
    "review:ask_consent": Address(post=RUNNERS),
    "review:decide": Address(post=frozenset({Who.COUNCIL})),
    "review:council_comment": Address(post=frozenset({Who.COUNCIL})),
    "review:drop_council_comment": both(frozenset({Who.COUNCIL})),
    "review:checklist": both(ADVISERS),
    "review:visit": both(ADVISERS),
    "review:drop_visit": both(ADVISERS),
    "review:agree": both(ADVISERS),
    "review:return": both(ADVISERS),
    "review:conclude": both(ADVISERS),
    "review:round": Address(get=ADVISERS),
    "review:start": Address(post=ADVISERS),
    "review:accept_risk": Address(post=ADVISERS),
    "review:queue": Address(get=ADVISERS, in_firm=False, hidden=True),
    "review:reading_along": Address(get=ADVISERS, in_firm=False, hidden=True),
    "review:findings": Address(get=READERS),
    "review:answer_finding": Address(post=RUNNERS),
    "review:new_finding": both(ADVISERS),
    "review:finding": Address(get=ADVISERS),
    "review:change_finding": both(ADVISERS),
    "review:drop_finding": both(ADVISERS),
    "review:reply_finding": Address(post=ADVISERS),
    "review:close_finding": Address(post=ADVISERS),
    "review:reopen_finding": Address(post=ADVISERS),
    "review:text_blocks": Address(get=ADVISERS, post=ADVISERS, in_firm=False, hidden=True),
    "review:change_text_block": Address(get=ADVISERS, post=ADVISERS, in_firm=False, hidden=True),
    "review:drop_text_block": Address(get=ADVISERS, post=ADVISERS, in_firm=False, hidden=True),
    "insights:costs": Address(get=READERS, post=RUNNERS),
    "insights:sector": Address(get=SECTOR_MANAGERS, in_firm=False, hidden=True),
    # The firm and its people
    "organisations:members": both(EMPLOYER),
    "organisations:member": both(EMPLOYER),
    "organisations:remove_member": both(EMPLOYER),
    "organisations:resend_invitation": Address(post=EMPLOYER),
    "organisations:revoke_invitation": both(EMPLOYER),
    "organisations:hand_over": both(EMPLOYER),
    "organisations:leave": both(MEMBERS),
    # Without the right token nobody; who holds one: tests/organisations/test_invitations_accepting.py.
    "organisations:invitation": halfway(),
    "organisations:invitation_account": halfway(),
    "organisations:audit": Address(get=EMPLOYER),
    "organisations:audit_export": Address(get=EMPLOYER),
    "organisations:support": both(EMPLOYER),
    "organisations:withdraw_support": Address(post=EMPLOYER),
    "organisations:data": both(EMPLOYER),
    "organisations:delete": both(EMPLOYER),
    # Messages: everybody her own; the test opens one of the contributor.
    "organisations:inbox": own(post=False),
    "organisations:inbox_read_all": own(get=False),
    "organisations:inbox_open": Address(post=frozenset({Who.CONTRIBUTOR}), in_firm=False, hidden=True),
    # Privacy
    "privacy": public(),
    "processing_register": public(),
    "my_data": own(),
    "delete_account": own(),
    "my_letters": own(),
    # Without the token of a letter nobody; who holds one: tests/organisations/test_post_stop_page.py.
    "stop_letters": halfway(),
    # Only while developing: tests/organisations/test_post_mailbox.py.
    "post": halfway(),
    "post_letter": halfway(),
    "post_letter_html": halfway(),
    # Accounts
    "account_login": public(post=True),
    "account_signup": public(post=True),
    "account_logout": public(post=True),
    "account_inactive": halfway(),
    "account_email_verification_sent": halfway(),
    "account_reset_password": public(post=True),
    "account_reset_password_done": public(),
    "account_reset_password_from_key": halfway(),
    "account_reset_password_from_key_done": public(),
    "account_confirm_login_code": halfway(),
    "account": own(post=False),
    "account_sessions": own(post=False),
    "account_end_session": Address(post=NONE, in_firm=False, hidden=True),
    "account_end_other_sessions": own(get=False),
    "account_email": own(),
    "account_change_password": own(),
    "account_set_password": halfway(LOGGED_IN),
    "account_reauthenticate": halfway(LOGGED_IN),
    "mfa_index": own(post=False),
    "mfa_authenticate": halfway(),
    "mfa_reauthenticate": halfway(LOGGED_IN),
    "mfa_activate_totp": own(),
    "mfa_deactivate_totp": halfway(LOGGED_IN),
    "mfa_view_recovery_codes": halfway(LOGGED_IN),
    "mfa_generate_recovery_codes": halfway(LOGGED_IN),
    "mfa_download_recovery_codes": halfway(LOGGED_IN),
    "mfa_list_webauthn": own(post=False),
    "mfa_add_webauthn": own(),
    "mfa_reauthenticate_webauthn": halfway(LOGGED_IN),
    "mfa_remove_webauthn": only_her_own(),
    "mfa_edit_webauthn": only_her_own(),
    "mfa_login_webauthn": halfway(),
    "socialaccount_login_cancelled": halfway(),
    "socialaccount_login_error": halfway(),
    "socialaccount_signup": halfway(),
    "socialaccount_connections": own(),
    "openid_connect_login": halfway(),
    "openid_connect_callback": halfway(),
}
