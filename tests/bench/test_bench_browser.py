"""The browser of the benchmark reads, fills in and swaps as a real one does."""

from itertools import islice

import pytest

from tests.bench.application import log_in
from tests.bench.browser import Form, forms_in, is_saved
from tests.bench.firms import empty_dossier
from tests.bench.load import carry_out, following, script
from tests.bench.queries import FIRST, open_form, send

PAGE = """
<form method="post" action="/log-out/"><input type="hidden" name="csrfmiddlewaretoken" value="other"></form>
<form method="post" action="/answer/W01/" data-autosave>
  <input type="hidden" name="csrfmiddlewaretoken" value="token">
  <input type="radio" name="verdict" value="in_order" checked>
  <input type="radio" name="verdict" value="partly"><input type="radio" name="verdict" value="not_in_order">
  <div id="details-W01"><div class="grid">
    <select name="reach">
      <option value="">Kies</option><option value="1" selected>een</option><option value="2">2</option>
    </select>
    <select name="frequency">
      <option value="" selected>?</option><option value="1">1</option><option value="2">2</option>
    </select>
    <input type="checkbox" name="departments" value="a" checked>
    <input type="checkbox" name="departments" value="b">
  </div></div>
  <textarea name="note">
Piet &amp; co</textarea>
  <div id="save-W01"><input type="hidden" name="seen_json" value="{&quot;note&quot;: &quot;1&quot;}"></div>
  <button>Bewaar</button>
</form>
"""
ANSWER = """
<div id="save-W01"><input type="hidden" name="seen_json" value="new"></div>
<div id="details-W01" hx-swap-oob="true"></div>
<div id="meter" hx-swap-oob="true"><progress max="3" value="1"></progress></div>
"""


@pytest.fixture
def form() -> Form:
    [form] = forms_in(PAGE)
    return form


def test_only_what_is_filled_in_is_sent(form: Form) -> None:
    assert form.action == "/answer/W01/"
    assert sorted(form.data()) == [
        ("csrfmiddlewaretoken", "token"),
        ("departments", "a"),
        ("frequency", ""),
        ("note", "Piet & co"),
        ("reach", "1"),
        ("seen_json", '{"note": "1"}'),
        ("verdict", "in_order"),
    ]


def test_filling_in_replaces_what_was_there(form: Form) -> None:
    form.fill_in("verdict", "partly")
    form.fill_in("departments", "a", "b")
    assert (form.value("verdict"), form.value("departments")) == (["partly"], ["a", "b"])


def test_a_field_that_is_not_on_the_page_cannot_be_filled_in(form: Form) -> None:
    assert form.offers("severity") is None
    with pytest.raises(KeyError):
        form.fill_in("severity", "1")


def test_an_answer_takes_the_place_of_the_old_pieces(form: Form) -> None:
    form.swap(ANSWER)
    assert sorted(form.data()) == [
        ("csrfmiddlewaretoken", "token"),
        ("note", "Piet & co"),
        ("seen_json", "new"),
        ("verdict", "in_order"),
    ]


def test_a_choice_goes_on_to_the_next_and_never_to_nothing() -> None:
    assert following(["", "1", "2"], [""]) == "1"
    assert following(["", "1", "2"], ["1"]) == "2"
    assert following(["", "1", "2"], ["2"]) == "1"


def test_every_third_statement_is_told_about_field_by_field(form: Form) -> None:
    other, third, fourth = (Form(action=name, parts={}) for name in ("other", "third", "fourth"))
    steps = islice(script([form, other, third, fourth]), 10)
    assert [(step.form.action, step.name) for step in steps][5:] == [
        ("/answer/W01/", "departments"),
        ("/answer/W01/", "note"),
        ("other", "verdict"),
        ("third", "verdict"),
        ("fourth", "verdict"),
    ]


def test_each_change_is_another_value_than_before(form: Form) -> None:
    for step in islice(script([form]), 21):
        before = sorted(form.data())
        carry_out(step)
        assert sorted(form.data()) != before


@pytest.mark.django_db
def test_a_real_page_is_read_filled_in_and_saved() -> None:
    dossier = empty_dossier()
    browser = log_in(dossier)
    form = open_form(browser, dossier, FIRST)
    form.fill_in("verdict", "partly")
    answer = send(browser, form)
    assert is_saved(answer.status_code, answer.content)
    form.swap(answer.content.decode())
    assert form.offers("frequency") == ["", "1", "2", "3", "4"]
    form.fill_in("frequency", "3")
    answer = send(browser, form)
    assert is_saved(answer.status_code, answer.content)
    assert open_form(browser, dossier, FIRST).value("frequency") == ["3"]
