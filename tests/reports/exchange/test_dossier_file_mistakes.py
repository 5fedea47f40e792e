"""A mistake in a dossier file is reported with file, line, key and remedy, and nothing is written."""

from __future__ import annotations

import pytest

from tests.reports.exchange.helpers import FULL, SMALL, problems_of

pytestmark = pytest.mark.django_db

LONG = "a" * 4001
KITCHEN = "    - {name: Bakkerij, headcount: 4}"
HALF = '"\\ud800"'
# what stands in the file, what it becomes, the key that is reported, and words of the remedy
MISTAKES = [
    ("werkbalans-dossier/1", "werkbalans-dossier/2", "format", "should be 'werkbalans-dossier/1'"),
    ("  name: Bakkerij De Halm", "  nam: Halm\n  name: Halm", "organisation.nam", "check its spelling"),
    ("name: Bakkerij De Halm", 'name: " "', "organisation.name", "fill it in"),
    ("name: Bakkerij De Halm", "name:", "organisation.name", "valid string"),
    ("name: Bakkerij De Halm", f"name: {'a' * 121}", "organisation.name", "121 characters; at most 120 fit"),
    ('kvk_number: "01234567"', "kvk_number: 12345678", "organisation.kvk_number", "between quotes"),
    ('kvk_number: "01234567"', 'kvk_number: "1234567"', "organisation.kvk_number", "exactly 8 digits"),
    ("sector: horeca", "sector: visserij", "organisation.sector", "'bouw', 'detailhandel'"),
    ("headcount: 12\n", "headcount: 0\n", "organisation.headcount", "greater than or equal to 1"),
    ("headcount: 12\n", 'headcount: "12"\n', "organisation.headcount", "valid integer"),
    ("headcount: 12\n", "headcount: 99999999999\n", "organisation.headcount", "less than or equal to"),
    ("paid_hours_per_week: 310", "paid_hours_per_week: 310.5", "organisation.paid_hours_per_week", "integer"),
    ("sites: 2", "sites: -1", "organisation.sites", "greater than or equal to 1"),
    (
        "representation: pvt",
        "representation: vakbond",
        "organisation.representation",
        "'or', 'pvt' or 'none'",
    ),
    ("officer: De bedrijfsleider", 'officer: "\\u0007"', "organisation.prevention_officer", "control"),
    ("name: Winkel, headcount: 8", "name: Winkel", "organisation.departments.0.headcount", "missing"),
    (
        KITCHEN,
        f"{KITCHEN}\n    - {{name: Winkel, headcount: 1}}",
        "organisation.departments.2.name",
        "stands here twice",
    ),
    ("active: false", "active: 0", "organisation.departments.2.active", "valid boolean"),
    ("instrument: psa", "instrument: rie", "dossier.instrument", "choose from psa"),
    ("method: In het werkoverleg", f"method: {HALF}", "consultation.method", "half a character"),
    ('version: "2026.1"', 'version: "1999.1"', "dossier.version", "choose from 2026.1"),
    ('version: "2026.1"', "version: 2026.1", "dossier.version", "between quotes"),
    ("year: 2026", "year: 26", "dossier.year", "greater than or equal to 2000"),
    ("state: archived", "state: open", "dossier.state", "'draft' or 'archived'"),
    ("contact: yes", "kontakt: yes", "profile.kontakt", "choose from contact"),
    ("contact: yes", "contact: maybe", "profile.contact", "choose from yes, no"),
    ("contact: yes", "contact: []", "profile.contact", "choose from yes, no"),
    ("contact: yes", "contact: [yes, no]", "profile.contact", "exclude each other"),
    ("contact: yes", "contact:", "profile.contact", "write [] for none"),
    ("contact: yes", "contact: 1", "profile.contact.0", "between quotes"),
    ("[irregular, peaks]", "[irregular, nights]", "profile.hours", "nights is not an answer"),
    ("[irregular, peaks]", "[peaks, none]", "profile.hours", "exclude each other"),
    ("[irregular, peaks]", "[peaks, peaks]", "profile.hours.1", "stands here twice"),
    ("held_on: 2026-11-03", "held_on: 2026-02-30", "consultation.held_on", "not in the calendar"),
    ("held_on: 2026-11-03", "held_on: 3-11-2026", "consultation.held_on", "write year-month-day"),
    ("held_on: 2026-11-03", "held_on: 20261103", "consultation.held_on", "write year-month-day"),
    ("people_heard: 11", "people_heard: -1", "consultation.people_heard", "greater than or equal to 0"),
    (
        "outcome: Iedereen wil een vaste pauze.",
        f"outcome: {LONG}",
        "consultation.outcome",
        "at most 4,000 fit",
    ),
    ("  W04:", "  w04:", "answers.w04", "write W04"),
    ("  W04:", "  Werkdruk:", "answers.Werkdruk", "choose one from W01 to"),
    ("verdict: partly\n", "verdict: bad\n", "answers.W03.verdict", "'not_in_order'"),
    ("    verdict: partly\n", "", "answers.W03.verdict", "this key is missing"),
    ("frequency: 3", "frequency: 5", "answers.W03.frequency", "less than or equal to 4"),
    ("    reach: 2", "    reach: 0", "answers.W03.reach", "greater than or equal to 1"),
    ("severity: 2\n", "severity: zwaar\n", "answers.W03.severity", "valid integer"),
    ("happened: true", 'happened: "ja"', "answers.W03.happened", "valid boolean"),
    ("[young, starters]", "[young, elderly]", "answers.W03.special_groups.1", "choose from starters"),
    ("[young, starters]", "[young, young]", "answers.W03.special_groups.1", "stands here twice"),
    ("[young, starters]", "young", "answers.W03.special_groups", "valid list"),
    ("[Winkel, Bakkerij, Bezorging]", "[Keuken]", "answers.W03.departments.0", "choose from Winkel"),
    ("[Winkel, Bakkerij, Bezorging]", "[Winkel, Winkel]", "answers.W03.departments.1", "stands here twice"),
    ("[M16, M03]", "[M16, M99]", "answers.W03.measures_in_place.1", "choose one from M01 to"),
    ("in_place: Een weekstart", "in_place: yes", "answers.W03.in_place", "between quotes"),
    ("note: Vooral op zaterdag", "note: 2026", "answers.W03.note", "between quotes"),
    (", reason: Wij werken niet in de nacht.}", "}", "answers.W25.reason", "write down why"),
    ("reason: Wij werken niet in de nacht.", 'reason: " "', "answers.W25.reason", "write down why"),
    ("W26: {verdict: not_in_order, frequency: 4, reach: 4}", "W26: partly", "answers.W26", "must hold keys"),
    (
        "factor: W03, computed: medium, chosen",
        "factor: X1, chosen",
        "priority_changes.0.factor",
        "choose one from",
    ),
    ("chosen: high", "chosen: urgent", "priority_changes.0.chosen", "'low', 'medium' or 'high'"),
    ("note: Het is bijna december.", 'note: ""', "priority_changes.0.note", "fill it in"),
    ("  - measure: M03", "  - measure: M99", "plan.0.measure", "choose one from M01 to"),
    ("{measure: M28, factors", "{measure: M03, factors", "plan.2.measure", "in the plan twice"),
    ("[W04, W03]", "[W04, W98]", "plan.0.factors.1", "choose one from W01 to"),
    ("[W04, W03]", "[W04, W04]", "plan.0.factors.1", "stands here twice"),
    ("title: Bakken op bestelling", 'title: ""', "plan.0.title", "fill it in"),
    ("title: Bakken op bestelling", f"title: {'a' * 201}", "plan.0.title", "at most 200 fit"),
    ("title: Een bank buiten", "owner: Ik", "plan.1.title", "an action without a measure needs a title"),
    ("owner: Bedrijfsleider", f"owner: {'a' * 121}", "plan.0.owner", "at most 120 fit"),
    ("budget: 499.50", "budget: -1", "plan.0.budget", "greater than or equal to 0"),
    ("budget: 499.50", "budget: 499.505", "plan.0.budget", "2 decimal places"),
    ("budget: 499.50", "budget: 100000000", "plan.0.budget", "8 digits before"),
    ("budget: 499.50", "budget: .inf", "plan.0.budget", "finite"),
    ("budget: 499.50", "budget: € 500", "plan.0.budget", "write 500 or 499.95"),
    ("budget: 499.50", "budget: yes", "plan.0.budget", "write 500 or 499.95"),
    ("due_on: 2027-02-01", "due_on: 2026-11-30", "plan.0.due_on", "lies before start_on (2026-12-01)"),
    ("    due_on: 2027-02-01\n", "", "plan.0.due_on", "this key is missing"),
    ("evaluate_on: 2027-05-01", "evaluate_on: 2027-01-31", "plan.0.evaluate_on", "lies before due_on"),
    ("residual_priority: low", "residual_priority: none", "plan.0.residual_priority", "'low', 'medium'"),
    ("status: cancelled", "status: gestopt", "plan.0.status", "'planned', 'in_progress'"),
    ("    status_note: De oven is te klein.\n", "", "plan.0.status_note", "why it is cancelled"),
    ("  W25: Niet nodig", '  W25: ""', "settled.W25", "fill it in"),
    ("  W25: Niet nodig", "  W99: Niet nodig", "settled.W99", "choose one from W01 to"),
    ("[M05, M01,", "[M05, M99,", "left_out.1", "choose one from M01 to"),
    ("[M05, M01,", "[M05, M05,", "left_out.1", "stands here twice"),
    ("{measure: M02", "{measure: M99", "left_out.2.measure", "choose one from M01 to"),
    ("{measure: M02", "{measure: M05", "left_out.2.measure", "stands here twice"),
    ("reason: too_expensive", "reason: duur", "left_out.2.reason", "'too_expensive'"),
    ("[M05, M01,", "[M05, 7,", "left_out.1", "must hold keys"),
    ("left_out: [", "left_out: M05 # [", "left_out", "valid list"),
    ("left_out: [", "leftout: [", "leftout", "check its spelling"),
    # how the plan is run
    ("key: later", "key: bank", "plan.4.key", "stands here twice"),
    ("key: later", f"key: {'k' * 41}", "plan.4.key", "at most 40 fit"),
    ("text: Datum kiezen", 'text: ""', "plan.3.steps.0.text", "fill it in"),
    ("text: Datum kiezen", f"text: {'a' * 201}", "plan.3.steps.0.text", "at most 200 fit"),
    ("done: true}", "done: ja}", "plan.3.steps.0.done", "valid boolean"),
    ("owner_email: bakker@halm.example", "owner_email: bakker", "plan.3.owner_email", "valid email"),
    ("    owner: Eerste bakker\n", "", "plan.3.owner_email", "write under owner whose it is"),
    ("department: Bakkerij", "department: Kantoor", "plan.3.department", "choose from Winkel"),
    ("spent: 380.25", "spent: -1", "plan.3.spent", "greater than or equal to 0"),
    ("added_on: 2026-03-02", "added_on: maart", "plan.3.added_on", "write year-month-day"),
    ("depends_on: cursus", "depends_on: boek", "plan.4.depends_on", "choose from bank, cursus, later"),
    ("depends_on: cursus", "depends_on: later", "plan.4.depends_on", "waits for itself"),
    (
        "repeat_every: 12\n    status",
        "repeat_every: 5\n    status",
        "plan.3.repeat_every",
        "1, 3, 6, 12 or 24",
    ),
    (
        "repeat_every: 12\n    status",
        "repeat_every: yes\n    status",
        "plan.3.repeat_every",
        "write for example",
    ),
    ("evaluate_on: 2026-08-20", "evaluate_on: 2026-05-19", "plan.3.evaluate_on", "lies before done_on"),
    (
        "status: cancelled",
        "done_on: 2026-12-02\n    status: cancelled",
        "plan.0.done_on",
        "this action is not done",
    ),
    ("    evaluated_on: 2026-08-24\n", "", "plan.3.evaluated_on", "write down when you looked back"),
    ("evaluated_on: 2026-08-24", "evaluated_on: 2026-05-19", "plan.3.evaluated_on", "lies before done_on"),
    (
        "status: cancelled",
        "evaluated_on: 2027-05-01\n    status: cancelled",
        "plan.0.evaluated_on",
        "this action is not evaluated",
    ),
    ("action: cursus", "action: boek", "evaluations.0.action", "choose from bank, cursus, later"),
    ("    as_meant: yes\n", "", "evaluations.0.as_meant", "needs as_meant; add it"),
    ("as_meant: yes", "as_meant: half", "evaluations.0.as_meant", "'yes', 'partly' or 'no'"),
    ("decision: keep", "decision: ga door", "evaluations.0.decision", "'keep', 'adapt' or 'stop'"),
    (
        "changed: Er is minder discussie aan de toonbank.",
        'changed: " "',
        "evaluations.0.changed",
        "fill it in",
    ),
    (
        "W03: {verdict: partly, frequency: 1",
        "W98: {verdict: partly, frequency: 1",
        "evaluations.0.answers.W98",
        "choose one from",
    ),
    (
        "frequency: 1, reach: 2, severity: 2, happened",
        "reach: 2, severity: 2, happened",
        "evaluations.0.answers.W03",
        "add frequency",
    ),
    (
        "W26: {verdict: in_order}",
        "W26: {verdict: goed}",
        "evaluations.0.answers.W26.verdict",
        "'not_in_order'",
    ),
    (
        "  - held_on: 2026-09-01",
        "  - decision: stop\n    held_on: 2026-09-01",
        "evaluations.1.decision",
        "which one",
    ),
    ("    whole_plan: true\n", "", "information.0.actions", "say what it was about"),
    (
        "whole_plan: true",
        "actions: [cursus]\n    whole_plan: true",
        "information.0.actions",
        "remove this list",
    ),
    ("how: In het werkoverleg, aan iedereen.", 'how: ""', "information.0.how", "fill it in"),
    ("[cursus, bank]", "[cursus, boek]", "information.1.actions.1", "choose from bank, cursus, later"),
    ("[cursus, bank]", "[cursus, cursus]", "information.1.actions.1", "stands here twice"),
]
# A key that is missing is reported at the line of the entry it belongs to, so many lines from its place.
OFFSET = {
    KITCHEN: 1,
    "    verdict: partly\n": -1,
    "    due_on: 2027-02-01\n": -7,
    "    status_note: De oven is te klein.\n": -11,
    "    evaluated_on: 2026-08-24\n": -18,
    "    as_meant: yes\n": -2,
    "    whole_plan: true\n": -2,
}


