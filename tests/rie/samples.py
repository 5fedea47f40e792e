"""Small files of every kind, good and bad, made here so that nobody has to trust a binary in the tree."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00\xff\xd9"
TEXT = "Rooster: wie té laat is, meldt dat vóór 9 uur.\r\n".encode()
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
HTML = b"<!DOCTYPE html><html><script>alert(1)</script></html>"


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


PNG = (
    b"\x89PNG\r\n\x1a\n"
    + _chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0))
    + _chunk(b"IDAT", zlib.compress(b"\x00\x00"))
    + _chunk(b"IEND", b"")
)


def package(parts: dict[str, bytes | str], *, packed: bool = True) -> bytes:
    """A zip with these parts."""
    made = io.BytesIO()
    how = zipfile.ZIP_DEFLATED if packed else zipfile.ZIP_STORED
    with zipfile.ZipFile(made, "w", how) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return made.getvalue()


def office(main_type: str, **more: bytes) -> bytes:
    """An office document; ``more`` are extra parts, with ``__`` for a slash."""
    types = f'<?xml version="1.0"?><Types><Override PartName="/x.xml" ContentType="{main_type}"/></Types>'
    extra = {name.replace("__", "/"): content for name, content in more.items()}
    return package({"[Content_Types].xml": types, "x.xml": "<x/>", **extra})


def odt(**more: bytes) -> bytes:
    extra = {name.replace("__", "/"): content for name, content in more.items()}
    text = "application/vnd.oasis.opendocument.text"
    return package({"mimetype": text, "content.xml": "<x/>", **extra}, packed=False)


DOCX, XLSX, ODT = office(WORD), office(SHEET), odt()
GOOD = {
    "gedragscode.pdf": PDF,
    "schema.png": PNG,
    "foto.JPG": JPEG,
    "foto.jpeg": JPEG,
    "verslag.docx": DOCX,
    "rooster.xlsx": XLSX,
    "afspraken.odt": ODT,
    "afspraken.txt": TEXT,
}
