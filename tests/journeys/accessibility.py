"""Can everybody use this page? Asked of the page as it stands, folded parts and all."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

WCAG_AA = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
AXE_OPTIONS = {"resultTypes": ["violations"], "runOnly": WCAG_AA}
WIDE, PHONE, NARROWEST = 1280, 360, 320
HEIGHT = 900

# Elements that stick out at the right; not those hidden on purpose, nor tables that scroll in their own box.
STICKING_OUT = """() => {
  const limit = document.documentElement.clientWidth;
  const left_out = ".visually-hidden, .skip-link, .table-responsive > *";
  const wide = [...document.body.querySelectorAll("*")].filter(
    element => element.getBoundingClientRect().right > limit + 1 && !element.closest(left_out));
  return {
    page: document.documentElement.scrollWidth,
    elements: wide.slice(0, 5).map(element => element.outerHTML.slice(0, 120)),
  };
}"""
UNFOLD = "() => document.querySelectorAll('details').forEach(part => { part.open = true; })"


def assert_everybody_can_use(
    page: Page, *, widths: tuple[int, ...] = (WIDE, PHONE), dark: bool = False
) -> None:
    """No violation of WCAG 2 A or AA and no scrolling sideways, at these widths; the latter also narrower."""
    page.evaluate(UNFOLD)
    for width in widths:
        with _at_width(page, width):
            assert_no_violations(page)
        assert_fits(page, width)
    if dark:
        page.emulate_media(color_scheme="dark")
        assert_no_violations(page)
        page.emulate_media(color_scheme="light")
    assert_fits(page, NARROWEST)


def assert_no_violations(page: Page) -> None:
    """What axe-core can find."""
    results = Axe().run(page, options=AXE_OPTIONS)
    assert not results.violations_count, f"{page.url} at {page.viewport_size}\n{results.generate_report()}"


def assert_fits(page: Page, width: int) -> None:
    """Nothing sticks out at the right of a window of ``width`` pixels."""
    with _at_width(page, width):
        found = page.evaluate(STICKING_OUT)
    assert found["page"] <= width, f"{page.url} is {found['page']} wide at {width}: {found['elements']}"
    assert not found["elements"], f"{page.url} at {width}: sticks out: {found['elements']}"


@contextmanager
def _at_width(page: Page, width: int) -> Iterator[None]:
    before = page.viewport_size
    page.set_viewport_size({"width": width, "height": HEIGHT})
    yield
    page.set_viewport_size(before)
