"""The same content has the same hash, whenever it is made; any other content has another one."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest

from apps.reports import hashing
from apps.reports.hashing import content_hash
from tests.reports.conftest import Sample
from tests.reports.sample import act, answer, hear_employees


def test_the_day_of_making_does_not_count(reports):
    report = reports["full"]
    assert content_hash(replace(report, made_on=date(2030, 1, 1))) == content_hash(report)


def test_both_kinds_differ(reports):
    assert content_hash(reports["full"]) != content_hash(reports["plan"])


def test_a_new_template_or_program_makes_new_reports(reports, monkeypatch):
    before = content_hash(reports["full"])
    assert content_hash(replace(reports["full"], product_version="9.9")) != before
    monkeypatch.setattr(hashing, "TEMPLATE_VERSION", 999)
    assert content_hash(reports["full"]) != before


@pytest.mark.parametrize("value", [Decimal(1), 1.5j, datetime, object()])
def test_anything_but_a_plain_value_is_refused(reports, value: Any):
    with pytest.raises(TypeError, match=type(value).__name__):
        content_hash(replace(reports["plan"], product_version=value))


@pytest.mark.django_db
def test_reading_twice_gives_the_same_hash(sample: Sample):
    assert content_hash(sample.report()) == content_hash(sample.report())


@pytest.mark.django_db
def test_an_answer_an_action_and_a_conversation_each_change_the_hash(sample: Sample):
    seen = {content_hash(sample.report())}
    answer(sample.dossier, "W01", sample.user, note="Vooral op vrijdag.")
    seen.add(content_hash(sample.report()))
    act(sample.dossier, sample.user, factors=["W01"], title="Vrijdag extra hulp", due_on=date(2027, 1, 1))
    seen.add(content_hash(sample.report()))
    hear_employees(sample.dossier, people_heard=12)
    seen.add(content_hash(sample.report()))
    assert len(seen) == 4


@pytest.mark.django_db
def test_a_note_with_an_answer_does_not_make_a_new_plan(sample: Sample):
    before = content_hash(sample.report("plan"))
    answer(sample.dossier, "W01", sample.user, note="Vooral op vrijdag.")
    assert content_hash(sample.report("plan")) == before
