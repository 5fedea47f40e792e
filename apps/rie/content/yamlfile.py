"""Reading YAML that people write by hand, with messages that say where the mistake is."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ValidationError

Location = tuple[Hashable, ...]
Model = TypeVar("Model", bound=BaseModel)

_WHOLE_FILE: Any = object()  # not None: an entry that is left empty is None
MAX_FILE_SIZE = 2_000_000


class ContentError(Exception):
    """One or more mistakes in a file. Each names file, line and key, and what to do about it."""

    def __init__(self, problems: Iterable[str]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(self.problems))


class _StrictLoader(yaml.SafeLoader):
    """Plain data only; dates stay text (the schema reads them); a key given twice is a mistake.

    Aliases are refused: nobody needs them here, and a few lines of them can fill all memory.
    """

    def compose_node(self, parent: yaml.Node | None, index: Any) -> yaml.Node:
        if self.check_event(yaml.AliasEvent):
            event = self.peek_event()
            raise yaml.composer.ComposerError(
                None, None, "references (*name) are not allowed; write the value out", event.start_mark
            )
        return super().compose_node(parent, index)

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, Any]:
        seen: set[str] = set()
        for key_node, _ in node.value:
            if key_node.value in seen:
                raise yaml.constructor.ConstructorError(
                    None, None, f"the key '{key_node.value}' stands here twice; keep one", key_node.start_mark
                )
            seen.add(str(key_node.value))
        return super().construct_mapping(node, deep=deep)


_StrictLoader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag != "tag:yaml.org,2002:timestamp"]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


@dataclass(frozen=True)
class YamlFile:
    """Parsed data, and for each key the line it stands on."""

    name: str
    data: Any
    lines: dict[Location, int]

    def line_of(self, location: Location) -> int:
        """The line of a key, or of the nearest key around it when the key itself is missing."""
        while location and location not in self.lines:
            location = location[:-1]
        return self.lines.get(location, 1)

    def problem(self, location: Location, message: str) -> str:
        key = ".".join(str(part) for part in location) or "the file"
        return f"{self.name}, line {self.line_of(location)}, {key}: {message}"

    def check(self, model: type[Model], data: Any = _WHOLE_FILE, prefix: Location = ()) -> Model:
        """Check (a part of) the file against a schema.

        Raises:
            ContentError: with every mistake found, not only the first.
        """
        try:
            return model.model_validate(self.data if data is _WHOLE_FILE else data)
        except ValidationError as error:
            raise ContentError(
                self.problem(prefix + tuple(item["loc"]), _remedy(item)) for item in error.errors()
            ) from None


def read_yaml(path: Path) -> YamlFile:
    """Read one YAML file.

    Raises:
        ContentError: when the file cannot be read or is not YAML; names the line.
    """
    try:
        if path.stat().st_size > MAX_FILE_SIZE:
            raise ContentError([f"{path.name}: larger than {MAX_FILE_SIZE:,} bytes; split or shorten it"])
        return parse_yaml(path.read_text(encoding="utf-8"), name=path.name)
    except OSError as error:
        raise ContentError([f"{path.name}: cannot be read ({error.strerror})"]) from None
    except UnicodeDecodeError as error:
        raise ContentError(
            [f"{path.name}: is not UTF-8 text (byte {error.start}); save it as UTF-8"]
        ) from None


def parse_yaml(text: str, *, name: str) -> YamlFile:
    """Parse YAML from text; ``name`` is how messages call the file. Raises like :func:`read_yaml`."""
    if len(text.encode(errors="replace")) > MAX_FILE_SIZE:
        raise ContentError([f"{name}: larger than {MAX_FILE_SIZE:,} bytes; split or shorten it"])
    try:
        loader = _StrictLoader(text)
        try:
            node = loader.get_single_node()
            if node is None:
                raise ContentError([f"{name}: is empty"])
            return YamlFile(name=name, data=loader.construct_document(node), lines=dict(_walk(node)))
        finally:
            loader.dispose()
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = mark.line + 1 if mark else 1
        problem = error.problem or "is not valid YAML"
        if "\\t" in problem:
            problem = "a tab stands here; indent with spaces"
        raise ContentError([f"{name}, line {line}: {problem}"]) from None
    except yaml.reader.ReaderError as error:
        line = text.count("\n", 0, error.position) + 1
        problem = f"holds an invisible character (U+{error.character:04X}); remove it"
        raise ContentError([f"{name}, line {line}: {problem}"]) from None
    except (ValueError, TypeError, LookupError, AttributeError, RecursionError):
        # What PyYAML raises for a tag that does not fit its value, a list as a key, or too deep a nesting.
        raise ContentError(
            [f"{name}: holds a key, a value or a nesting that cannot be read; use plain text"]
        ) from None


def _walk(node: yaml.Node, location: Location = ()) -> Iterable[tuple[Location, int]]:
    yield location, node.start_mark.line + 1
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            here = (*location, key.value)
            yield here, key.start_mark.line + 1
            for inner, line in _walk(value, here):
                if inner != here:
                    yield inner, line
    elif isinstance(node, yaml.SequenceNode):
        for number, value in enumerate(node.value):
            yield from _walk(value, (*location, number))


def _remedy(item: Any) -> str:
    """pydantic's finding, with what to do where its own words do not say so."""
    kind, message = item["type"], item["msg"]
    if kind == "extra_forbidden":
        return "this key is not known; check its spelling or remove it"
    if kind == "missing":
        return "this key is missing; add it"
    if kind == "string_type":
        return f"{message[0].lower()}{message[1:]}; put the text between quotes"
    return f"{message.removeprefix('Value error, ')} (now: {_short(item.get('input'))})"


def _short(value: Any) -> str:
    text = repr(value)
    return text if len(text) <= 60 else text[:57] + "…"
