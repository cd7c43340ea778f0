"""Pseudonyms of people under a secret key, and the file that keeps the key apart."""

from __future__ import annotations

import csv
import hashlib
import hmac
import io
import os
import secrets
from pathlib import Path

from ingest.errors import ExportError
from ingest.rdf import iri
from ingest.text import normalise_wording

_BYTES = 32


class Pseudonyms:
    """Gives one pseudonym to one name, whatever the article; without the key none leads back.

    Args:
        key: the secret.
    """

    def __init__(self, key: bytes) -> None:
        self.key = key
        self._names: dict[str, str] = {}

    def of(self, name: str) -> str:
        """Return a name's pseudonym; names are alike as wordings are."""
        normal = normalise_wording(name) or name
        made = f"Person {iri.digest(self.keyed(normal))[:16]}"
        self._names[made] = min(self._names.get(made, name), name)
        return made

    def keyed(self, text: str) -> str:
        """Return the HMAC-SHA256 of a text, in hex."""
        return hmac.new(self.key, text.encode(), hashlib.sha256).hexdigest()

    def table(self) -> bytes:
        """Return which pseudonym stands for which name, of all that were given, as CSV."""
        out = io.StringIO(newline="")
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(("pseudonym", "name"))
        writer.writerows(sorted(self._names.items()))
        return out.getvalue().encode()


def read_key(file: Path) -> bytes:
    """Read a key.

    Raises:
        ExportError: there is none, it is too short, or others can read it.
    """
    try:
        if os.name == "posix" and file.stat().st_mode & 0o077:
            raise ExportError(f"Others can read the key {file}.", f"Protect it: chmod 600 {file}")
        key = bytes.fromhex(file.read_text(encoding="ascii").strip())
    except FileNotFoundError:
        raise ExportError(f"There is no key {file}.", "Add --new-key to make one.") from None
    except OSError as error:
        raise ExportError(f"{file} cannot be read: {error.strerror}.", "Check its path and rights.") from None
    except ValueError:
        key = b""
    if len(key) < _BYTES:
        raise ExportError(
            f"{file} is no key: {2 * _BYTES} hexadecimal digits are one.",
            "Name the right file, or --new-key.",
        )
    return key


def new_key(file: Path) -> bytes:
    """Make a key, for its owner's eyes alone; never over a file that is there.

    Raises:
        ExportError: there is such a file, or it cannot be written.
    """
    key = secrets.token_bytes(_BYTES)
    write_secret(file, f"{key.hex()}\n".encode(), new=True)
    return key


def write_secret(file: Path, content: bytes, *, new: bool = False) -> None:
    """Write a file that nobody else can read.

    Raises:
        ExportError: it is there, and `new`; or it cannot be written.
    """
    try:
        if not new:
            file.unlink(missing_ok=True)
        opened = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(opened, "wb") as out:
            out.write(content)
    except FileExistsError:
        raise ExportError(f"{file} is there already.", "Leave out --new-key to use it.") from None
    except OSError as error:
        raise ExportError(f"{file} cannot be written: {error.strerror}.", "Choose another file.") from None
