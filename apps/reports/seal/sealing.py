"""Putting the seal on a PDF: one certifying signature over the whole file, after which nothing may change.

Nothing is asked of a network: no time server, no list of withdrawn certificates. The moment in the seal is
that of our own clock.
"""

from __future__ import annotations

from io import BytesIO

from pyhanko.pdf_utils.generic import NameObject
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.fields import InvisSigSettings, MDPPerm, SigFieldSpec, SigSeedSubFilter
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner

from apps.reports.seal.certificate import signer

FIELD = "Zegel"
READABLE_FIELD = "Digitaal zegel van Werkbalans"
NAME = "Werkbalans"
REASON = "Toetsverslag {reference}, versie {sha256}"


def seal_pdf(pdf: bytes, *, reference: str, version_sha256: str) -> bytes:
    """The same PDF with our seal, as an addition behind its last byte.

    The field of the seal is hidden, so that it has no place among the tags of PDF/UA
    (ISO 14289-1, 7.18.1); the page tells in words that there is a seal.

    Args:
        reference: stands in the seal, so that the verify page finds the review.
        version_sha256: of the version that was reviewed.

    Raises:
        NoCertificateError: there is nothing to seal with.
    """
    writer = IncrementalPdfFileWriter(BytesIO(pdf))
    # A page with an annotation says in which order they are walked (ISO 14289-1, 7.18.3).
    page, _resources = writer.find_page_for_modification(0)
    page.get_object()[NameObject("/Tabs")] = NameObject("/S")
    writer.mark_update(page)
    meta = PdfSignatureMetadata(
        field_name=FIELD,
        name=NAME,
        reason=REASON.format(reference=reference, sha256=version_sha256),
        md_algorithm="sha256",
        subfilter=SigSeedSubFilter.PADES,
        certify=True,
        docmdp_permissions=MDPPerm.NO_CHANGES,
    )
    field = SigFieldSpec(
        FIELD,
        on_page=0,
        readable_field_name=READABLE_FIELD,
        invis_sig_settings=InvisSigSettings(set_print_flag=False, set_hidden_flag=True),
    )
    made = PdfSigner(meta, signer=signer(), new_field_spec=field).sign_pdf(writer)
    return made.getvalue()
