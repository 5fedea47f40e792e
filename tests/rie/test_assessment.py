"""From answers to risks: what counts, in which order, and what is still open."""

import pytest

from apps.rie.domain.assessment import assess
from apps.rie.evaluation import Priority
from apps.rie.models import Answer, PriorityChange

ORDERED = {"frequency": 1, "reach": 1, "severity": 1}


@pytest.fixture
def weigh(content):
    """Weigh answers given as code → fields, with manual changes as (code, chosen) oldest first."""

    def weigh(answers=None, changes=(), profile=None):
        return assess(
            content=content,
            profile=profile or {},
            answers=[
                Answer(factor_id=content.factors[code].id, **fields)
                for code, fields in (answers or {}).items()
            ],
            changes=[
                PriorityChange(factor_id=content.factors[code].id, chosen=chosen, note="Omdat.")
                for code, chosen in changes
            ],
        )

    return weigh


def partly(frequency=None, reach=None, severity=None, **more):
    return {"verdict": "partly", "frequency": frequency, "reach": reach, "severity": severity, **more}


def codes(entries):
    return [entry.code for entry in entries]


def test_without_answers_there_are_no_risks_and_everything_is_open(weigh):
    assessment = weigh()

    assert assessment.risks == ()
    assert (assessment.answered, assessment.total, assessment.is_complete) == (0, 80, False)
    assert assessment.next_subtheme.key == "taakeisen"


def test_risks_stand_from_high_to_low_then_by_score_then_in_the_order_of_the_instrument(weigh):
    assessment = weigh(
        {
            "W01": partly(1, 1, 1),  # 2, low
            "W02": partly(2, 2, 3),  # 12, medium
            "W03": partly(4, 4, 2),  # 16, high
            "W04": partly(4, 4, 4),  # 32, high
            "W05": partly(2, 3, 2),  # 10, medium
            "W06": partly(2, 3, 2),  # 10, medium
            "O11": {"verdict": "not_in_order"},  # missing policy: high without a score
        }
    )

    assert codes(assessment.risks) == ["W04", "W03", "O11", "W02", "W05", "W06", "W01"]


@pytest.mark.parametrize("verdict", ["", "in_order", "not_applicable", "to_discuss"])
def test_only_partly_and_not_in_order_make_a_risk(weigh, verdict):
    assessment = weigh({"W01": {"verdict": verdict, "frequency": 4, "reach": 4, "severity": 4}})

    assert assessment.risks == ()
    assert assessment.incomplete == ()
    assert assessment.by_code["W01"].priority is None


@pytest.mark.parametrize("missing", ["frequency", "reach"])
def test_a_risk_of_which_how_often_or_how_many_is_open_is_incomplete_and_has_no_class(weigh, missing):
    assessment = weigh({"W01": partly(**({"frequency": 3, "reach": 3, "severity": 2} | {missing: None}))})

    assert codes(assessment.incomplete) == ["W01"]
    assert assessment.risks == ()


def test_the_instrument_says_how_serious_it_is_when_the_employer_does_not(weigh):
    assert weigh({"W01": partly(3, 3)}).by_code["W01"].evaluation.score == 12


def test_what_is_to_be_discussed_is_kept_apart_and_counts_as_answered(weigh):
    assessment = weigh({"W01": {"verdict": "to_discuss"}})

    assert codes(assessment.to_discuss) == ["W01"]
    assert assessment.answered == 1
    assert assessment.subthemes[0].to_discuss == 1


def test_what_does_not_apply_is_listed_with_its_reason(weigh):
    (entry,) = weigh({"W01": {"verdict": "not_applicable", "reason": "Geen kassa."}}).not_applicable

    assert (entry.code, entry.answer.reason) == ("W01", "Geen kassa.")


def test_an_answer_without_a_verdict_is_no_answer_yet(weigh):
    assessment = weigh({"W01": {"verdict": "", "note": "Nog vragen."}})

    assert assessment.answered == 0
    assert assessment.by_code["W01"].answer.note == "Nog vragen."


def test_a_factor_that_is_off_is_left_aside_with_its_reason(weigh):
    assessment = weigh({"W02": partly(4, 4, 4, measures_in_place=["M02"])}, profile={"work": ["none"]})

    assert "W02" in assessment.off
    assert "W02" not in assessment.by_code
    assert assessment.risks == ()
    assert assessment.in_place == frozenset()


def test_its_answer_counts_again_when_the_factor_is_asked_again(weigh):
    answers = {"W02": partly(4, 4, 4)}

    assert weigh(answers, profile={"work": ["none"]}).risks == ()
    assert codes(weigh(answers, profile={"work": ["deadlines"]}).risks) == ["W02"]


