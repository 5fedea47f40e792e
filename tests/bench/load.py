"""A few people who fill in statements at the same time, each in a firm of her own."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import count
from urllib.parse import urlencode

from tests.bench.browser import FORM_TYPE, Form, forms_in, is_saved
from tests.bench.servers import WebServer

WARM_SECONDS = 1.0
TEXT = "In de drukke weken nemen we elke bestelling aan, ook als het team al vol zit."
# Every third statement is a problem, and is told about field by field; each field is a save.
EVERY = 3
DETAILS = ("verdict", "frequency", "reach", "severity", "root_cause", "departments", "note")
PROBLEM, NO_PROBLEM = ("partly", "not_in_order"), ("in_order", "to_discuss")


@dataclass(frozen=True)
class Change:
    """One field that gets another value. ``lap``: how many times all statements were gone through before."""

    form: Form
    name: str
    lap: int
    is_problem: bool


@dataclass
class Load:
    """``seconds``: what each save in the measured time took. ``saved``: all saves, warming up included."""

    per_second: float = 0.0
    saved: int = 0
    seconds: list[float] = field(default_factory=list)
    problem: str = ""


class Person:
    """Someone with a browser and a session, who goes through her statements again and again."""

    def __init__(self, server: WebServer, *, session: str, pages: Sequence[str]) -> None:
        self.server, self.pages = server, pages
        self.cookies = {"sessionid": session}
        self.forms: list[Form] = []
        self.saves: list[tuple[float, float]] = []
        self.problem = ""

    def open_pages(self) -> None:
        """Read all her statements; the pages are not part of what is measured."""
        for page in self.pages:
            answer = self.server.ask(page, headers=self._headers())
            if answer.status != 200:
                self.problem = f"a page answered {answer.status}"
                return
            self.cookies |= answer.cookies
            self.forms += forms_in(answer.body.decode())

    def save_until(self, deadline: float) -> None:
        """Save one change after the other; stops at a save that is refused and keeps what was answered."""
        for step in script(self.forms):
            if time.perf_counter() > deadline:
                return
            carry_out(step)
            body = urlencode(step.form.data())
            start = time.perf_counter()
            answer = self.server.ask(step.form.action, body=body, headers=self._headers(form=True))
            end = time.perf_counter()
            if not is_saved(answer.status, answer.body):
                self.problem = f"a save of {step.name} answered {answer.status}"
                return
            self.saves.append((end, end - start))
            step.form.swap(answer.body.decode())

    def _headers(self, *, form: bool = False) -> dict[str, str]:
        cookies = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        return {"Cookie": cookies, **({"HX-Request": "true", "Content-Type": FORM_TYPE} if form else {})}


def script(forms: Sequence[Form]) -> Iterator[Change]:
    """What is changed one after the other, without end; in every lap a field gets another value."""
    for lap in count() if forms else ():
        for number, form in enumerate(forms):
            is_problem = number % EVERY == 0
            for name in DETAILS if is_problem else DETAILS[:1]:
                yield Change(form, name, lap, is_problem)


def carry_out(step: Change) -> None:
    """Give the field another value than it has; a field that the statement does not have becomes the note."""
    offered = step.form.offers(step.name)
    if step.name == "verdict":
        step.form.fill_in("verdict", (PROBLEM if step.is_problem else NO_PROBLEM)[step.lap % 2])
    elif offered:
        step.form.fill_in(step.name, following(offered, step.form.value(step.name)))
    else:
        name = "note" if offered is None else step.name
        step.form.fill_in(name, f"{TEXT} ({step.name}, {step.lap})")


def following(offered: Sequence[str], now: Sequence[str]) -> str:
    """The choice after the present one; never "nothing chosen"."""
    choices = [value for value in offered if value]
    place = choices.index(now[0]) + 1 if now and now[0] in choices else 0
    return choices[place % len(choices)]


def save_together(people: Sequence[Person], *, seconds: float) -> Load:
    """Let everybody save at the same time, first to warm up and then ``seconds`` long."""
    for person in people:
        person.open_pages()
    begin = time.perf_counter() + WARM_SECONDS
    end = begin + seconds
    threads = [threading.Thread(target=person.save_until, args=[end], daemon=True) for person in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    measured = [took for person in people for at, took in person.saves if begin <= at <= end]
    return Load(
        per_second=len(measured) / seconds,
        saved=sum(len(person.saves) for person in people),
        seconds=measured,
        problem=next((person.problem for person in people if person.problem), ""),
    )
