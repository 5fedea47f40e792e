"""The rules of the field are plain Python: import-linter guards our own modules, this guards Django's."""

import subprocess
import sys

import pytest
from django.conf import settings


@pytest.mark.parametrize("package", ["apps.rie.evaluation", "apps.actions.recommendation"])
@pytest.mark.parametrize("forbidden", ["django.db", "django.http"])
def test_the_rules_can_be_used_without_a_database_or_a_request(package: str, forbidden: str) -> None:
    code = f"import {package}, sys; sys.exit({forbidden!r} in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], cwd=settings.BASE_DIR)
    assert done.returncode == 0
