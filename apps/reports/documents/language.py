"""What a Word template may say: show a name, repeat a list, leave something out. Nothing else runs.

A template of a firm is code of a stranger. So it is rendered in Jinja's sandbox, and before that it is read:
one that does anything but the three things above is refused, with the words that are wrong. A list inside a
list must belong to it (``risico.acties`` within ``for risico in risicos``): the document cannot explode.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.translation import gettext as _
from jinja2 import Environment, StrictUndefined, nodes
from jinja2.exceptions import TemplateSyntaxError
from jinja2.sandbox import ImmutableSandboxedEnvironment

ALLOWED = (
    nodes.Template,
    nodes.Output,
    nodes.TemplateData,
    nodes.Name,
    nodes.Getattr,
    nodes.For,
    nodes.If,
    nodes.Compare,
    nodes.Operand,
    nodes.Const,
    nodes.And,
    nodes.Or,
    nodes.Not,
)
OF_A_LOOP = frozenset({"index", "first", "last", "length"})


class TemplateProblem(Exception):  # noqa: N818 - it says what is wrong with a template, for who made it
    """What is wrong, in words for who made the template."""


def environment() -> Environment:
    """The sandbox for a template: no globals, no filters, no tests; a name that is unknown is an error."""
    made = ImmutableSandboxedEnvironment(undefined=StrictUndefined, autoescape=True)
    made.globals.clear()
    made.filters.clear()
    made.tests.clear()
    return made


def check(source: str, *, names: Mapping[str, Any]) -> None:
    """Read one part of a template.

    Args:
        names: what a template may name, as :func:`apps.reports.documents.words.words_of` gives it.

    Raises:
        TemplateProblem: it says something that is not allowed, not known or not readable.
    """
    try:
        tree = environment().parse(source)
    except TemplateSyntaxError as error:
        raise TemplateProblem(
            _("The template cannot be read: %(error)s") % {"error": error.message}
        ) from None
    _walk(tree, dict(names), outer="")


def _walk(node: nodes.Node, known: dict[str, Any], outer: str) -> None:
    """``known``: name → an example of it. ``outer``: the name that the loop around this one gives."""
    if not isinstance(node, ALLOWED):
        kind = type(node).__name__
        raise TemplateProblem(
            _("A template can only show, repeat and leave out. This is something else: %(kind)s.")
            % {"kind": kind}
        )
    if isinstance(node, nodes.For):
        _walk_loop(node, known, outer)
        return
    if isinstance(node, nodes.Name | nodes.Getattr):
        _example(node, known)
        return
    for child in node.iter_child_nodes():
        _walk(child, known, outer)


def _walk_loop(node: nodes.For, known: dict[str, Any], outer: str) -> None:
    if not isinstance(node.target, nodes.Name) or not isinstance(node.iter, nodes.Name | nodes.Getattr):
        raise TemplateProblem(_("Write a repetition as: for actie in acties."))
    if node.test is not None or node.recursive:
        raise TemplateProblem(_("Write a repetition as: for actie in acties."))
    path = _path(node.iter)
    items = _example(node.iter, known)
    if not isinstance(items, list):
        raise TemplateProblem(_("“%(name)s” is not a list, so it cannot be repeated.") % {"name": path})
    if outer and path.split(".")[0] != outer:
        raise TemplateProblem(
            _("A list inside another one must belong to it. “%(name)s” does not.") % {"name": path}
        )
    target = node.target.name
    inside = {**known, target: items[0] if items else None, "loop": dict.fromkeys(OF_A_LOOP, "1")}
    for child in (*node.body, *node.else_):
        _walk(child, inside, target)


def _example(node: nodes.Expr, known: Mapping[str, Any]) -> Any:
    """What a name stands for in the example.

    Raises:
        TemplateProblem: there is no such name.
    """
    path = _path(node)
    value: Any = known
    for part in path.split("."):
        if value is None:
            return None  # of a list that is empty in the example nothing more is known
        if not isinstance(value, Mapping) or part not in value:
            raise TemplateProblem(_("The name “%(name)s” is not known.") % {"name": path})
        value = value[part]
    return value


def _path(node: nodes.Expr) -> str:
    return ".".join(_parts(node))


def _parts(node: nodes.Expr) -> Iterator[str]:
    if isinstance(node, nodes.Getattr):
        yield from _parts(node.node)
        yield node.attr
    elif isinstance(node, nodes.Name):
        yield node.name
    else:
        raise TemplateProblem(
            _("A template can only show, repeat and leave out. This is something else: %(kind)s.")
            % {"kind": type(node).__name__}
        )
