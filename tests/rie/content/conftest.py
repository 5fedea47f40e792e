"""The content as it is, and a copy of it to make mistakes in."""

from __future__ import annotations

import shutil
from functools import lru_cache
from pathlib import Path

import pytest

from apps.rie.content import loader
from apps.rie.content.yamlfile import YamlFile, parse_yaml, read_yaml


@pytest.fixture(scope="session")
def psa() -> loader.InstrumentFile:
    return loader.load_psa()


@lru_cache(maxsize=64)
def _parse(text: str, name: str) -> YamlFile:
    return parse_yaml(text, name=name)


def _read(path: Path) -> YamlFile:
    """As ``read_yaml``; a file that no test changed is parsed once, which is most of the work."""
    try:
        return _parse(path.read_text(encoding="utf-8"), path.name)
    except (OSError, UnicodeDecodeError):
        return read_yaml(path)


@pytest.fixture
def copy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(loader, "read_yaml", _read)
    return Path(shutil.copytree(loader.PSA_DIR, tmp_path / "psa"))
