"""Out and in again: nothing is lost, and the same dossier always gives the same bytes."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
import yaml
from django.utils import translation
from django_scopes import scope
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from apps.actions.domain.plan import add_action, new_action
from apps.actions.models import Action
from apps.organisations.domain.firm import retire_department
from apps.organisations.models import Department, Organisation
from apps.reports.exchange.exporting import export_dossier
from apps.reports.exchange.importing import import_dossier
from apps.reports.exchange.yamltext import WIDTH, Inline, to_yaml
from apps.rie.content.yamlfile import parse_yaml
from apps.rie.domain.answers import new_answer
from apps.rie.domain.dossier import close_dossier
from apps.rie.domain.instrument import instrument_content
from apps.rie.models import Answer, Dossier
from tests.factories import DossierFactory, MembershipFactory, OrganisationFactory, UserFactory
from tests.reports.exchange.helpers import FULL, SMALL, contents

TRICKY = [
    "yes", "No", "on", "null", "~", "", " ", "2026-11-03", "12:30", "1_000", "0o7", "1e3", ".inf", "=", "<<",
    "- streepje", "# hekje", "naam: waarde", "a #b", "&a", "*a", "!tag", "%", "@", "`", "{a}", "[a]", "?",
    "|", ">",
    "'", '"', "\\", "'s avonds", '"zei hij"', "🙂", "👩🏽‍💻", "é", "  voor", "achter  ", "\tTab", "een\ntwee",
    "een\n\n  twee\n", "\nboven", "onder\n", "een \ntwee", "x\n# y\n- z", "---", "...", "a\u2028b", "\ufeffa",
    "\ufffe", "a\u00a0b", "\u200b", "lang " * 60, "lang  en  wijd " * 30, "a" * 300, " lang" * 40, "b: " * 50,
    "een\n" + "lang " * 40 + "\ntwee",
]  # fmt: skip
TEXTS = st.sampled_from(TRICKY) | st.text(
    alphabet=st.characters(exclude_categories=["Cs", "Cc"], include_characters="\n\t"), max_size=200
)
SLOW = settings(
    max_examples=25, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck)
)


@pytest.mark.parametrize("text", TRICKY, ids=repr)
def test_a_tricky_text_comes_back_as_it_was(text: str) -> None:
    assert parse_yaml(to_yaml([{"a": {"b": [{"c": text}]}}]), name="f").data == {"a": {"b": [{"c": text}]}}


@given(text=TEXTS)
@settings(max_examples=500, deadline=None, derandomize=True, database=None)
def test_any_text_comes_back_as_it_was(text: str) -> None:
    data = {"a": text, "b": [{"c": text, "d": [text, text]}], "e": {"f": {"g": text}}}
    written = to_yaml(
        [{"a": text}, {"b": [{"c": text, "d": Inline([text, text])}]}, {"e": {"f": {"g": text}}}]
    )
    assert parse_yaml(written, name="f").data == data
    assert yaml.safe_load(written) == data


def test_long_text_is_a_block_that_can_be_read() -> None:
    written = to_yaml([{"note": "Een zin over het werk. " * 12 + "Klaar."}])
    assert written.startswith("note: >-\n  Een zin")
    assert max(len(line) for line in written.splitlines()) <= WIDTH + 20


def test_several_lines_are_a_block_that_keeps_them() -> None:
    assert to_yaml([{"note": "een\n\ntwee"}]) == "note: |-\n  een\n\n  twee\n"


@pytest.mark.parametrize(
    ("amount", "written"),
    [("0", "0"), ("500.00", "500"), ("499.5", "499.50"), ("99999999.99", "99999999.99")],
)
def test_an_amount_has_cents_only_when_needed(amount: str, written: str) -> None:
    assert to_yaml([{"budget": Decimal(amount)}]) == f"budget: {written}\n"


@pytest.mark.django_db
def test_an_export_comes_in_as_an_equal_dossier_and_goes_out_as_equal_bytes() -> None:
    first = import_dossier(path=FULL)
    text = export_dossier(first)
    second = import_dossier(text=text)
    assert contents(second) == contents(first)
    assert export_dossier(second) == text


@pytest.mark.django_db
def test_an_export_leaves_out_what_the_format_fills_in_itself() -> None:
    version = instrument_content(import_dossier(text=SMALL).instrument_id).spec.version
    assert export_dossier(import_dossier(text=SMALL)) == (
        "format: werkbalans-dossier/1\n"
        "\n"
        "organisation:\n"
        "  name: Halm\n"
        '  kvk_number: "01234567"\n'
        "  sector: horeca\n"
        "  headcount: 3\n"
        "  paid_hours_per_week: 90\n"
        f'dossier: {{instrument: psa, version: "{version}", year: 2026}}\n'
    )


@pytest.mark.django_db
def test_the_order_in_the_file_does_not_matter() -> None:
    text = FULL.read_text()
    swapped = text
    for right, other in [
        ("[irregular, peaks]", "[peaks, irregular]"),
        ("[young, starters]", "[starters, young]"),
        ("[Winkel, Bakkerij, Bezorging]", "[Bezorging, Winkel, Bakkerij]"),
        ("[M16, M03]", "[M03, M16]"),
        ("[W04, W03]", "[W03, W04]"),
        ("[M05, M01,", "[M01, M05,"),
        ("[cursus, bank]", "[bank, cursus]"),
    ]:
        swapped = swapped.replace(right, other)
    first, second = import_dossier(text=text), import_dossier(text=swapped)
    assert contents(first) == contents(second)
    assert export_dossier(first) == export_dossier(second)


@pytest.mark.django_db
@given(text=TEXTS, day=st.dates(max_value=date(2100, 12, 31)))
@example(text="yes", day=date(1, 1, 1))
@SLOW
def test_any_text_and_day_survive_import_and_export(text: str, day: date) -> None:
    organisation = OrganisationFactory(prevention_officer=text[:120])
    dossier = DossierFactory(organisation=organisation)
    with scope(organisation=organisation):
        _fill(dossier, text, day)
    first = export_dossier(dossier)
    again = import_dossier(text=first)
    assert contents(again) == contents(dossier)
    assert export_dossier(again) == first


def _fill(dossier: Dossier, text: str, day: date) -> None:
    content = instrument_content(dossier.instrument_id)
    department = Department.objects.create(
        organisation=dossier.organisation, name=(text.strip() or "x")[:80], headcount=3
    )
    answer = new_answer(dossier=dossier, factor=content.factors["W03"])
    answer.verdict, answer.departments, answer.note, answer.in_place = (
        "partly",
        [str(department.pk)],
        text,
        text,
    )
    answer.save()
    action = new_action(dossier=dossier)
    action.title, action.description, action.due_on = (text.strip() or "x")[:200], text, day
    add_action(action=action, factors=[content.factors["W03"]], user=None)


@pytest.mark.django_db
def test_actions_on_one_day_with_one_title_go_out_in_one_order() -> None:
    lines = [f"  - {{title: Zelfde, due_on: 2026-12-01, owner: Persoon {number}}}\n" for number in range(6)]
    first = import_dossier(text=SMALL + "plan:\n" + "".join(lines))
    second = import_dossier(text=SMALL + "plan:\n" + "".join(reversed(lines)))
    assert export_dossier(first) == export_dossier(second)


@pytest.mark.django_db
def test_an_empty_description_of_a_measure_stays_empty() -> None:
    line = 'plan: [{measure: M03, due_on: 2026-12-01, description: ""}]\n'
    dossier = import_dossier(text=SMALL + line)
    with scope(organisation=dossier.organisation):
        assert Action.objects.get().description == ""
    assert 'description: ""' in export_dossier(dossier)


@pytest.mark.django_db
def test_an_answer_without_a_verdict_keeps_its_note_and_an_empty_one_is_left_out() -> None:
    dossier = DossierFactory()
    content = instrument_content(dossier.instrument_id)
    with scope(organisation=dossier.organisation):
        new_answer(dossier=dossier, factor=content.factors["W01"]).save()
        Answer.objects.create(
            organisation=dossier.organisation,
            dossier=dossier,
            factor_id=content.factors["W02"].id,
            note="Nog uitzoeken",
        )
    text = export_dossier(dossier)
    assert "W01" not in text
    assert 'W02:\n    verdict: ""\n    note: Nog uitzoeken\n' in text
    assert export_dossier(import_dossier(text=text)) == text


@pytest.mark.django_db
def test_a_department_taken_out_of_use_stays_in_the_answers_that_name_it() -> None:
    dossier = import_dossier(path=FULL)
    with scope(organisation=dossier.organisation):
        retire_department(department=Department.objects.get(name="Winkel"))
    text = export_dossier(dossier)
    assert "{name: Winkel, headcount: 8, active: false}" in text
    assert contents(import_dossier(text=text)) == contents(dossier)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "email", "written"),
    [
        ("Anna", "a@example.org", "Anna"),
        ("", "a@example.org", "a@example.org"),
        ("", f"{'a' * 130}@example.org", "a" * 120),
    ],
)
def test_an_owner_who_is_a_member_goes_out_as_a_name(name: str, email: str, written: str) -> None:
    dossier = DossierFactory()
    member = MembershipFactory(organisation=dossier.organisation, user=UserFactory(name=name, email=email))
    with scope(organisation=dossier.organisation):
        action = new_action(dossier=dossier)
        action.title, action.due_on, action.owner = "Bank", date(2026, 12, 1), member
        add_action(action=action, factors=[], user=member.user)
    again = import_dossier(text=export_dossier(dossier))
    with scope(organisation=again.organisation):
        assert Action.objects.get().owner_name == written


@pytest.mark.django_db
def test_a_dossier_that_was_just_closed_can_be_exported() -> None:
    dossier = DossierFactory()
    with scope(organisation=dossier.organisation):
        close_dossier(dossier=dossier)
    assert "state: archived" in export_dossier(dossier)


@pytest.mark.django_db
def test_the_export_does_not_depend_on_the_language_of_who_exports() -> None:
    dossier = import_dossier(path=FULL)
    with translation.override("en"):
        english = export_dossier(dossier)
    assert english == export_dossier(dossier)


@pytest.mark.django_db
def test_another_organisation_stays_out_of_the_export() -> None:
    first, _other = import_dossier(path=FULL), import_dossier(text=SMALL.replace("Halm", "Ander"))
    assert "Ander" not in export_dossier(first)
    assert Organisation.objects.count() == 2


@pytest.mark.django_db
@pytest.mark.parametrize("actions", [1, 3, 30])
def test_an_export_takes_the_same_queries_whatever_the_size(
    actions: int, django_assert_num_queries: object
) -> None:
    lines = "".join(
        f"  - {{key: A{number}, title: Actie {number}, due_on: 2026-12-01, factors: [W03], "
        "department: Zaal, steps: [{text: Bellen}]}\n"
        f"  - {{measure: M0{number % 9 + 1}, due_on: 2026-12-01, repetition: true}}\n"
        for number in range(actions)
    )
    told = "".join(
        f"  - {{held_on: 2026-11-01, how: Verteld, actions: [A{number}]}}\n" for number in range(actions)
    )
    looked_back = "".join(
        f"  - {{action: A{number}, held_on: 2026-11-01, as_meant: yes, changed: Rust, decision: keep, "
        "answers: {W01: {verdict: in_order}}}\n"
        for number in range(actions)
    )
    text = SMALL.replace("headcount: 3,", "headcount: 3, departments: [{name: Zaal, headcount: 3}],")
    dossier = import_dossier(text=f"{text}plan:\n{lines}evaluations:\n{looked_back}information:\n{told}")
    with django_assert_num_queries(13):
        export_dossier(dossier)
