"""``make bench``: measure the budgets. Options: ``--only NAME`` (also repeated), ``--quick``, ``--json``.

Exit code 0 when every row keeps to its budget, 1 when one does not, 2 for a wrong option.
"""

from __future__ import annotations

import argparse
import signal
import sys
import time
import traceback
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from tests.bench.environment import QUICK, Effort, folder, machine, set_environment
from tests.bench.report import Row, as_json, exit_code, heading, line

SECTIONS = ("pages", "queries", "exports", "saving", "pdf", "stored", "process")


def main(arguments: Sequence[str] | None = None) -> int:
    options = read(arguments)
    start = time.monotonic()
    say = (lambda text: None) if options.json else (lambda text: print(text, flush=True))
    say(" · ".join(f"{name}: {value}" for name, value in machine().items()))
    try:
        rows = run(options.only or SECTIONS, effort=QUICK if options.quick else Effort(), say=say)
    except KeyboardInterrupt:
        return 130
    seconds, code = time.monotonic() - start, exit_code(rows, quick=options.quick)
    if options.json:
        print(as_json(rows, machine=machine(), quick=options.quick, seconds=seconds))
    say(f"{'All rows are fine.' if code == 0 else 'Not every row is fine.'} {seconds:.0f} seconds.")
    return code


def read(arguments: Sequence[str] | None) -> argparse.Namespace:
    """The options of the command line."""
    parser = argparse.ArgumentParser(prog="make bench ARGS=…", description="Measure the budgets.")
    parser.add_argument("--only", action="append", choices=SECTIONS, help="one part; may be repeated")
    parser.add_argument("--quick", action="store_true", help="fewer samples; what is not there is no failure")
    parser.add_argument("--json", action="store_true", help="for another program to read")
    return parser.parse_args(arguments)


def run(names: Sequence[str], *, effort: Effort, say: Callable[[str], None]) -> list[Row]:
    """Measure some sections, each row shown as soon as it is there."""
    rows = []
    say(heading())
    with folder() as place:
        for row in measure(names, effort=effort, place=place):
            say(line(row))
            rows.append(row)
    return rows


def measure(names: Sequence[str], *, effort: Effort, place: Path) -> Iterator[Row]:
    """The rows of some sections, one after the other. A section that breaks is a failed row."""
    set_environment(place / "data")
    import django

    django.setup()
    from django.core.management import call_command

    from tests.bench import sections

    call_command("collectstatic", interactive=False, verbosity=0)
    bench = sections.Bench(place=place, effort=effort)
    for name in names:
        try:
            yield from sections.ROWS[name](bench)
        except Exception as error:
            traceback.print_exc()
            problem = f"{type(error).__name__}: {error}".splitlines()[0]
            yield Row(name, None, "", None, problem=problem)


if __name__ == "__main__":
    # So that SIGTERM, as Ctrl-C does, passes every "finally" that ends a program we started.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    sys.exit(main())
