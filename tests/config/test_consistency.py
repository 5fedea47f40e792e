"""About the code base itself: nothing left behind, too large to read, or not what its table says."""

from __future__ import annotations

import hashlib
import re
import subprocess
from pathlib import Path

import pytest

from config.environment import BASE_DIR

# Named by Django, by allauth, or put together from a key (apps/rie/charts.py, apps/reports/chapters.py,
# apps/organisations/letters.py).
FOUND_BY_NAME = re.compile(
    r"^(?:\d{3}(?:_csrf)?\.html|(?:admin|account|allauth|mfa|socialaccount|charts|forms|django/forms|letters)/.*"
    r"|reports/pdf/(chapters/.*|full.html|plan.html)"
    r"|actions/help_sheets/pictures/[a-z].*)$"
)
MAX_LINES = 350


def tracked(*patterns: str) -> list[Path]:
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--", *patterns], cwd=BASE_DIR, capture_output=True, check=True, text=True
    )
    return [BASE_DIR / name for name in listed.stdout.split("\0") if name]


def source() -> str:
    return "\n".join(path.read_text(encoding="utf-8") for path in tracked("apps/*.py", "templates/*"))


def test_every_template_is_used_somewhere():
    text = source()
    names = [path.relative_to(BASE_DIR / "templates").as_posix() for path in tracked("templates/*")]
    unused = [name for name in names if f'"{name}"' not in text and not FOUND_BY_NAME.match(name)]
    assert unused == []


def test_no_file_is_too_long_to_read_in_one_sitting():
    too_long = {
        path.relative_to(BASE_DIR).as_posix(): lines
        for path in tracked("apps/*.py", "config/*.py", "tests/*.py")
        if (lines := len(path.read_text(encoding="utf-8").splitlines())) > MAX_LINES
    }
    assert too_long == {}


def test_no_lock_file_records_where_packages_come_from():
    assert tracked("uv.lock", "poetry.lock", "Pipfile.lock", "package-lock.json") == []


@pytest.mark.parametrize("name", ["base.txt", "dev.txt"])
def test_every_pinned_package_has_a_hash(name: str):
    text = (BASE_DIR / "requirements" / name).read_text(encoding="utf-8")
    pinned = re.findall(r"^[a-z0-9][\w.-]*==\S+.*?(?=^\S|\Z)", text, flags=re.MULTILINE | re.DOTALL)
    assert pinned
    assert [entry.split()[0] for entry in pinned if "--hash=sha256:" not in entry] == []


def test_vendored_files_are_what_the_table_says():
    vendor = BASE_DIR / "static/vendor"
    table = (vendor / "README.md").read_text(encoding="utf-8")
    rows = dict(re.findall(r"^\| (\S+\.\w+) \|.*?\| ([0-9a-f]{64}) \|", table, flags=re.MULTILINE))
    files = [path for path in tracked("static/vendor/*") if path.name not in ("README.md", "LICENSE")]
    assert {path.relative_to(vendor).as_posix() for path in files} == set(rows)
    for path in files:
        digest = hashlib.sha256(path.read_bytes()).hexdigest()
        assert rows[path.relative_to(vendor).as_posix()] == digest, path
