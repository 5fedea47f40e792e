"""The rail: what is done, busy and open, and the one next step."""

import pytest
from django.utils import timezone
from django_scopes import scope

from apps.rie import steps
from apps.rie.domain.profile import active_factors
from apps.rie.models import Answer, Consultation, Dossier
from apps.rie.queries import assessment_of, find_dossier
from apps.rie.steps import next_step

pytestmark = pytest.mark.usefixtures("english")

NOTHING = {
    "contact": ["no"],
    "heavy_contact": ["no"],
    "money": ["no"],
    "alone": ["no"],
    "hours": ["none"],
    "work": ["none"],
    "staffing": ["no"],
    "spread": ["no"],
    "change": ["no"],
    "digital": ["no"],
    "apps": ["no"],
    "ai": ["no"],
    "monitoring": ["no"],
    "remote": ["no"],
    "groups": ["none"],
    "care_tasks": ["no"],
    "dependency": ["none"],
    "events": ["none"],
}


@pytest.fixture
def rail(dossier, organisation):
    """The rail as it stands now, by step."""

    def rail(current="overview"):
        with scope(organisation=organisation):
            found = find_dossier(dossier.pk)
            found.organisation = organisation
            return {step.key: step for step in steps.rail(found, assessment_of(found), current)}

    return rail


@pytest.fixture
def answer(dossier, content):
    def answer(*codes, **fields):
        with scope(organisation=dossier.organisation):
            Answer.objects.bulk_create(
                Answer(
                    organisation=dossier.organisation,
                    dossier=dossier,
                    factor_id=content.factors[code].id,
                    **{"verdict": "in_order", **fields},
                )
                for code in codes
            )

    return answer


def profile(dossier, **answers):
    with scope(organisation=dossier.organisation):
        Dossier.objects.update(profile=answers)


def state(step):
    return (step.state.value, step.note)


def test_steps_stand_in_the_order_of_the_work(rail):
    steps = rail()

    assert list(steps) == ["firm", "profile", "inventory", "employees", "risks", "plan", "report", "review"]
    assert [step.position for step in steps.values()] == [1, 2, 3, 4, 5, 6, 7, 8]


def test_a_new_dossier_has_only_the_firm_done_and_goes_on_with_the_first_look(rail):
    steps = rail()

    assert [step.state.value for step in steps.values()] == ["done"] + ["open"] * 7
    assert next_step(tuple(steps.values())).key == "profile"


def test_the_page_she_is_on_is_marked(rail):
    assert [key for key, step in rail("inventory").items() if step.is_current] == ["inventory"]
    assert not any(step.is_current for step in rail("overview").values())


def test_the_first_look_is_busy_until_every_question_is_answered(rail, dossier, content):
    profile(dossier, contact=["no"], money=["yes"])
    assert state(rail()["profile"]) == ("busy", "2 of 18 answered")

    profile(dossier, **NOTHING)
    left = len(active_factors(content, NOTHING))
    assert state(rail()["profile"]) == ("done", f"{left} of the 80 questions apply to you")


def test_the_questions_are_open_busy_and_done(rail, dossier, answer, content):
    profile(dossier, **NOTHING)
    total = len(active_factors(content, NOTHING))
    assert state(rail()["inventory"]) == ("open", "")

    answer("W01")
    assert state(rail()["inventory"]) == ("busy", f"1 of {total} answered")

    answer(*(code for code in content.factors if code != "W01"))
    assert state(rail()["inventory"]) == ("done", f"{total} of {total} answered")


def test_hearing_employees_is_done_when_a_reader_can_tell_when_how_and_what(rail, dossier):
    with scope(organisation=dossier.organisation):
        record = Consultation(organisation=dossier.organisation, dossier=dossier, method="Samen.")
        record.save()
        assert state(rail()["employees"]) == ("busy", "")

        record.held_on, record.outcome = timezone.localdate(), "Een rooster."
        record.save()
    assert state(rail()["employees"]) == ("done", "")


def test_risks_are_done_when_nothing_about_them_is_open(rail, answer, content):
    answer("W01", verdict="partly", frequency=2, reach=2, severity=2)
    assert state(rail()["risks"]) == ("busy", "1 risk")

    answer(*(code for code in content.factors if code != "W01"))
    assert rail()["risks"].state == "done"


@pytest.mark.parametrize("open_point", [{"verdict": "to_discuss"}, {"verdict": "partly"}], ids=str)
def test_risks_stay_busy_while_a_point_is_open(rail, answer, content, open_point):
    answer("W01", **open_point)
    answer(*(code for code in content.factors if code != "W01"))

    assert rail()["inventory"].state == "done"
    assert rail()["risks"].state == "busy"


def test_risks_are_counted_in_the_right_words(rail, answer):
    answer("W01", "W02", verdict="partly", frequency=2, reach=2, severity=2)

    assert rail()["risks"].note == "2 risks"
