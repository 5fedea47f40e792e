"""Reading a seal back: is this file, to the byte, what we sealed?

A file comes from anybody. So its seal is weighed on the bare bytes first, and only a file that we sealed
ourselves, whole and unchanged, is ever read as a PDF.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from io import BytesIO

from asn1crypto import cms
from asn1crypto.x509 import Certificate
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.fields import MDPPerm
from pyhanko.sign.general import CMSExtractionError
from pyhanko.sign.validation.errors import SignatureValidationError
from pyhanko.sign.validation.generic_cms import (
    extract_certs_for_validation,
    extract_signer_info,
    validate_sig_integrity,
)

from apps.reports.seal.certificate import own_fingerprints

PDF_START = b"%PDF-"
BYTE_RANGE = re.compile(
    rb"/ByteRange\s{0,9}\[\s{0,9}" + rb"\s{1,9}".join([rb"(\d{1,9})"] * 4) + rb"\s{0,50}\]"
)
MOST_SEALS = 20  # a file with more is not ours
LARGEST_SEAL = 100_000  # bytes, in hexadecimal; ours takes about 16,000
REASON = re.compile(r"^Toetsverslag (\S{1,16}), versie ([0-9a-f]{64})$")


class SealState(StrEnum):
    """``none``: no seal that we know; ``foreign``: of somebody else; ``broken``: ours, the file changed."""

    NO_PDF = "no_pdf"
    NONE = "none"
    FOREIGN = "foreign"
    BROKEN = "broken"
    WHOLE = "whole"


@dataclass(frozen=True)
class Seal:
    """What the seal of a file says. ``reference`` and ``version_sha256`` only of a whole one."""

    state: SealState
    file_sha256: str
    reference: str = ""
    version_sha256: str = ""


@dataclass(frozen=True)
class Found:
    """A signature in a file: where it stands, whose it is, and what it says."""

    covered: tuple[int, int, int, int]
    gap: bytes
    der: bytes
    signed: cms.SignedData
    certificate: Certificate


def read_seal(content: bytes) -> Seal:
    """The seal of a file, whatever the file is. Never raises for what stands in it."""
    sha256 = hashlib.sha256(content).hexdigest()
    if not content.startswith(PDF_START):
        return Seal(SealState.NO_PDF, sha256)
    found = list(_signatures(content))
    known = own_fingerprints()
    ours = [each for each in found if each.certificate.sha256.hex() in known]
    if not ours:
        return Seal(SealState.FOREIGN if found else SealState.NONE, sha256)
    if not any(_is_whole(content, each) for each in ours):
        return Seal(SealState.BROKEN, sha256)
    said = _what_it_says(content)
    if said is None:
        return Seal(SealState.FOREIGN, sha256)
    return Seal(SealState.WHOLE, sha256, reference=said[0], version_sha256=said[1])


def _signatures(content: bytes) -> Iterator[Found]:
    """Every signature that can be read, without reading the PDF around it."""
    for match in list(BYTE_RANGE.finditer(content))[:MOST_SEALS]:
        covered = tuple(int(number) for number in match.groups())
        gap = content[covered[1] : covered[2]] if covered[2] - covered[1] < LARGEST_SEAL else b""
        found = _signature(covered, gap)
        if found is not None:
            yield found


def _signature(covered: tuple[int, int, int, int], gap: bytes) -> Found | None:
    if not (gap.startswith(b"<") and gap.endswith(b">")):
        return None
    try:
        container = cms.ContentInfo.load(bytes.fromhex(gap[1:-1].decode("ascii")))
        if container["content_type"].native != "signed_data":
            return None
        signed = container["content"]
        certificate = extract_certs_for_validation(signed).signer_cert
        return Found(covered, gap, container.dump(), signed, certificate)
    # asn1crypto tells of broken bytes with any of these.
    except (ValueError, TypeError, KeyError, IndexError, OverflowError, RecursionError, CMSExtractionError):
        return None


def _is_whole(content: bytes, found: Found) -> bool:
    """Whether the seal covers every byte but itself, and those bytes are what was sealed.

    The room of a seal itself is covered by nothing, so it must be as it is written: capitals, then zeros.
    """
    start, length, behind, rest = found.covered
    if (start, behind + rest) != (0, len(content)) or behind - length != len(found.gap):
        return False
    room = (len(found.gap) - 2) // 2
    if found.gap != b"<" + found.der.ljust(room, b"\0").hex().upper().encode() + b">":
        return False
    digest = hashlib.sha256(content[:length] + content[behind:]).digest()
    try:
        info = extract_signer_info(found.signed)
        if info["digest_algorithm"]["algorithm"].native != "sha256":
            return False
        return all(validate_sig_integrity(info, found.certificate, "data", digest))
    except (ValueError, TypeError, KeyError, SignatureValidationError, CMSExtractionError):
        return False


def _what_it_says(content: bytes) -> tuple[str, str] | None:
    """Reference and version of a file that we sealed; None when it is something else that we signed."""
    try:
        seals = PdfFileReader(BytesIO(content)).embedded_signatures
    except (PdfError, SignatureValidationError, ValueError, KeyError, TypeError):
        return None
    if len(seals) != 1 or seals[0].docmdp_level != MDPPerm.NO_CHANGES:
        return None
    said = REASON.match(str(seals[0].sig_object.get("/Reason", "")))
    return (said[1], said[2]) if said else None
