"""What blocks submitting, and what is only explained: each check by its name."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone
from django_scopes import scope

from apps.organisations.models import Organisation
from apps.review.completeness import ConsentGap
from apps.review.domain.freezing import freeze
from apps.review.models import Consent
from tests.factories import UserFactory
from tests.review.submitting.handing_in import RISK, ids

pytestmark = pytest.mark.usefixtures("english")


def things(gaps, rule_id):
    (gap,) = [gap for gap in gaps if gap.rule.id == rule_id]
    return gap.things


class TestErrors:
    def test_a_whole_dossier_has_none(self, desk):
        found = desk.completeness()

        assert found.errors == ()
        assert not found.blocks

    def test_a_statement_without_an_answer_blocks_and_names_its_subject(self, desk):
        desk.forget("W01")
        desk.forget("W02")
        found = desk.completeness()
        (thing,) = things(found.errors, "S01")

        assert found.blocks
        assert thing.label.endswith(": 2 to answer")
        assert "/rie/" in thing.link

    def test_a_point_to_discuss_blocks_and_leads_to_the_statement(self, desk):
        desk.answer(RISK, verdict="to_discuss")
        (thing,) = things(desk.completeness().errors, "S02")

        assert thing.link.endswith(f"#{RISK}")

    @pytest.mark.parametrize("reason", ["-", "x", "n.v.t.", " . "])
    def test_not_applicable_without_a_real_reason_blocks(self, desk, reason):
        desk.answer(RISK, verdict="not_applicable", reason=reason)

        assert ids(desk.completeness().errors) == ["S03"]

    def test_not_applicable_with_a_reason_is_fine(self, desk):
        desk.answer(RISK, verdict="not_applicable", reason="Wij werken nooit 's nachts.")

        assert desk.completeness().errors == ()

    def test_a_risk_of_which_the_scales_are_open_blocks(self, desk):
        desk.answer(RISK, verdict="partly", frequency=3)

        assert ids(desk.completeness().errors) == ["S04"]


class TestWarnings:
    def test_employees_who_were_not_heard_are_a_warning(self, desk):
        assert ids(desk.completeness().warnings) == ["S06"]

    def test_employees_who_were_heard_are_not(self, desk):
        desk.hear()

        assert desk.completeness().warnings == ()

    @pytest.mark.parametrize(
        ("scales", "rule"),
        [((4, 4, 4), "P01"), ((3, 3, 2), "P02"), ((1, 1, 1), "S05")],
        ids=["high", "medium", "low"],
    )
    def test_a_risk_without_a_measure_is_a_warning_in_each_class(self, desk, scales, rule):
        desk.hear()
        frequency, reach, severity = scales
        desk.answer(RISK, verdict="partly", frequency=frequency, reach=reach, severity=severity)

        found = desk.completeness()

        assert ids(found.warnings) == [rule]
        assert not found.blocks

    def test_an_action_without_an_owner_is_a_warning(self, desk):
        desk.hear()
        desk.answer(RISK, verdict="partly", frequency=3, reach=3, severity=2)
        desk.plan("Meer mensen in de avond")

        assert ids(desk.completeness().warnings) == ["P08"]

    def test_an_action_whose_term_is_over_or_far_away_is_a_warning(self, desk):
        desk.hear()
        desk.answer(RISK, verdict="partly", frequency=3, reach=3, severity=2)
        today = timezone.localdate()
        desk.plan("Te laat", owner_name="Chef", due_on=today - timedelta(days=1))
        desk.plan("Te ver", owner_name="Chef", due_on=today + timedelta(days=900))

        assert ids(desk.completeness().warnings) == ["P05", "P09"]


class TestConsent:
    @pytest.fixture(autouse=True)
    def council(self, desk):
        desk.hear()
        Organisation.objects.filter(pk=desk.organisation.pk).update(representation="or")
        desk.organisation.refresh_from_db()

    def decide(self, desk, decision="consented"):
        with scope(organisation=desk.organisation):
            desk.dossier.organisation = desk.organisation
            version = freeze(dossier=desk.dossier, user=None)
            Consent.objects.create(
                organisation=desk.organisation,
                version=version,
                decision=decision,
                reason="Eerst de roosters" if decision == "withheld" else "",
                decided_on=timezone.localdate(),
                by=UserFactory(),
            )

    def test_without_a_decision_it_is_missing(self, desk):
        found = desk.completeness()

        assert ids(found.warnings) == ["S07"]
        assert found.needs_consent_reason
        assert not found.blocks

    def test_consent_about_this_version_holds(self, desk):
        self.decide(desk)
        found = desk.completeness()

        assert found.warnings == ()
        assert not found.needs_consent_reason

    def test_consent_about_an_older_version_is_told(self, desk):
        self.decide(desk)
        desk.answer(RISK, verdict="not_applicable", reason="Dat komt hier niet voor.")

        assert ids(desk.completeness().warnings) == ["S08"]

    @pytest.mark.parametrize("changed", [False, True], ids=["this version", "an older version"])
    def test_consent_that_is_withheld_is_told(self, desk, changed):
        self.decide(desk, "withheld")
        if changed:
            desk.answer(RISK, verdict="not_applicable", reason="Dat komt hier niet voor.")

        assert desk.completeness().consent_gap is ConsentGap.WITHHELD

    def test_somebody_who_tries_has_nobody_to_ask(self, desk):
        desk.organisation.trial_ends_at = timezone.now() + timedelta(days=3)

        assert desk.completeness().consent_gap is None
