"""What an adviser can do in a dossier that is shared with her practice: read everything, change nothing."""

import re
import uuid
from datetime import date
from io import BytesIO

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from django.urls import reverse
from django_scopes import scope

from apps.actions.domain.plan import add_action, new_action
from apps.organisations.models import Department
from apps.reports.models import ReportKind, ReportState, StoredReport
from apps.rie.domain.instrument import instrument_content
from apps.rie.models import Answer
from tests.factories import DossierFactory
from tests.rie.screen import HTMX, text_of

pytestmark = pytest.mark.usefixtures("english", "shared")
RISK = "W43"


@pytest.fixture(autouse=True)
def _files_in_a_folder_of_their_own(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def things(dossier) -> dict[str, uuid.UUID]:
    """A risk, an action against it, a department and a finished report."""
    factor = instrument_content(dossier.instrument_id).factors[RISK]
    own = {"organisation": dossier.organisation, "dossier": dossier}
    with scope(organisation=dossier.organisation):
        Answer.objects.create(
            **own, factor_id=factor.id, verdict="partly", frequency=3, reach=3, note="Vooral op vrijdag."
        )
        action = new_action(dossier=dossier)
        action.title, action.due_on = "Maak huisregels", date(2027, 1, 1)
        add_action(action=action, factors=[factor], user=None)
        department = Department.objects.create(organisation=dossier.organisation, name="Winkel", headcount=8)
        report = StoredReport.objects.create(
            **own,
            kind=ReportKind.FULL,
            state=ReportState.READY,
            content_hash="x",
            pages=1,
            file=ContentFile(b"%PDF-", name="rapport.pdf"),
        )
    return {"action": action.pk, "department": department.pk, "report": report.pk}


READS = {
    "rie:overview": (),
    "rie:firm": (),
    "rie:profile": (),
    "rie:subtheme": ("cultuur-en-beleid",),
    "rie:employees": (),
    "rie:risks": (),
    "rie:evidence": (),
    "actions:plan": (),
    "actions:action": ("action",),
    "actions:risk": (RISK,),
    "actions:measure": ("M01",),
    "reports:reports": (),
    "reports:report": ("report",),
}
MAY_NOT_OPEN = {
    "rie:priority": (RISK,),
    "rie:close": (),
    "rie:edit_department": ("department",),
    "actions:proposal": (),
    "actions:leave_out": ("M01",),
    "actions:add": (),
    "actions:remove": ("action",),
}
MAY_NOT_SEND = {
    "rie:firm": (),
    "rie:profile": (),
    "rie:answer": (RISK,),
    "rie:employees": (),
    "rie:evidence": (),
    "rie:add_department": (),
    "rie:remove_department": ("department",),
    "actions:choose_measure": (RISK,),
    "actions:settle": (RISK,),
    "actions:restore_measure": ("M01",),
    "actions:edit": ("action",),
    **MAY_NOT_OPEN,
}


def address(name, arguments, dossier, things) -> str:
    return reverse(
        name, args=[dossier.organisation_id, dossier.pk, *(things.get(word, word) for word in arguments)]
    )


def forms_in(page: str) -> set[str]:
    """Where the forms with a button on a page are sent to, without logging out."""
    sent = {
        re.search(r'action="([^"]*)"', form).group(1) if "action=" in form else "(this page)"
        for form, body in re.findall(r"<form([^>]*)>(.*?)</form>", page, flags=re.DOTALL)
        if "<button" in body and 'method="get"' not in form  # filters and comparisons change nothing
    }
    return sent - {reverse("account_logout")}


@pytest.mark.parametrize("name", READS)
def test_she_reads_the_page_and_it_says_for_whom_she_looks(name, dossier, things, adviser_browser):
    answer = adviser_browser.get(address(name, READS[name], dossier, things))

    assert answer.status_code == 200
    assert "as an occupational health adviser for Arbodienst De Brug" in text_of(answer)


@pytest.mark.parametrize("name", [name for name in READS if name != "reports:reports"])
def test_no_page_offers_her_something_to_change(name, dossier, things, adviser_browser):
    page = text_of(adviser_browser.get(address(name, READS[name], dossier, things)))

    assert forms_in(page) == set()
    assert "<fieldset disabled" in page or not re.search(r'<input [^>]*type="radio"(?![^>]* disabled)', page)
    for forbidden in (*MAY_NOT_OPEN, "review:share"):
        arguments = MAY_NOT_OPEN.get(forbidden, ())
        assert f'href="{address(forbidden, arguments, dossier, things)}"' not in page


def test_she_sees_what_was_answered(dossier, things, adviser_browser):
    page = adviser_browser.get(address("rie:subtheme", ("cultuur-en-beleid",), dossier, things))

    assert 'name="verdict" value="partly" checked disabled' in text_of(page)
    assert "Vooral op vrijdag." in text_of(page)


def test_going_on_with_the_questions_leads_her_to_the_first_open_one(dossier, adviser_browser):
    answer = adviser_browser.get(address("rie:inventory", (), dossier, {}), follow=True)

    assert answer.status_code == 200


def test_she_asks_for_a_report_and_downloads_it(dossier, things, adviser_browser, adviser):
    page = text_of(adviser_browser.get(address("reports:reports", (), dossier, things)))
    assert forms_in(page) == {address("reports:ask", (kind.value,), dossier, things) for kind in ReportKind}

    asked = adviser_browser.post(address("reports:ask", ("plan",), dossier, things))
    file = adviser_browser.get(address("reports:download", ("report",), dossier, things))

    with scope(organisation=dossier.organisation):
        made = StoredReport.objects.get(kind="plan")
    assert asked.url == address("reports:report", (str(made.pk),), dossier, things)
    assert made.requested_by == adviser
    assert BytesIO(b"".join(file.streaming_content)).getvalue() == b"%PDF-"


@pytest.mark.parametrize("name", MAY_NOT_OPEN)
def test_pages_that_are_only_for_changing_stay_shut(name, dossier, things, adviser_browser):
    assert adviser_browser.get(address(name, MAY_NOT_OPEN[name], dossier, things)).status_code == 403


@pytest.mark.parametrize("headers", [{}, HTMX], ids=["page", "htmx"])
@pytest.mark.parametrize("name", MAY_NOT_SEND)
def test_she_changes_nothing(name, headers, dossier, things, adviser_browser):
    sent = {"verdict": "in_order", "name": "Gekaapt", "confirm": "on", "measure": "M01", "reason": "Nee."}

    answer = adviser_browser.post(address(name, MAY_NOT_SEND[name], dossier, things), sent, headers=headers)

    assert answer.status_code == 403
    with scope(organisation=dossier.organisation):
        assert Answer.objects.get().verdict == "partly"
        dossier.refresh_from_db()
    assert dossier.is_open


@pytest.mark.parametrize("name", READS)
def test_another_dossier_of_the_same_firm_is_not_there(name, dossier, things, adviser_browser):
    other = DossierFactory(organisation=dossier.organisation)

    assert adviser_browser.get(address(name, READS[name], other, things)).status_code == 404


def test_pages_of_the_firm_itself_are_not_there(dossier, adviser_browser):
    url = reverse("rie:new_dossier", args=[dossier.organisation_id])

    assert adviser_browser.post(url).status_code == 404
    assert adviser_browser.get(url).status_code == 404


@pytest.mark.parametrize("name", READS)
def test_a_member_of_the_firm_is_not_told_that_she_reads_along(name, dossier, things, browser_of):
    page = text_of(browser_of().get(address(name, READS[name], dossier, things)))

    assert "You are reading along" not in page


def test_her_name_for_whom_she_looks_costs_no_query(dossier, adviser_browser, queries):
    adviser_browser.get(url := address("rie:overview", (), dossier, {}))

    with queries() as captured:
        adviser_browser.get(url)
    assert sum('FROM "organisations_practice"' in sql for sql in captured.statements) == 0
    assert sum('FROM "review_dossiershare"' in sql for sql in captured.statements) == 1


def test_a_stranger_is_led_to_the_login(dossier):
    url = address("rie:overview", (), dossier, {})

    assert Client().get(url).url == f"{reverse('account_login')}?next={url}"
