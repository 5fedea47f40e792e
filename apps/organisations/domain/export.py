"""Everything of a firm, or of a person, in a file that a machine can read (AVG art. 15 and 20).

Which tables take part is found in ``apps.organisations.records``. A room that has more to give than its
rows registers that here: the dossiers as files that can be read back, for example.
"""

from __future__ import annotations

import hashlib
import json
import zipfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import PurePosixPath
from typing import IO, Any

from django.core.files.storage import Storage
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils import timezone, translation
from django.utils.translation import gettext, gettext_noop
from django_scopes import scope

from apps.organisations.domain.deletion import models_of_a_firm
from apps.organisations.models import Membership, Organisation
from apps.organisations.records import as_record, file_fields

FORMAT = "werkbalans-firm-1"
LANGUAGE = "nl"  # who gets the file later need not know in which language somebody clicked


@dataclass(frozen=True)
class ExportedFile:
    """One extra file of a firm; ``path`` is its place in the archive."""

    path: str
    content: bytes


Exporter = Callable[[Organisation], Iterable[ExportedFile]]
_exporters: dict[str, Exporter] = {}


def register_exporter(name: str, exporter: Exporter) -> None:
    """Let a room add files to the export of a firm; a second one of the same name takes its place.

    The exporter runs in the scope of the firm.
    """
    _exporters[name] = exporter


@dataclass(frozen=True)
class Withheld:
    """What of a table is not the firm's yet: a draft of somebody who works for it.

    ``rows`` leaves rows out; ``blank`` names fields of a row that stay empty.
    """

    rows: Callable[[models.QuerySet], models.QuerySet] = lambda rows: rows
    blank: Callable[[models.Model], Iterable[str]] = lambda row: ()


_withheld: dict[str, Withheld] = {}


def register_withheld(label: str, withheld: Withheld) -> None:
    """Let a room keep drafts out of the export of a firm. ``label``: of the model, ``review.Finding``."""
    _withheld[label] = withheld


def export_organisation(*, organisation: Organisation, to: IO[bytes]) -> None:
    """Write everything of a firm to ``to`` as a ZIP file.

    ``organisation.json`` has every row of every table with rows of firms, ``files/`` what is stored,
    ``manifest.json`` the SHA-256 of each part. Rows are read in pieces, files are copied in pieces: what
    this takes of memory does not grow with the firm. One query per table, and those of the exporters.
    """
    with (
        scope(organisation=organisation),
        translation.override(LANGUAGE),
        zipfile.ZipFile(to, "w") as archive,
    ):
        parts = _Parts(archive)
        parts.write("README.txt", [_read_me(organisation).encode()])
        parts.write("organisation.json", _rows_as_json(organisation))
        for exporter in _exporters.values():
            for extra in exporter(organisation):
                parts.write(extra.path, [extra.content])
        for path, storage, name in _stored_files(organisation):
            parts.copy(path, storage, name)
        manifest = {"format": FORMAT, "files": parts.digests, "missing": parts.missing}
        archive.writestr("manifest.json", _json(manifest), zipfile.ZIP_DEFLATED)


@dataclass
class _Parts:
    """The archive being written, and what went into it."""

    archive: zipfile.ZipFile
    digests: dict[str, dict[str, Any]] = field(default_factory=dict)
    missing: list[str] = field(default_factory=list)

    def write(self, path: str, pieces: Iterable[bytes]) -> None:
        digest, size = hashlib.sha256(), 0
        entry = zipfile.ZipInfo(path, date_time=timezone.localtime().timetuple()[:6])
        entry.compress_type = zipfile.ZIP_DEFLATED
        with self.archive.open(entry, "w", force_zip64=True) as part:
            for piece in pieces:
                part.write(piece)
                digest.update(piece)
                size += len(piece)
        self.digests[path] = {"sha256": digest.hexdigest(), "bytes": size}

    def copy(self, path: str, storage: Storage, name: str) -> None:
        """A stored file; one that is gone is named as missing, and does not spoil the rest."""
        try:
            stored = storage.open(name)
        except FileNotFoundError:
            self.missing.append(path)
            return
        with stored:
            self.write(path, stored.chunks())


def _rows_as_json(organisation: Organisation) -> Iterator[bytes]:
    """``organisation.json`` in pieces, one row a line."""
    head = {
        "format": FORMAT,
        "made_at": timezone.now(),
        "organisation": as_record(organisation),
        "people": list(_people(organisation)),
    }
    yield _json(head).rstrip("\n}").encode() + b',\n  "rows": {'
    for number, model in enumerate(models_of_a_firm()):
        yield f"{',' if number else ''}\n    {json.dumps(model._meta.label)}: [".encode()
        withheld = _withheld.get(model._meta.label, Withheld())
        rows = withheld.rows(model._base_manager.filter(organisation_id=organisation.pk)).order_by("pk")
        for index, row in enumerate(rows.iterator(chunk_size=500)):
            record = {**as_record(row), **dict.fromkeys(withheld.blank(row), "")}
            line = json.dumps(record, cls=DjangoJSONEncoder, ensure_ascii=False)
            yield f"{',' if index else ''}\n      {line}".encode()
        yield b"]"
    yield b"\n  }\n}\n"


def _people(organisation: Organisation) -> Iterator[dict[str, Any]]:
    """Who the ids in the rows are, as far as they work here now."""
    for member in Membership.objects.filter(organisation=organisation).select_related("user"):
        yield {
            "user": member.user_id,
            "name": member.user.name,
            "email": member.user.email,
            "role": member.role,
        }


def _stored_files(organisation: Organisation) -> Iterator[tuple[str, Storage, str]]:
    """Place in the archive, storage and name of every file of a firm."""
    for model in models_of_a_firm():
        for column in file_fields(model):
            rows = model._base_manager.filter(organisation_id=organisation.pk).exclude(**{column.name: ""})
            for pk, name in rows.order_by("pk").values_list("pk", column.name):
                folder = f"files/{model._meta.model_name}/{pk}"
                yield f"{folder}{PurePosixPath(name).suffix}", column.storage, name


def _read_me(organisation: Organisation) -> str:
    return gettext(READ_ME) % {
        "firm": organisation.name,
        "moment": _moment(timezone.localtime()),
    }


def _moment(moment: datetime) -> str:
    return moment.strftime("%d-%m-%Y %H:%M")


def _json(value: Any) -> str:
    return json.dumps(value, cls=DjangoJSONEncoder, ensure_ascii=False, indent=2) + "\n"


READ_ME = gettext_noop("""Everything that Werkbalans holds about %(firm)s

Made on %(moment)s.

organisation.json  every row of every table: firm, members, invitations, answers, plan, audit trail.
                   Names of fields are those of the database. A link to another row is its id;
                   under "people" stands who the members are.
dossiers/          each RI&E as a file that Werkbalans can read in again.
files/             reports and evidence. The id in the name is the id of the row in organisation.json.
manifest.json      size and SHA-256 of every file, so that you can see that nothing was lost or changed.

Left out: passwords, and codes with which somebody could come in.
This archive holds sensitive information. Keep it where only you can get at it.
""")
