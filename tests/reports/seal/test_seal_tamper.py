"""One byte changed, anywhere: it is noticed."""

from __future__ import annotations

from io import BytesIO

import pytest
from django.db import connection
from django.urls import reverse
from pyhanko.pdf_utils.generic import TextStringObject
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

from apps.reports.seal.certificate import self_signed
from apps.reports.seal.sealing import seal_pdf
from apps.reports.seal.verdict import Verdict, judge
from apps.reports.seal.verifying import SealState, read_seal
from apps.review.domain.freezing import is_intact
from apps.review.models import Submission, Version
from tests.reports.seal.conftest import REFERENCE, keep
from tests.reports.seal.small import small_pdf

pytestmark = [pytest.mark.tamper, pytest.mark.django_db]
POSITIONS = 48  # spread over the file, besides the places that matter most


def flipped(content: bytes, position: int) -> bytes:
    changed = bytearray(content)
    changed[position] ^= 0x01
    return bytes(changed)


def spread(content: bytes) -> list[int]:
    """Every so many bytes, the ends, and around the signature and what describes it."""
    step = len(content) // POSITIONS
    places = {0, 5, len(content) - 1, *range(0, len(content), step)}
    for mark in (b"/ByteRange", b"/Contents <", b"/DocMDP", b"/Reason", b"startxref"):
        at = content.rfind(mark)
        places |= {at + len(mark) + n for n in (0, 1, 2, 9) if at >= 0}
    room = content.rfind(b"0" * 200)  # what the signature leaves over is covered by nothing
    return sorted(place for place in places | {room, room + 150} if 0 <= place < len(content))


def test_the_file_as_it_was_made_is_genuine(known):
    assert judge(known).verdict == Verdict.GENUINE


def test_one_byte_anywhere_is_noticed(known):
    for position in spread(known):
        judged = judge(flipped(known, position))
        assert judged.verdict in (Verdict.CHANGED, Verdict.NOT_OURS), position


def test_most_changes_are_said_to_be_changes(known):
    """Only where the signature itself is broken we cannot tell that it was ours."""
    text = known.index(b"stream") + 20

    assert judge(flipped(known, text)).verdict == Verdict.CHANGED


def test_the_whole_toetsverslag_is_guarded_too(original):
    assert read_seal(original.content).state == SealState.WHOLE
    size = len(original.content)
    for position in range(11, size, size // 12):
        assert read_seal(flipped(original.content, position)).state != SealState.WHOLE, position


@pytest.mark.parametrize("more", [b"\n", b"%", b"\0" * 1000])
def test_bytes_behind_the_seal(known, more):
    assert judge(known + more).verdict == Verdict.CHANGED


def test_a_byte_before_or_away(known):
    assert judge(b"\n" + known).verdict == Verdict.NOT_OURS
    assert judge(known[:-1]).verdict == Verdict.CHANGED
    assert judge(known[: len(known) // 2]).verdict == Verdict.NOT_OURS


def test_an_update_written_behind_the_seal(known):
    """What a PDF program does when it saves: a new version of a part, behind what was there."""
    writer = IncrementalPdfFileWriter(BytesIO(known))
    writer.root["/Lang"] = TextStringObject("en")
    writer.update_root()
    out = BytesIO()
    writer.write(out)

    assert out.getvalue().startswith(known)
    assert judge(out.getvalue()).verdict == Verdict.CHANGED


def test_a_second_seal_of_ours_over_another_file(known, reviewed):
    """Sealed by us, with the same reference, but not the file of which the practice keeps the mark."""
    other = seal_pdf(small_pdf(), reference=REFERENCE, version_sha256=reviewed.version.sha256)

    assert other != known
    assert judge(other).verdict == Verdict.CHANGED


def test_the_seal_of_another_certificate(settings, reviewed, tmp_path):
    ours = settings.SEAL_FILE
    stranger = tmp_path / "stranger.p12"
    stranger.write_bytes(self_signed("Werkbalans (tests)"))
    settings.SEAL_FILE = str(stranger)
    forged = seal_pdf(small_pdf(), reference=REFERENCE, version_sha256=reviewed.version.sha256)
    keep(reviewed, forged)
    settings.SEAL_FILE = ours

    assert read_seal(forged).state == SealState.FOREIGN
    assert judge(forged).verdict == Verdict.NOT_OURS


def test_one_byte_of_the_version_is_noticed(client, known, reviewed):
    _without_guard("content", reviewed.version.content + " ", reviewed)

    assert not is_intact(Version.objects.get(pk=reviewed.version_id))
    assert judge(known).verdict == Verdict.VERSION_CHANGED
    page = client.post(reverse("reports:verify"), {"file": _upload(known)}).content.decode()
    assert "alert-success" not in page
    assert "alert-warning" in page


def test_a_version_with_a_new_mark_is_noticed(known, reviewed: Submission):
    """Whoever changes the content and its SHA-256 along with it: the seal holds the old one."""
    _without_guard("sha256", "f" * 64, reviewed)

    assert judge(known).verdict == Verdict.VERSION_CHANGED


def _upload(content: bytes) -> BytesIO:
    file = BytesIO(content)
    file.name = "toetsverslag.pdf"
    return file


def _without_guard(column: str, value: str, submission: Submission) -> None:
    """Change a version as somebody would who owns the database: first the guard goes."""
    quote = connection.ops.quote_name
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # else the table waits for its own checks
            cursor.execute("ALTER TABLE review_version DISABLE TRIGGER USER")
        else:
            triggers = "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'review_version'"
            cursor.execute(triggers)
            for (name,) in cursor.fetchall():
                cursor.execute(f"DROP TRIGGER {quote(name)}")
        key = Version._meta.pk.get_db_prep_value(submission.version_id, connection)
        cursor.execute(f"UPDATE review_version SET {quote(column)} = %s WHERE id = %s", [value, key])  # noqa: S608
        assert cursor.rowcount == 1
        if connection.vendor == "postgresql":
            cursor.execute("ALTER TABLE review_version ENABLE TRIGGER USER")