def test_another_priority_counts_instead_of_the_calculated_one_and_both_stay(weigh):
    risk = weigh({"W01": partly(1, 1, 1)}, changes=[("W01", "high")]).by_code["W01"]

    assert risk.priority is Priority.HIGH
    assert risk.evaluation.priority is Priority.LOW


def test_the_newest_change_counts(weigh):
    risk = weigh({"W01": partly(1, 1, 1)}, changes=[("W01", "high"), ("W01", "medium")]).by_code["W01"]

    assert risk.priority is Priority.MEDIUM


def test_an_empty_change_goes_back_to_the_calculation(weigh):
    risk = weigh({"W01": partly(1, 1, 1)}, changes=[("W01", "high"), ("W01", "")]).by_code["W01"]

    assert (risk.priority, risk.changed_priority) == (Priority.LOW, None)


def test_a_change_puts_a_risk_in_its_new_place_in_the_order(weigh):
    answers = {"W01": partly(1, 1, 1), "W02": partly(4, 4, 2)}

    assert codes(weigh(answers, changes=[("W02", "low")]).risks) == ["W02", "W01"]
    assert codes(weigh(answers, changes=[("W01", "high"), ("W02", "low")]).risks) == ["W01", "W02"]


def test_a_change_gives_an_incomplete_risk_a_class(weigh):
    assessment = weigh({"W01": partly()}, changes=[("W01", "medium")])

    assert codes(assessment.risks) == ["W01"]
    assert assessment.incomplete == ()


def test_a_change_does_not_make_a_risk_of_what_is_in_order(weigh):
    assert weigh({"W01": {"verdict": "in_order"}}, changes=[("W01", "high")]).risks == ()


def test_what_happened_makes_an_event_high(weigh):
    risks = weigh({"O01": partly(happened=True), "I02": partly(1, 1, 1, happened=True)}).risks

    assert [(risk.code, risk.priority) for risk in risks] == [("O01", Priority.HIGH), ("I02", Priority.LOW)]


def test_a_special_group_lifts_a_class_and_a_group_that_does_not_exist_lifts_nothing(weigh):
    lifted = weigh({"W01": partly(1, 1, 1, special_groups=["young"])}).by_code["W01"]
    unknown = weigh({"W01": partly(1, 1, 1, special_groups=["martians"])}).by_code["W01"]

    assert (lifted.priority, unknown.priority) == (Priority.MEDIUM, Priority.LOW)


def test_what_is_done_already_is_gathered_from_all_answers(weigh):
    answers = {
        "W01": {"verdict": "in_order", "measures_in_place": ["M01", "M06"]},
        "W02": partly(measures_in_place=["M01", "M02"]),
    }

    assert weigh(answers).in_place == {"M01", "M02", "M06"}


def test_risks_are_counted_in_all_and_per_theme(weigh, content):
    assessment = weigh(
        {"W01": partly(4, 4, 4), "O11": {"verdict": "not_in_order"}, "I09": {"verdict": "partly"}}
    )
    work, behaviour, events = content.themes

    assert (assessment.count(Priority.HIGH), assessment.count(Priority.MEDIUM)) == (2, 1)
    assert [assessment.count(Priority.HIGH, theme) for theme in content.themes] == [1, 1, 0]
    assert [codes(assessment.risks_in(theme)) for theme in (work, behaviour, events)] == [
        ["W01"],
        ["O11"],
        ["I09"],
    ]


class TestProgress:
    def everything(self, content, **other):
        return {code: {"verdict": "in_order"} for code in content.factors} | other

    def test_it_is_complete_when_every_factor_has_a_verdict(self, weigh, content):
        assessment = weigh(self.everything(content))

        assert assessment.is_complete
        assert assessment.next_subtheme is None

    def test_she_goes_on_at_the_first_subject_with_an_open_question(self, weigh, content):
        answers = self.everything(content)
        del answers["W16"], answers["O10"]

        assert weigh(answers).next_subtheme.key == "sociale-steun"

    def test_a_subject_of_which_every_factor_is_off_is_left_out(self, weigh):
        assessment = weigh(profile={"remote": ["no"], "hours": ["none"]})

        assert "thuis-en-hybride" not in [entry.subtheme.key for entry in assessment.subthemes]

    def test_a_subject_counts_only_the_questions_that_are_asked(self, weigh):
        assessment = weigh({"W01": {"verdict": "in_order"}}, profile={"work": ["none"]})

        first = assessment.subthemes[0]
        assert (first.subtheme.key, first.answered, first.total, first.is_done) == ("taakeisen", 1, 3, False)

    def test_factors_that_are_off_are_not_in_the_way_of_complete(self, weigh, content):
        answers = self.everything(content)
        del answers["W36"], answers["W37"]

        assert weigh(answers, profile={"remote": ["no"], "hours": ["none"]}).is_complete
