"""Signatures of nanopublications: RSA with SHA-256 over the normal form, by the user's own key."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from pyoxigraph import Literal, NamedNode, Quad

from ingest.errors import HearsayError
from ingest.nanopub.terms import NPX, part
from ingest.nanopub.trusty import normal_form

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey

MIN_BITS = 2048
_INSTALL = 'Install what signs: pip install "hearsay[nanopub]".'
_CURE = (
    "Name an RSA key without password, as PEM or as `np setup` writes it; `openssl genrsa 2048` makes one."
)


class Key:
    """A private RSA key.

    Args:
        path: PEM, or DER in base 64 as the `nanopub` tool keeps it.

    Raises:
        HearsayError: it cannot be read, is no such key or a weak one, or what signs is not installed.
    """

    def __init__(self, path: Path) -> None:
        self._key = _load(path)

    @property
    def public(self) -> str:
        """The public key, as DER in base 64."""
        from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

        der = self._key.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
        return base64.b64encode(der).decode()

    def sign(self, quads: Sequence[Quad], nanopub: NamedNode, signer: NamedNode) -> list[Quad]:
        """Return what a signature adds to the publication info.

        Args:
            quads: the nanopublication, under its draft's name.
            nanopub: that name.
            signer: whose key it is.
        """
        from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
        from cryptography.hazmat.primitives.hashes import SHA256

        node, graph = part(nanopub, "sig"), part(nanopub, "pubinfo")
        stated = [
            Quad(node, NPX.hasPublicKey, Literal(self.public), graph),
            Quad(node, NPX.hasAlgorithm, Literal("RSA"), graph),
            Quad(node, NPX.hasSignatureTarget, nanopub, graph),
            Quad(node, NPX.signedBy, signer, graph),
        ]
        signature = self._key.sign(normal_form([*quads, *stated], nanopub).encode(), PKCS1v15(), SHA256())
        return [*stated, Quad(node, NPX.hasSignature, Literal(base64.b64encode(signature).decode()), graph)]


def is_valid(quads: Sequence[Quad], nanopub: NamedNode) -> bool | None:
    """Return whether a nanopublication's signature is that of its key and content; None if it has none.

    Raises:
        HearsayError: what checks it is not installed.
    """
    found = {
        predicate: [_text(quad) for quad in quads if quad.predicate == predicate]
        for predicate in (NPX.hasSignature, NPX.hasPublicKey)
    }
    if not any(found.values()):
        return None
    try:
        from cryptography.exceptions import InvalidSignature
        from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
        from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
        from cryptography.hazmat.primitives.hashes import SHA256
        from cryptography.hazmat.primitives.serialization import load_der_public_key
    except ImportError:
        raise HearsayError("The signature cannot be checked.", _INSTALL) from None
    if any(len(values) != 1 for values in found.values()):
        return False
    signed = normal_form([quad for quad in quads if quad.predicate != NPX.hasSignature], nanopub)
    try:
        key = load_der_public_key(base64.b64decode(found[NPX.hasPublicKey][0], validate=True))
        signature = base64.b64decode(found[NPX.hasSignature][0], validate=True)
        if not isinstance(key, RSAPublicKey) or key.key_size < MIN_BITS:
            return False
        key.verify(signature, signed.encode(), PKCS1v15(), SHA256())
    except (InvalidSignature, ValueError):
        return False
    return True


def _text(quad: Quad) -> str:
    return quad.object.value if isinstance(quad.object, Literal) else ""


def _load(path: Path) -> RSAPrivateKey:
    try:
        from cryptography.exceptions import UnsupportedAlgorithm
        from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
        from cryptography.hazmat.primitives.serialization import load_der_private_key, load_pem_private_key
    except ImportError:
        raise HearsayError("Nothing can be signed.", _INSTALL) from None
    try:
        data = path.read_bytes().strip()
        if data.startswith(b"-----"):
            key = load_pem_private_key(data, None)
        else:
            key = load_der_private_key(base64.b64decode(b"".join(data.split()), validate=True), None)
    except OSError as error:
        raise HearsayError(f"{path} cannot be read: {error.strerror or error}.", _CURE) from None
    except (ValueError, TypeError, binascii.Error, UnsupportedAlgorithm):
        raise HearsayError(f"{path} is no private key that can be read.", _CURE) from None
    if not isinstance(key, RSAPrivateKey) or key.key_size < MIN_BITS:
        raise HearsayError(f"{path} is no RSA key of {MIN_BITS} bits or more.", _CURE)
    return key
