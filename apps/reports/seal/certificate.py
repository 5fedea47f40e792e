"""The certificate with which we seal, and those with which we sealed before.

One PKCS#12 file (``SEAL_FILE``, opened with ``SEAL_PASSWORD``) holds the key and its certificate. Without
one, a certificate of our own making stands in its place while developing (``SEAL_SELF_SIGNED``): nobody else
knows it, but our own verify page does.
"""

from __future__ import annotations

import os
import tempfile
from datetime import timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import NoEncryption, pkcs12
from cryptography.x509.oid import NameOID
from django.conf import settings
from django.utils import timezone
from pyhanko.sign.signers import SimpleSigner

KEY_BITS = 3072
SELF_SIGNED_FOR = timedelta(days=10 * 365)
SELF_SIGNED_NAME = "Werkbalans (demo)"


class NoCertificateError(Exception):
    """There is nothing to seal with, or it cannot be opened. The message says what to set."""


def signer() -> SimpleSigner:
    """What signs with our certificate.

    Raises:
        NoCertificateError: none is set up, or it cannot be opened.
    """
    content = _stored()
    password = settings.SEAL_PASSWORD.encode() if settings.SEAL_FILE else None
    try:
        found = SimpleSigner.load_pkcs12_data(content, other_certs=[], passphrase=password or None)
    except ValueError:
        found = None
    if found is None or found.signing_cert is None:
        raise NoCertificateError("SEAL_FILE cannot be opened with SEAL_PASSWORD.")
    return found


def own_fingerprints() -> frozenset[str]:
    """SHA-256 of every certificate of ours, now and before, in hexadecimal without separators.

    Without a certificate now, seals of before can still be recognised.
    """
    earlier = frozenset(normal_fingerprint(given) for given in settings.SEAL_EARLIER)
    try:
        return earlier | {signer().signing_cert.sha256.hex()}
    except NoCertificateError:
        return earlier


def normal_fingerprint(given: str) -> str:
    """A fingerprint as tools write it (with colons, in capitals), as we compare it."""
    return given.replace(":", "").replace(" ", "").lower()


def _stored() -> bytes:
    if not settings.SEAL_FILE and not settings.SEAL_SELF_SIGNED:
        raise NoCertificateError("SEAL_FILE is not set: there is no certificate to seal with.")
    path = Path(settings.SEAL_FILE or settings.SEAL_OWN_FILE)
    if not settings.SEAL_FILE and not path.exists():
        keep_once(path, self_signed(SELF_SIGNED_NAME))
    try:
        return path.read_bytes()
    except OSError as error:
        raise NoCertificateError(f"SEAL_FILE cannot be read: {error.strerror}.") from None


def keep_once(path: Path, content: bytes) -> None:
    """Write a file that only we may read. Of two who do this at the same moment, the first stays."""
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor, name = tempfile.mkstemp(dir=path.parent)  # mode 0600
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
        os.link(name, path)
    except FileExistsError:
        pass  # somebody else was first, and hers is as good
    finally:
        os.unlink(name)


def self_signed(name: str) -> bytes:
    """A new key with a certificate that vouches for itself, as PKCS#12 without a password."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=KEY_BITS)
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    now = timezone.now()
    usage = x509.KeyUsage(
        digital_signature=True,
        content_commitment=True,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=False,
        crl_sign=False,
        encipher_only=False,
        decipher_only=False,
    )
    certificate = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(minutes=5))
        .not_valid_after(now + SELF_SIGNED_FOR)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(usage, critical=True)
        .sign(key, hashes.SHA256())
    )
    return pkcs12.serialize_key_and_certificates(name.encode(), key, certificate, None, NoEncryption())
