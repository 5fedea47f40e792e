"""The command of the benchmark, with nothing measured."""

import json
from collections.abc import Iterator
from typing import Any

import pytest

from tests.bench import __main__ as command
from tests.bench.environment import QUICK, Effort
from tests.bench.report import Budget, Row

FINE, OVER = Row("fine", 1, "×", Budget(4)), Row("over", 5, "×", Budget(4))


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """What was asked of the measuring; ``rows`` is what it answers."""
    asked: dict[str, Any] = {"rows": [FINE]}

    def measure(names: object, *, effort: Effort, place: object) -> Iterator[Row]:
        asked.update(names=tuple(names), effort=effort)
        yield from asked["rows"]

    monkeypatch.setattr(command, "measure", measure)
    return asked


def test_everything_is_measured_unless_a_part_is_named(asked: dict[str, Any]) -> None:
    assert command.main([]) == 0
    assert (asked["names"], asked["effort"]) == (command.SECTIONS, Effort())
    command.main(["--only", "pdf", "--only", "pages"])
    assert asked["names"] == ("pdf", "pages")


def test_a_quick_run_does_less(asked: dict[str, Any]) -> None:
    command.main(["--quick"])
    assert asked["effort"] == QUICK
    assert all(getattr(QUICK, name) < value for name, value in vars(Effort()).items())


def test_a_row_over_budget_is_the_exit_code_and_the_last_line(
    asked: dict[str, Any], capsys: pytest.CaptureFixture[str]
) -> None:
    asked["rows"] = [FINE, OVER]
    assert command.main([]) == 1
    assert "Not every row is fine." in capsys.readouterr().out.splitlines()[-1]


def test_json_is_all_that_is_printed(asked: dict[str, Any], capsys: pytest.CaptureFixture[str]) -> None:
    assert command.main(["--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["passed"] is True
    assert [row["name"] for row in found["rows"]] == ["fine"]
    assert found["machine"]["processors"] >= 1


def test_an_unknown_part_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stop:
        command.main(["--only", "everything"])
    assert stop.value.code == 2
    assert "everything" in capsys.readouterr().err


def test_every_part_that_can_be_named_exists() -> None:
    from tests.bench.sections import ROWS

    assert set(ROWS) == set(command.SECTIONS)
