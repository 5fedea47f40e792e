"""A report opens our own static files and nothing else in the world."""

from __future__ import annotations

import subprocess
import sys

import pytest

from apps.reports.render import STATIC_ORIGIN, RefusedUrlError, static_fetcher, static_file


@pytest.mark.parametrize(
    "url",
    [
        "http://example.org/style.css",
        "https://example.org/style.css",
        "https://static.invalid.example.org/css/report.css",
        "https://static.invalid@example.org/css/report.css",
        "http://static.invalid/css/report.css",
        "//static.invalid/css/report.css",
        "file:///etc/passwd",
        "/etc/passwd",
        "css/report.css",
        "data:text/css,body{}",
        "ftp://static.invalid/css/report.css",
        f"{STATIC_ORIGIN}../../etc/passwd",
        f"{STATIC_ORIGIN}%2e%2e/%2e%2e/etc/passwd",
        f"{STATIC_ORIGIN}/etc/passwd",
        f"{STATIC_ORIGIN}css",
        f"{STATIC_ORIGIN}",
        f"{STATIC_ORIGIN}css/does-not-exist.css",
        "",
    ],
)
def test_anything_else_is_refused(url: str):
    with pytest.raises(RefusedUrlError):
        static_file(url)
    with pytest.raises(RefusedUrlError):
        static_fetcher().fetch(url)


def test_a_static_file_is_served_with_its_kind():
    response = static_fetcher().fetch(f"{STATIC_ORIGIN}css/report.css?v=1")
    assert response.content_type == "text/css"
    assert b"@page" in response.read()


def test_processes_that_serve_pages_never_load_the_pdf_maker():
    code = (
        "import django, sys; django.setup(); "
        "import config.urls, apps.reports.tasks, apps.reports.domain.reports; "
        "sys.exit('weasyprint' in sys.modules)"
    )
    environment = {"DJANGO_SETTINGS_MODULE": "tests.settings", "PATH": "/usr/bin:/bin"}
    done = subprocess.run([sys.executable, "-c", code], env=environment, check=False, capture_output=True)
    assert done.returncode == 0, done.stderr.decode()
