"""``python -m tests.access.document``: write ``docs/access.md`` from the table."""

from __future__ import annotations

from pathlib import Path

from tests.access.table import ADDRESSES, Address, Who

FILE = Path(__file__).parents[2] / "docs" / "access.md"
HEADINGS = {
    Who.EMPLOYER: "employer",
    Who.HR: "HR",
    Who.CONTRIBUTOR: "contributor",
    Who.COUNCIL: "works council",
    Who.ADVISER: "adviser",
    Who.SUPPORT: "support",
    Who.SECTOR: "sector manager",
    Who.STRANGER: "other firm",
    Who.NOBODY: "not logged in",
}
INTRODUCTION = """\
# Who may go where

This table is what the tests hold the application to (`pytest -m access`): every address, in every capacity,
with GET and with POST. An address that is missing here fails a test. **R** reads (GET), **W** writes (POST),
– gets no further:

- in a firm (under `/b/<organisation>/`) a member without the right gets 403; who is no member gets 404, as
  for a firm that does not exist; who is not logged in is sent to the login page (a page that saves by
  itself gets 401, so that it can keep what was typed);
- a contributor gets 404 for parts and actions that were not given to her, an adviser for dossiers that are
  not shared with her practice;
- `adviser` and `support` are in the table as let in: a dossier shared with her practice, a look granted by
  the firm.

The rules themselves are `apps/organisations/permissions.py`; this table is written apart from them.
"""


def document() -> str:
    """The whole file."""
    head = ["address", *HEADINGS.values()]
    lines = [_row(head), _row(["---"] * len(head))]
    lines += [_row([f"`{name}`", *_cells(address)]) for name, address in ADDRESSES.items()]
    return INTRODUCTION + "\n" + "\n".join(lines) + "\n"


def _cells(address: Address) -> list[str]:
    return [_cell(address, who) for who in HEADINGS]


def _cell(address: Address, who: Who) -> str:
    reads = "R" if address.get and who in address.get else ""
    writes = "W" if address.post and who in address.post else ""
    return f"{reads} {writes}".strip() or "–"


def _row(cells: list[str]) -> str:
    return f"| {' | '.join(cells)} |"


if __name__ == "__main__":
    FILE.write_text(document(), encoding="utf-8")
