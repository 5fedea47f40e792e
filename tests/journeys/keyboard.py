"""Someone who uses no mouse: Tab, Enter, Space and the arrows. Sees at every stop where she is."""

from __future__ import annotations

from playwright.sync_api import Page, expect

FARTHEST = 150  # stops; farther away than this nobody looks for anything
STOP = """() => {
  const stop = document.activeElement;
  // A tick box that is drawn by its label shows the ring there.
  const ring = getComputedStyle(stop).opacity === "0" ? stop.nextElementSibling : stop;
  const box = stop.getBoundingClientRect();
  const points = [[0.5, 0.5], [0.1, 0.1], [0.9, 0.9]].map(
    ([x, y]) => document.elementFromPoint(box.left + box.width * x, box.top + box.height * y));
  return {
    name: stop.outerHTML.slice(0, 160),
    isPage: stop === document.body,
    outline: getComputedStyle(ring).outlineStyle,
    width: parseFloat(getComputedStyle(ring).outlineWidth),
    inSight: points.some(found => found && (stop.contains(found) || found.contains(stop))),
  };
}"""


class Keyboard:
    """Drives one page. Every stop must have a visible ring and must not lie behind something else."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)

    def types(self, text: str) -> None:
        self.page.keyboard.type(text)

    def goes_to(self, selector: str) -> None:
        """Press Tab until this has the focus."""
        for _ in range(FARTHEST):
            self.press("Tab")
            self._sees_where_she_is()
            if self.page.evaluate("selector => document.activeElement.matches(selector)", selector):
                return
        raise AssertionError(f"{self.page.url}: {selector} cannot be reached with the Tab key")

    def goes_past_everything(self) -> int:
        """Press Tab until the page ends. Returns the number of stops."""
        for number in range(FARTHEST):
            self.press("Tab")
            if self._sees_where_she_is()["isPage"]:
                return number
        raise AssertionError(f"{self.page.url}: the Tab key does not get to the end")

    def follows(self, selector: str) -> None:
        """Go to a link or a button and press Enter, which leads to another page."""
        self.goes_to(selector)
        with self.page.expect_navigation():
            self.press("Enter")

    def has_focus(self, selector: str) -> None:
        expect(self.page.locator(selector)).to_be_focused()

    def _sees_where_she_is(self) -> dict[str, object]:
        stop = self.page.evaluate(STOP)
        if not stop["isPage"]:
            assert stop["outline"] != "none", f"No ring around {stop}"
            assert stop["width"] >= 2, f"A thin ring around {stop}"
            assert stop["inSight"], f"Hidden behind something: {stop}"
        return stop
