"""YAML as a person would write it: short lists on one line, long texts as blocks, no needless quotes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

import yaml

WIDTH = 100
LONG = 80


class Inline(list):
    """A list that stands on one line: ``[W03, W04]``."""


class InlineMapping(dict):
    """A mapping that stands on one line: ``{name: Winkel, headcount: 9}``."""


class _Dumper(yaml.SafeDumper):
    def ignore_aliases(self, data: Any) -> bool:
        """Write a value that occurs twice out twice: reading refuses references."""
        return True

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        """Indent lists below their key."""
        super().increase_indent(flow, indentless=False)

    def choose_scalar_style(self) -> str:
        """Double quotes where quotes are needed, as people write them in these files."""
        style = super().choose_scalar_style()
        return '"' if style == "'" else style


def to_yaml(sections: Iterable[Mapping[str, Any]]) -> str:
    """YAML of one mapping that comes in sections, with an empty line between those of several lines."""
    text = ""
    for section in sections:
        dumped = yaml.dump(
            dict(section),
            Dumper=_Dumper,
            allow_unicode=True,
            sort_keys=False,
            default_flow_style=False,
            width=WIDTH,
        )
        text += ("\n" if text and dumped.count("\n") > 1 else "") + dumped
    return text


def _text(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=_style(text))


def _style(text: str) -> str | None:
    """A block for long text and for several lines; None lets YAML decide about the quotes.

    A block cannot show spaces at the edges of a line, so such texts go between double quotes.
    """
    if "\n" not in text and len(text) <= LONG:
        return None
    lines = text.split("\n")
    if not lines[0] or any(line != line.strip() for line in lines):
        return '"'
    return "|" if len(lines) > 1 else ">"


def _amount(dumper: yaml.SafeDumper, amount: Decimal) -> yaml.ScalarNode:
    """Euros without cents when there are none."""
    if amount == amount.to_integral_value():
        return dumper.represent_int(int(amount))
    return dumper.represent_scalar("tag:yaml.org,2002:float", f"{amount:.2f}")


_Dumper.add_representer(str, _text)
_Dumper.add_representer(Decimal, _amount)
_Dumper.add_representer(
    Inline, lambda dumper, data: dumper.represent_sequence("tag:yaml.org,2002:seq", data, flow_style=True)
)
_Dumper.add_representer(
    InlineMapping,
    lambda dumper, data: dumper.represent_mapping("tag:yaml.org,2002:map", data.items(), flow_style=True),
)
