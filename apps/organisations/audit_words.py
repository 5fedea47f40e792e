"""The record in words: what every address of a firm, and every job, is called in the log.

Kept beside the code and not in the record itself, so that old rows follow when a page gets a better name.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.organisations.audit import JOB
from apps.organisations.audit_words_review import OF_THE_REVIEW, Words
from apps.organisations.models import AuditEvent, Membership, Role
from apps.organisations.presence import ADVISER, SUPPORT

ACTIONS: dict[str, Words] = {
    # The dossier
    "rie:dossiers": Words(gettext_lazy("List of RI&Es")),
    "rie:new_dossier": Words(did=gettext_lazy("Started an RI&E")),
    "rie:overview": Words(gettext_lazy("Overview of the RI&E")),
    "rie:firm": Words(gettext_lazy("Details of the firm"), gettext_lazy("Changed details of the firm")),
    "rie:add_department": Words(did=gettext_lazy("Added a department")),
    "rie:edit_department": Words(gettext_lazy("A department"), gettext_lazy("Changed a department")),
    "rie:remove_department": Words(did=gettext_lazy("Took a department off the list")),
    "rie:profile": Words(gettext_lazy("First look"), gettext_lazy("Answered questions of the first look")),
    "rie:inventory": Words(gettext_lazy("Statements")),
    "rie:subtheme": Words(gettext_lazy("Statements of a subject")),
    "rie:answer": Words(did=gettext_lazy("Saved an answer to a statement")),
    "rie:employees": Words(
        gettext_lazy("How employees were heard"), gettext_lazy("Changed how employees were heard")
    ),
    "rie:risks": Words(gettext_lazy("List of risks")),
    "rie:priority": Words(gettext_lazy("Priority of a risk"), gettext_lazy("Changed the priority of a risk")),
    "rie:close": Words(gettext_lazy("Page to close the RI&E"), gettext_lazy("Closed the RI&E")),
    "rie:delegate": Words(
        gettext_lazy("Page to have a subject filled in"), gettext_lazy("Had a subject filled in by somebody")
    ),
    "rie:finish_part": Words(
        gettext_lazy("Page to finish a subject"), gettext_lazy("Said that a subject is done")
    ),
    "rie:take_back": Words(gettext_lazy("Page to take a subject back"), gettext_lazy("Took a subject back")),
    "rie:my_part": Words(gettext_lazy("Own part of the RI&E")),
    "rie:evidence": Words(gettext_lazy("List of evidence"), gettext_lazy("Added evidence")),
    "rie:evidence_file": Words(gettext_lazy("Downloaded a file of evidence")),
    "rie:remove_evidence": Words(
        gettext_lazy("Page to remove a file of evidence"), gettext_lazy("Removed a file of evidence")
    ),
    # The plan
    "actions:plan": Words(gettext_lazy("Plan of action")),
    "actions:table": Words(gettext_lazy("Plan as a table"), gettext_lazy("Changed several actions at once")),
    "actions:board": Words(gettext_lazy("Plan as a board")),
    "actions:move": Words(did=gettext_lazy("Moved an action on the board")),
    "actions:timeline": Words(gettext_lazy("Plan in time")),
    "actions:mine": Words(gettext_lazy("Own actions")),
    "actions:proposal": Words(
        gettext_lazy("Proposal for a plan"), gettext_lazy("Took measures from the proposal into the plan")
    ),
    "actions:restore_measure": Words(did=gettext_lazy("Put a measure back in the proposal")),
    "actions:risk": Words(gettext_lazy("Measures against a risk")),
    "actions:choose_measure": Words(did=gettext_lazy("Chose a measure against a risk")),
    "actions:compare": Words(gettext_lazy("Measures side by side")),
    "actions:measure": Words(gettext_lazy("A measure")),
    "actions:leave_out": Words(
        gettext_lazy("Page about a measure that does not fit"), gettext_lazy("Left out a measure")
    ),
    "actions:effect": Words(gettext_lazy("What the plan did")),
    "actions:evaluate": Words(
        gettext_lazy("Page to look back on an action"), gettext_lazy("Looked back on an action")
    ),
    "actions:information": Words(
        gettext_lazy("What employees were told"), gettext_lazy("Wrote down what employees were told")
    ),
    "actions:forget_information": Words(did=gettext_lazy("Took off what employees were told")),
    "insights:costs": Words(
        gettext_lazy("Costs of the plan and of absence"), gettext_lazy("Changed the estimate of absence")
    ),
    "reports:export_pdf": Words(did=gettext_lazy("Asked for a part of the plan as PDF")),
    "reports:word": Words(gettext_lazy("The report in Word")),
    "reports:template": Words(gettext_lazy("Word template"), gettext_lazy("Added a Word template")),
    "reports:present_template": Words(gettext_lazy("The Word template itself")),
    "reports:forget_template": Words(did=gettext_lazy("Deleted the Word template")),
    "actions:settle": Words(did=gettext_lazy("Decided that a risk needs no measure")),
    "actions:add": Words(gettext_lazy("Page for a new action"), gettext_lazy("Added an action")),
    "actions:action": Words(gettext_lazy("An action")),
    "actions:edit": Words(gettext_lazy("Page to change an action"), gettext_lazy("Changed an action")),
    "actions:start": Words(did=gettext_lazy("Started an action")),
    "actions:complete": Words(
        gettext_lazy("Page to say that an action is done"), gettext_lazy("Said that an action is done")
    ),
    "actions:postpone": Words(
        gettext_lazy("Page to move the term of an action"), gettext_lazy("Moved the term of an action")
    ),
    "actions:cancel": Words(gettext_lazy("Page to cancel an action"), gettext_lazy("Cancelled an action")),
    "actions:reopen": Words(did=gettext_lazy("Opened an action again")),
    "actions:new_step": Words(did=gettext_lazy("Added a step to an action")),
    "actions:edit_step": Words(did=gettext_lazy("Changed a step of an action")),
    "actions:tick": Words(did=gettext_lazy("Ticked or unticked a step of an action")),
    "actions:place_step": Words(did=gettext_lazy("Moved a step of an action")),
    "actions:drop_step": Words(
        gettext_lazy("Page to remove a step of an action"), gettext_lazy("Removed a step of an action")
    ),
    "actions:comment": Words(did=gettext_lazy("Made a remark about an action")),
    "actions:drop_comment": Words(
        gettext_lazy("Page to take back a remark"), gettext_lazy("Took back a remark about an action")
    ),
    "actions:new_file": Words(did=gettext_lazy("Added a file to an action")),
    "actions:file": Words(gettext_lazy("Downloaded a file of an action")),
    "actions:drop_file": Words(
        gettext_lazy("Page to remove a file of an action"), gettext_lazy("Removed a file of an action")
    ),
    "actions:remove": Words(
        gettext_lazy("Page to take out an action"), gettext_lazy("Took an action out of the plan")
    ),
    "actions:help_sheets": Words(gettext_lazy("List of help sheets")),
    "actions:help_sheet": Words(gettext_lazy("A help sheet")),
    "reports:help_sheet_pdf": Words(
        gettext_lazy("PDF of a help sheet"), gettext_lazy("Had the PDF of a help sheet made")
    ),
    "actions:calendar": Words(
        gettext_lazy("Page about actions in a calendar"),
        gettext_lazy("Made a private address for a calendar of her own actions"),
    ),
    "actions:end_calendar": Words(
        gettext_lazy("Page to stop the address of a calendar"),
        gettext_lazy("Stopped the address of a calendar of her own actions"),
    ),
    "actions:firm_calendar": Words(did=gettext_lazy("Made a private address for a calendar of all actions")),
    "actions:end_firm_calendar": Words(
        gettext_lazy("Page to stop the address of a calendar of all actions"),
        gettext_lazy("Stopped the address of a calendar of all actions"),
    ),
    "actions:action_ics": Words(gettext_lazy("Downloaded an action for a calendar")),
    # The report
    "reports:reports": Words(gettext_lazy("List of reports")),
    "reports:ask": Words(did=gettext_lazy("Asked for a report")),
    "reports:report": Words(gettext_lazy("Page of a report")),
    "reports:again": Words(did=gettext_lazy("Asked for a report again")),
    "reports:download": Words(gettext_lazy("Downloaded a report")),
    "reports:version_report": Words(
        gettext_lazy("Report of a submitted version"),
        gettext_lazy("Asked for the report of a submitted version"),
    ),
    "reports:inspection": Words(
        gettext_lazy("Page of the inspection file"), gettext_lazy("Asked for the inspection file")
    ),
    "reports:sealed": Words(
        gettext_lazy("Report of a review"), gettext_lazy("Asked again for the report of a review")
    ),
    # The plan as a spreadsheet
    "reports:export": Words(gettext_lazy("Page to download the plan as a spreadsheet")),
    "reports:export_xlsx": Words(gettext_lazy("Downloaded the plan for Excel")),
    "reports:export_csv": Words(gettext_lazy("Downloaded the plan as CSV")),
    "reports:import_plan": Words(
        gettext_lazy("Page to read back a spreadsheet"), gettext_lazy("Sent a spreadsheet to read back")
    ),
    "reports:import_preview": Words(
        gettext_lazy("What a spreadsheet would change"), gettext_lazy("Changed the plan from a spreadsheet")
    ),
    "reports:import_done": Words(gettext_lazy("What a spreadsheet changed")),
    # Advisers
    "review:share": Words(
        gettext_lazy("Page about sharing with an adviser"), gettext_lazy("Shared the RI&E with an adviser")
    ),
    "review:withdraw": Words(
        gettext_lazy("Page to stop sharing with an adviser"), gettext_lazy("Stopped sharing with an adviser")
    ),
    **OF_THE_REVIEW,
    # The people and the firm itself
    "organisations:members": Words(gettext_lazy("People of the firm"), gettext_lazy("Invited somebody")),
    "organisations:member": Words(gettext_lazy("A member"), gettext_lazy("Changed the role of a member")),
    "organisations:remove_member": Words(
        gettext_lazy("Page to remove a member"), gettext_lazy("Removed a member")
    ),
    "organisations:resend_invitation": Words(did=gettext_lazy("Sent an invitation again")),
    "organisations:revoke_invitation": Words(
        gettext_lazy("Page to withdraw an invitation"), gettext_lazy("Withdrew an invitation")
    ),
    "organisations:hand_over": Words(
        gettext_lazy("Page to hand over the firm"), gettext_lazy("Handed over the firm")
    ),
    "organisations:leave": Words(gettext_lazy("Page to leave the firm"), gettext_lazy("Left the firm")),
    "organisations:data": Words(
        gettext_lazy("Page about the data of the firm"), gettext_lazy("Downloaded all data of the firm")
    ),
    "organisations:delete": Words(gettext_lazy("Page to delete the firm"), gettext_lazy("Deleted the firm")),
    "organisations:audit": Words(gettext_lazy("This log")),
    "organisations:audit_export": Words(gettext_lazy("Downloaded this log")),
    "organisations:support": Words(
        gettext_lazy("Page about help from Werkbalans"), gettext_lazy("Let Werkbalans look along")
    ),
    "organisations:withdraw_support": Words(did=gettext_lazy("Ended that Werkbalans may look along")),
}
JOBS: dict[str, Any] = {
    "make_report": gettext_lazy("task: make a report"),
    "make_sealed_report": gettext_lazy("task: make the report of a review"),
    "make_frozen_report": gettext_lazy("task: make the report of a version"),
    "letter_done": gettext_lazy("by e-mail"),
    "letter_later": gettext_lazy("by e-mail"),
    "letter_look_later": gettext_lazy("by e-mail"),
}
JOB_ACTIONS: dict[str, Any] = {
    "make_report": gettext_lazy("Made the file of a report"),
    "make_sealed_report": gettext_lazy("Made and sealed the report of a review"),
    "make_frozen_report": gettext_lazy("Made the PDF of a submitted version"),
    "letter_done": gettext_lazy("The owner of an action said in a letter that it is done"),
    "letter_later": gettext_lazy("The owner of an action moved its date in a letter"),
    "letter_look_later": gettext_lazy("The owner of an action moved the day to look back in a letter"),
}
CAPACITIES: dict[str, Any] = {
    **dict(Role.choices),
    ADVISER: gettext_lazy("Adviser"),
    SUPPORT: gettext_lazy("Help from Werkbalans"),
    JOB: gettext_lazy("The application itself"),
}


def action_in_words(event: AuditEvent) -> str:
    """What was done, seen or refused. A name of which the words are gone is shown as it is."""
    if event.as_role == JOB:
        return str(JOB_ACTIONS.get(event.actor_label, event.action))
    words = ACTIONS.get(event.action)
    return str(words.of(event.kind)) if words else event.action


def actor_in_words(event: AuditEvent) -> str:
    """The person as she was called then, or the job."""
    return job_in_words(event.actor_label) if event.as_role == JOB else event.actor_label


def job_in_words(job: str) -> str:
    """A job that is not known any more keeps its name."""
    return str(JOBS.get(job, job))


def capacity_in_words(event: AuditEvent) -> str:
    return str(CAPACITIES.get(event.as_role, event.as_role))


# Ids and codes in → words for those that a room knows. Asked within the scope of the firm.
Namer = Callable[[Collection[str]], Mapping[str, str]]
_namers: list[Namer] = []


def register_names(namer: Namer) -> None:
    """Let a room say what the ids and codes in a subject are called. It costs at most one query."""
    if namer not in _namers:
        _namers.append(namer)


def subjects_in_words(events: Iterable[AuditEvent]) -> dict[str, str]:
    """Subject → words, for every subject of these events. An id that nobody knows (any more) is left out."""
    subjects = {event.subject for event in events if event.subject}
    parts = sorted({part for subject in subjects for part in subject.split()})
    names: dict[str, str] = {}
    for namer in _namers:
        names.update(namer(parts))
    return {
        subject: ", ".join(
            names.get(part, part) for part in subject.split() if part in names or not _is_id(part)
        )
        for subject in subjects
    }


def names_of_members(parts: Collection[str]) -> dict[str, str]:
    """Members who are still here, by the id of their membership. One query."""
    ids = [part for part in parts if _is_id(part)]
    members = Membership.objects.filter(pk__in=ids).select_related("user")
    return {str(member.pk): _("about %(name)s") % {"name": member.user} for member in members}


def _is_id(part: str) -> bool:
    try:
        UUID(part)
    except ValueError:
        return False
    return "-" in part
