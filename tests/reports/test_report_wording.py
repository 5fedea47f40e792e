"""What a report never says (docs/scoring.md and the law): no approval, no exemption, no fines."""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import unescape
from io import BytesIO

import pytest
from django.utils import translation
from django_scopes import scope
from pypdf import PdfReader

from apps.actions.models import Action
from apps.organisations.models import Representation
from apps.reports.render import render_html, render_pdf
from apps.rie.models import Consultation, Dossier
from tests.factories import DossierFactory, OrganisationFactory
from tests.reports.conftest import read_report
from tests.reports.sample import full_dossier

FORBIDDEN = re.compile(
    r"goedgekeurd|goedkeuring|approved|"
    r"vrijgesteld|vrijstelling|vrijstellen|exempt|hoef\w* niet (te worden )?getoetst|"
    r"\bboetes?\b|\bfines?\b|sanctie|penalt|"
    r"voldoet aan de (wet|arbowet)|compliant|in overeenstemming met de wet|"
    r"debrief|"
    r"gecertificeerd product|erkend (branche|instrument)",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Firm:
    headcount: int
    representation: str = Representation.NONE
    paid_hours_per_week: int = 260


FIRMS = [
    Firm(headcount=1, paid_hours_per_week=20),
    Firm(headcount=8),
    Firm(headcount=25, representation=Representation.STAFF_REPRESENTATION),
    Firm(headcount=26),
    Firm(headcount=50, paid_hours_per_week=1500),
    Firm(headcount=300, representation=Representation.WORKS_COUNCIL, paid_hours_per_week=9000),
]


CONSENT = {
    Representation.WORKS_COUNCIL: (
        "The works council (OR) must consent to the RI&E and the plan of action "
        "(Works Councils Act, article 27). "
        "Give this report to the OR, discuss it, and keep the answer with this report."
    ),
    Representation.STAFF_REPRESENTATION: (
        "The staff representation (PVT) must consent to the RI&E and the plan of action "
        "(Works Councils Act, article 27). "
        "Give this report to the PVT, discuss it, and keep the answer with this report."
    ),
    Representation.NONE: (
        "The firm has no works council (OR) or staff representation (PVT). "
        "Then discuss the RI&E and the plan with the employees themselves. "
        "Write down with whom, when, and what came out of it."
    ),
}


def words(html: str) -> str:
    """What a reader sees."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())


def in_dutch(text: str) -> str:
    with translation.override("nl"):
        return translation.gettext(text)


def must_be_reviewed() -> str:
    return in_dutch("Your RI&E must be reviewed.")


@pytest.mark.django_db
@pytest.mark.parametrize("kind", ["full", "plan"])
@pytest.mark.parametrize("firm", FIRMS, ids=lambda firm: f"{firm.headcount} employees, {firm.representation}")
def test_no_firm_reads_an_approval_an_exemption_or_a_fine(firm: Firm, kind: str):
    text = words(render_html(read_report(full_dossier(**vars(firm)), kind)))
    assert FORBIDDEN.findall(text) == []


@pytest.mark.django_db
@pytest.mark.parametrize("firm", FIRMS, ids=lambda firm: f"{firm.headcount} employees, {firm.representation}")
def test_every_firm_reads_that_its_rie_must_be_reviewed(firm: Firm):
    text = words(render_html(read_report(full_dossier(**vars(firm)))))
    assert must_be_reviewed() in text


@pytest.mark.django_db
def test_an_empty_dossier_reads_the_same():
    text = words(render_html(read_report(DossierFactory(organisation=OrganisationFactory(headcount=8)))))
    assert FORBIDDEN.findall(text) == []
    assert must_be_reviewed() in text


@pytest.mark.django_db
def test_the_only_amounts_are_the_budgets_of_the_firm():
    dossier = full_dossier()
    with scope(organisation=dossier.organisation):
        Action.objects.update(budget=None)
    for kind in ("full", "plan"):
        assert not re.search(r"€|\beuro", words(render_html(read_report(dossier, kind))), re.IGNORECASE)


@pytest.mark.django_db
def test_the_pdf_of_a_firm_with_eight_people_says_nothing_else_than_its_html():
    pdf = PdfReader(BytesIO(render_pdf(read_report(full_dossier(headcount=8)))))
    text = " ".join(" ".join(page.extract_text() for page in pdf.pages).split())
    assert FORBIDDEN.findall(text) == []
    assert must_be_reviewed() in text


@pytest.mark.django_db
@pytest.mark.parametrize(
    "representation", [Representation.WORKS_COUNCIL, Representation.STAFF_REPRESENTATION]
)
def test_the_report_says_who_must_consent_and_that_nobody_did_yet(representation: Representation):
    text = words(render_html(read_report(full_dossier(representation=representation))))
    assert in_dutch("No consent is recorded in this report yet.") in text
    said = {key for key, sentence in CONSENT.items() if in_dutch(sentence) in text}
    assert said == {representation}


@pytest.mark.django_db
def test_without_a_council_the_report_tells_how_the_employees_themselves_were_heard():
    dossier = full_dossier(representation=Representation.NONE)
    heard = words(render_html(read_report(dossier)))
    with scope(organisation=dossier.organisation):
        Consultation.objects.all().delete()
        dossier = Dossier.objects.select_related("organisation").get(pk=dossier.pk)
    not_heard = words(render_html(read_report(dossier)))

    sentence = in_dutch(CONSENT[Representation.NONE])
    assert sentence not in heard
    assert sentence in not_heard
    assert in_dutch("No consent is recorded in this report yet.") in not_heard


@pytest.mark.django_db
@pytest.mark.parametrize(("headcount", "warned"), [(49, False), (50, True)])
def test_a_firm_of_fifty_without_a_works_council_is_told_to_find_out(headcount: int, warned: bool):
    text = words(render_html(read_report(full_dossier(headcount=headcount))))
    sentence = in_dutch(
        "From 50 employees a firm has a works council. According to the data of the firm there is none. "
        "Find out what applies to you."
    )
    assert (sentence in text) is warned


@pytest.mark.django_db
def test_what_people_typed_cannot_become_markup_or_a_link_to_somewhere():
    dossier = full_dossier(name='<img src="https://example.org/x.png"> & Zn')
    html = render_html(read_report(dossier))
    assert "<img" not in html
    assert "&lt;img src=&quot;https://example.org/x.png&quot;&gt; &amp; Zn" in html
