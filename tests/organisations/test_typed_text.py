"""What people type: checked in the same way and with the same words everywhere."""

import pytest
from django import forms
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from apps.organisations.fields import PlainTextField
from apps.organisations.validators import MAX_TEXT_LENGTH, validate_kvk_number, validate_plain_text


@pytest.mark.parametrize("number", ["12345678", "00000001"])
def test_a_kvk_number_has_eight_digits(number):
    validate_kvk_number(number)


@pytest.mark.parametrize(
    "number",
    [
        "",
        "1234567",
        "123456789",
        "1234567a",
        "12 34567",
        "1234-567",
        "12345678\n",
        "١٢٣٤٥٦٧٨",
        "１２３４５６７８",
    ],
)
def test_anything_else_is_no_kvk_number(number):
    with pytest.raises(ValidationError, match=r"8"):
        validate_kvk_number(number)


@given(st.text(st.characters(exclude_categories=["Cc", "Cs"])))
def test_every_letter_and_sign_people_can_type_is_fine(text):
    validate_plain_text(text + "\n\r\t")


@pytest.mark.parametrize("char", ["\x00", "\x07", "\x0b", "\x1b", "\x7f", "\x85", "\x9f"], ids=ascii)
def test_invisible_control_characters_are_refused(char):
    with pytest.raises(ValidationError):
        validate_plain_text(f"voor{char}na")


def test_a_text_of_exactly_the_limit_fits():
    assert PlainTextField().clean("x" * MAX_TEXT_LENGTH) == "x" * MAX_TEXT_LENGTH


def test_one_character_too_many_is_refused_with_both_numbers(english):
    with pytest.raises(forms.ValidationError, match=r"4001 characters; at most 4000"):
        PlainTextField().clean("x" * (MAX_TEXT_LENGTH + 1))


def test_a_line_end_counts_as_one_character_however_the_browser_sends_it():
    assert PlainTextField(max_length=5).clean("ab\r\ncd") == "ab\ncd"


def test_the_browser_is_not_told_the_limit_because_it_would_cut_off_without_saying_so():
    assert "maxlength" not in PlainTextField().widget.attrs
    assert PlainTextField().widget.attrs["data-counter"] == MAX_TEXT_LENGTH


def test_a_text_may_stay_empty_unless_it_is_required():
    assert PlainTextField().clean("") == ""
    with pytest.raises(forms.ValidationError):
        PlainTextField(required=True).clean("   ")


@given(st.text(st.characters(exclude_categories=["Cc", "Cs"]), max_size=50))
def test_a_text_that_is_saved_and_sent_again_stays_the_same(text):
    field = PlainTextField()
    once = field.clean(text)

    assert field.clean(once.replace("\n", "\r\n")) == once