@pytest.mark.parametrize(("right", "wrong", "key", "remedy"), MISTAKES, ids=lambda value: str(value)[:40])
def test_every_mistake_names_line_key_and_remedy(right: str, wrong: str, key: str, remedy: str) -> None:
    text = FULL.read_text()
    assert text.count(right) == 1
    line = text[: text.index(right)].count("\n") + 1 + OFFSET.get(right, 0)
    problems = problems_of(text.replace(right, wrong))
    assert [problem.split(": ")[0] for problem in problems] == [f"full.yaml, line {line}, {key}"]
    assert remedy in problems[0]


def test_all_mistakes_are_reported_at_once_in_the_order_of_the_lines() -> None:
    text = FULL.read_text()
    chosen = [
        ("sector: horeca", "sector: visserij"),
        ("contact: yes", "contact: maybe"),
        ("frequency: 3", "frequency: 5"),
        ("[M16, M03]", "[M16, M99]"),
        ("due_on: 2027-02-01", "due_on: 2026-11-30"),
        ("[M05, M01,", "[M05, M98,"),
    ]
    for right, wrong in chosen:
        text = text.replace(right, wrong)
    keys = [problem.split(": ")[0].split(", ")[2] for problem in problems_of(text)]
    assert keys == [
        "organisation.sector",
        "profile.contact",
        "answers.W03.frequency",
        "answers.W03.measures_in_place.1",
        "plan.0.due_on",
        "left_out.1",
    ]


def test_several_mistakes_in_one_entry_are_all_reported() -> None:
    entry = (
        "plan: [{start_on: 2026-02-01, due_on: 2026-01-01, budget: -1, status: cancelled, factors: [W99]}]\n"
    )
    keys = {problem.split(": ")[0].split(", ")[2] for problem in problems_of(SMALL + entry)}
    assert keys == {
        "plan.0.due_on",
        "plan.0.budget",
        "plan.0.status_note",
        "plan.0.factors.0",
        "plan.0.title",
    }


def test_without_departments_an_answer_cannot_name_one() -> None:
    problems = problems_of(SMALL + "answers: {W01: {verdict: partly, departments: [Winkel]}}\n")
    assert problems == (
        "full.yaml, line 4, answers.W01.departments.0: 'Winkel' does not exist; "
        "this file has none; add it there, or remove it here",
    )
