"""Reading YAML that people write by hand: plain data in, or a message they can act on."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apps.rie.content.yamlfile import MAX_FILE_SIZE, ContentError, parse_yaml, read_yaml

BOMB = "a: &a [x, x]\n" + "".join(
    f"{new}: &{new} [*{old}, *{old}]\n" for old, new in zip("abcdef", "bcdefg", strict=True)
)


def problem(text: str) -> str:
    with pytest.raises(ContentError) as caught:
        parse_yaml(text, name="proef.yaml")
    (found,) = caught.value.problems
    return found


def test_data_comes_with_the_line_of_every_key():
    file = parse_yaml("# boven\na: 1\nb:\n  - c: 2\n  - d: 3\n", name="proef.yaml")

    assert file.data == {"a": 1, "b": [{"c": 2}, {"d": 3}]}
    assert [file.line_of(key) for key in (("a",), ("b",), ("b", 0, "c"), ("b", 1, "d"))] == [2, 3, 4, 5]


def test_for_a_key_that_is_missing_the_line_of_what_it_belongs_to_is_given():
    file = parse_yaml("a: 1\nb:\n  c: 2\n", name="proef.yaml")

    assert file.problem(("b", "d"), "this key is missing; add it") == (
        "proef.yaml, line 2, b.d: this key is missing; add it"
    )


def test_a_tab_is_refused_with_its_line_and_what_to_use_instead():
    found = problem("a:\n\tb: 1\n")

    assert found.startswith("proef.yaml, line 2")
    assert "spaces" in found


def test_wrong_indentation_is_refused_with_its_line():
    assert problem("a:\n    b: 1\n  c: 2\n").startswith("proef.yaml, line 3")


def test_references_are_refused_before_they_can_fill_the_memory():
    assert problem(BOMB) == ("proef.yaml, line 2: references (*name) are not allowed; write the value out")


def test_a_key_that_stands_there_twice_is_refused():
    assert problem("a: 1\nb: 2\na: 3\n") == "proef.yaml, line 3: the key 'a' stands here twice; keep one"


def test_a_date_stays_text():
    assert parse_yaml("a: 2025-06-01\n", name="proef.yaml").data == {"a": "2025-06-01"}


@pytest.mark.parametrize(
    "text", ["", "   \n", "# alleen een opmerking\n"], ids=["nothing", "space", "comment"]
)
def test_an_empty_file_is_called_empty(text):
    assert problem(text) == "proef.yaml: is empty"


@pytest.mark.parametrize(
    "text",
    [
        "a: [1, 2\n",
        "a: 'open\n",
        "a: b: c\n",
        "--- 1\n--- 2\n",
        "a: !!python/object/apply:os.system [ls]\n",
        "a: !!python/name:os.system\n",
        "a: !eigen x\n",
        "a: @x\n",
        "a: %x\n",
        "? [a, b]\n: c\n",
        "? {a: b}\n: c\n",
        "a: !!int ''\n",
        "a: !!int x\n",
        "a: !!float ''\n",
        "a: !!bool misschien\n",
        "a: !!timestamp 2026-13-45\n",
        "a: !!timestamp morgen\n",
        "a: " + "[" * 2_000,
        "a: \x07\n",
        "a: \x00\n",
    ],
    ids=lambda text: ascii(text[:20]),
)
def test_whatever_cannot_be_read_is_a_content_error_that_names_the_file(text):
    assert problem(text).startswith("proef.yaml")


@given(st.text(alphabet="ab:-?[]{}!&*#'\"|>%@` \n\t0.~<=", max_size=25))
def test_no_text_at_all_makes_it_crash(text):
    with suppress(ContentError):
        parse_yaml(text, name="proef.yaml")


def test_a_file_that_is_not_utf8_says_how_to_save_it(tmp_path):
    (tmp_path / "oud.yaml").write_bytes("a: café\n".encode("latin-1"))

    with pytest.raises(ContentError, match=r"oud\.yaml: is not UTF-8 text \(byte 6\); save it as UTF-8"):
        read_yaml(tmp_path / "oud.yaml")


def test_a_file_with_the_mark_that_windows_puts_first_is_read(tmp_path):
    (tmp_path / "notepad.yaml").write_bytes(b"\xef\xbb\xbfa: 1\n")

    assert read_yaml(tmp_path / "notepad.yaml").data == {"a": 1}


def test_a_file_that_is_too_large_is_not_read(tmp_path):
    (tmp_path / "groot.yaml").write_bytes(b"#" * (MAX_FILE_SIZE + 1))

    with pytest.raises(ContentError, match=r"groot\.yaml: larger than 2,000,000 bytes; split or shorten it"):
        read_yaml(tmp_path / "groot.yaml")


def test_a_folder_is_not_a_file(tmp_path):
    with pytest.raises(ContentError, match="cannot be read"):
        read_yaml(tmp_path)
