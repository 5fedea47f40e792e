"""What an operator can get wrong without noticing. ``manage.py check --deploy`` says it, with what to do.

| id              | what is wrong                                                                 |
| --------------- | ----------------------------------------------------------------------------- |
| werkbalans.E001 | the secret key is the one of development, or too short                        |
| werkbalans.E002 | the virus scanner cannot be loaded                                            |
| werkbalans.E003 | uploaded files or the database stand where static files are served from      |
| werkbalans.E004 | the certificate that seals a toetsverslag cannot be opened                      |
| werkbalans.W001 | SQLite, while the site has several hosts or several web processes             |
| werkbalans.W002 | no mail server, so nobody gets an invitation or a code                        |
| werkbalans.W003 | https is off                                                                  |
| werkbalans.W004 | everybody on this machine may look into the folder with data                  |
| werkbalans.W005 | accounts of the demo, whose password everyone knows                           |
| werkbalans.W006 | several web processes that do not share their counts of attempts              |
| werkbalans.W007 | links in letters lead to an address at which this site does not answer        |
| werkbalans.W008 | no certificate, so no toetsverslag can be sealed                              |

Single sign-on that is only half filled in needs no check: the application refuses to start.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.checks import CheckMessage, Error, Tags, Warning, register
from django.db import DatabaseError, connection
from django.http.request import split_domain_port, validate_host
from django.utils.module_loading import import_string

from apps.reports.seal.certificate import NoCertificateError, signer
from config.environment import DEVELOPMENT_KEY

MINIMUM_KEY = 50
LOCAL_HOSTS = frozenset({"localhost", "127.0.0.1", "[::1]", "testserver"})
DEMO_DOMAIN = "@demo.example"
OWN_MEMORY = ("locmem.LocMemCache", "dummy.DummyCache")


@register(Tags.security, deploy=True)
def secret_key(**options: Any) -> list[CheckMessage]:
    """The key signs sessions and links: who knows it can be anybody."""
    if settings.SECRET_KEY != DEVELOPMENT_KEY and len(settings.SECRET_KEY) >= MINIMUM_KEY:
        return []
    return [
        Error(
            f"SECRET_KEY is the one of development, or shorter than {MINIMUM_KEY} characters.",
            hint="Set it to the output of python3 -c 'import secrets; print(secrets.token_urlsafe(60))'.",
            id="werkbalans.E001",
        )
    ]


@register(Tags.security)
def virus_scanner(**options: Any) -> list[CheckMessage]:
    """A scanner that cannot be loaded would refuse every upload, one by one."""
    if not settings.EVIDENCE_SCANNER:
        return []
    try:
        usable = callable(import_string(settings.EVIDENCE_SCANNER))
    except ImportError:
        usable = False
    if usable:
        return []
    return [
        Error(
            f"EVIDENCE_SCANNER is {settings.EVIDENCE_SCANNER!r}; no function can be loaded from there.",
            hint="Give the dotted path of a function, such as our_server.clamd.scan; see docs/uploads.md.",
            id="werkbalans.E002",
        )
    ]


@register(Tags.security)
def files_are_not_served(**options: Any) -> list[CheckMessage]:
    """What stands under the static files can be fetched by everybody."""
    public = [Path(settings.STATIC_ROOT), *(Path(folder) for folder in settings.STATICFILES_DIRS)]
    private = [Path(settings.MEDIA_ROOT), *_database_files()]
    if not any(path.is_relative_to(folder) for path in private for folder in public):
        return []
    return [
        Error(
            "Uploaded files or the database stand among the static files, where everybody can fetch them.",
            hint="Set DATA_DIR to a folder outside static/.",
            id="werkbalans.E003",
        )
    ]


@register(Tags.security, deploy=True)
def database_for_this_size(**options: Any) -> list[CheckMessage]:
    """One file cannot be shared by several machines, and lets one process write at a time."""
    hosts = set(settings.ALLOWED_HOSTS) - LOCAL_HOSTS
    if connection.vendor != "sqlite" or (len(hosts) < 2 and settings.WEB_CONCURRENCY < 2):
        return []
    return [
        Warning(
            "The database is SQLite, while ALLOWED_HOSTS names several hosts or WEB_CONCURRENCY is over 1.",
            hint="Set DATABASE_URL to a PostgreSQL database, or keep one host and one web process.",
            id="werkbalans.W001",
        )
    ]


@register(Tags.security, deploy=True)
def mail_is_sent(**options: Any) -> list[CheckMessage]:
    """Without mail nobody can confirm an address, reset a password or accept an invitation."""
    if settings.EMAIL_BACKEND.endswith("smtp.EmailBackend"):
        return []
    return [
        Warning(
            "There is no mail server: invitations and codes to log in reach nobody.",
            hint="Set MAIL_URL, for example smtp://user:password@mail.example:587.",
            id="werkbalans.W002",
        )
    ]


@register(Tags.security, deploy=True)
def https_is_on(**options: Any) -> list[CheckMessage]:
    """Without https passwords and answers travel in the open."""
    if settings.SESSION_COOKIE_SECURE and settings.SECURE_SSL_REDIRECT:
        return []
    return [
        Warning(
            "BEHIND_HTTPS is off: passwords and answers travel in the open.",
            hint="Put a proxy with https in front that sets X-Forwarded-Proto, and leave BEHIND_HTTPS out.",
            id="werkbalans.W003",
        )
    ]


@register(Tags.security, deploy=True)
def data_is_private(**options: Any) -> list[CheckMessage]:
    """The folder with the database and the files is for the account that runs the application."""
    open_folders = [folder for folder in _data_folders() if folder.is_dir() and folder.stat().st_mode & 0o007]
    return [
        Warning(
            f"Everybody on this machine may look into {folder}.",
            hint=f"Close it with: chmod o-rwx {folder}",
            id="werkbalans.W004",
        )
        for folder in open_folders
    ]


@register(Tags.security, deploy=True)
def no_demo_accounts(**options: Any) -> list[CheckMessage]:
    """The password of the demo stands in the code."""
    if any(not path.exists() for path in _database_files()):
        return []  # connecting would make an empty database
    try:
        found = get_user_model().objects.filter(email__endswith=DEMO_DOMAIN, is_active=True).exists()
    except DatabaseError:  # no tables yet, so no accounts
        return []
    if not found:
        return []
    return [
        Warning(
            f"This database holds accounts of the demo (…{DEMO_DOMAIN}), whose password everyone knows.",
            hint="Start with an empty database, or delete these accounts and their firms.",
            id="werkbalans.W005",
        )
    ]


@register(Tags.security, deploy=True)
def attempts_are_counted_together(**options: Any) -> list[CheckMessage]:
    """Limits on guessing passwords are counted in the cache: one per process is as many limits."""
    apart = settings.CACHES["default"]["BACKEND"].endswith(OWN_MEMORY)
    if not apart or settings.WEB_CONCURRENCY < 2:
        return []
    return [
        Warning(
            "Several web processes each count attempts to log in for themselves.",
            hint="Use a cache that they share (the default is a table in the database), or one process.",
            id="werkbalans.W006",
        )
    ]


@register(Tags.security, deploy=True)
def letters_lead_here(**options: Any) -> list[CheckMessage]:
    """The worker writes links without a request to read the address from."""
    site = urlsplit(settings.SITE_URL)
    host, _port = split_domain_port(site.netloc)
    answers = bool(host) and validate_host(host, settings.ALLOWED_HOSTS)
    if answers and (site.scheme == "https" or not settings.SECURE_SSL_REDIRECT):
        return []
    return [
        Warning(
            f"Links in letters begin with {settings.SITE_URL}; at that address this site does not answer.",
            hint="Set SITE_URL to https:// and one of the hosts in ALLOWED_HOSTS.",
            id="werkbalans.W007",
        )
    ]


@register(Tags.security, deploy=True)
def reviews_are_sealed(**options: Any) -> list[CheckMessage]:
    """Without a certificate of its own a server makes no report of a review; one with a mistake neither."""
    if not settings.SEAL_FILE:
        return [
            Warning(
                "SEAL_FILE is not set: the report of a review cannot be sealed, so it is not made.",
                hint="Set SEAL_FILE to a PKCS#12 file and SEAL_PASSWORD to what opens it; see docs/seal.md.",
                id="werkbalans.W008",
            )
        ]
    try:
        signer()
    except NoCertificateError as error:
        return [Error(str(error), hint="Try: openssl pkcs12 -in FILE -info -noout", id="werkbalans.E004")]
    return []


def _database_files() -> Iterator[Path]:
    """The file of the database, when it is one; not the one in memory of a test."""
    name = str(settings.DATABASES["default"]["NAME"])
    if connection.vendor == "sqlite" and name != ":memory:" and not name.startswith("file:"):
        yield Path(name)


def _data_folders() -> set[Path]:
    """Where the database and the files stand; files that are not there yet will stand in the parent."""
    files = Path(settings.MEDIA_ROOT)
    return {files if files.is_dir() else files.parent, *(path.parent for path in _database_files())}
