"""A pretend computer for the tests of set-up: it remembers what was run and never runs anything."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import pytest

from config.dev.machine import Machine


@dataclass
class Pretend:
    """What is on the pretend computer, and what was done to it."""

    installed: set[str] = field(default_factory=set)
    appears_after_install: set[str] = field(default_factory=set)
    exit_code: int = 0
    commands: list[list[str]] = field(default_factory=list)

    def run(self, command: Sequence[str]) -> int:
        self.commands.append(list(command))
        if "install" in command:
            self.installed |= self.appears_after_install
        return self.exit_code

    def machine(self, *, is_root: bool, has_apt: bool, platform: str = "linux") -> Machine:
        return Machine(
            platform=platform,
            is_root=is_root,
            loads=lambda file: file in self.installed,
            finds=lambda name: f"/usr/bin/{name}" if has_apt and name == "apt-get" else None,
            run=self.run,
        )


@pytest.fixture
def pretend() -> Callable[..., Pretend]:
    return Pretend
