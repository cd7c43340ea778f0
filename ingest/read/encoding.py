"""From the bytes of one article or record to text: UTF-8, and what else there is."""

from __future__ import annotations

from charset_normalizer import from_bytes

from ingest.read.fault import Code, Fault

CURE_ENCODING = "Save the file as UTF-8 and read it again."

_BINARY_SIGNATURES = (
    *(b"%PDF-", b"{\\rtf", b"PK\x03\x04", b"\x1f\x8b", b"\x7fELF"),
    *(b"\x89PNG", b"\xff\xd8\xff", b"GIF8"),
)
_WEB_ENCODINGS = [  # the legacy encodings that the WHATWG Encoding Standard knows, by Python's names
    *("cp1252", "cp1250", "cp1251", "cp1253", "cp1254", "cp1255", "cp1256", "cp1257", "cp1258"),
    *("cp874", "iso8859_2", "iso8859_5", "iso8859_7", "koi8_r", "koi8_u"),
    *("gb18030", "big5", "euc_jp", "cp932", "cp949"),
]
_SAMPLE = 64 * 1024
_MAX_CONTROLS = 0.1
_CONTROLS = bytes(code for code in range(32) if code not in b"\t\n\f\r\x1b")


def to_text(data: bytes) -> tuple[str, Fault | None]:
    """Decode one article or record; with it comes a warning if its encoding had to be guessed.

    UTF-8 is believed whenever it decodes. Else the bytes are taken for a legacy encoding of the web if one
    fits (charset-normalizer; of equally good ones Windows-1252, the commonest). Damaged UTF-8 is not guessed
    at, for every legacy encoding would turn its letters into others.

    Raises:
        Fault: it is binary, or no encoding fits.
    """
    if data.startswith(_BINARY_SIGNATURES):
        raise _binary()
    try:
        text = data.decode()
    except UnicodeDecodeError as error:
        if _share_of_controls(data) > _MAX_CONTROLS or b"\0" in data:
            raise _binary() from None
        encoding, warning = _guess(data, error.start)
        return data.decode(encoding), warning
    if _share_of_controls(data) > _MAX_CONTROLS:
        raise _binary()
    return text.removeprefix("\ufeff"), None  # a second mark, or one between files joined by cat


def encoding_of(sample: bytes) -> tuple[str, Fault | None]:
    """Return the encoding of a file by its beginning, with a warning if it had to be guessed.

    Args:
        sample: whole lines.

    Raises:
        Fault: it is binary, or no encoding fits.
    """
    _, warning = to_text(sample)
    if warning is None:
        return "utf-8", None
    try:
        sample.decode()
    except UnicodeDecodeError as error:
        return _guess(sample, error.start)
    return "utf-8", None


def _share_of_controls(data: bytes) -> float:
    sample = data[:_SAMPLE]
    return (len(sample) - len(sample.translate(None, _CONTROLS))) / max(len(sample), 1)


def _binary() -> Fault:
    return Fault(
        Code.BINARY,
        "This is binary data, not text.",
        "Extract its text first; UTF-16 must begin with a byte-order mark.",
    )


def _guess(data: bytes, position: int) -> tuple[str, Fault]:
    """Return a legacy encoding that fits, and the warning that it was guessed."""
    place = f"byte {position + 1:,} (line {data.count(10, 0, position) + 1:,})"
    encoding = None if _is_damaged_utf8(data) else _legacy_encoding(data, position)
    if encoding is None:
        message = f"The text is not UTF-8 at {place}, and no other encoding fits."
        raise Fault(Code.NOT_UTF_8, message, CURE_ENCODING)
    warning = Fault(
        Code.ENCODING_GUESSED,
        f"The text is not UTF-8 at {place}; it was read as {encoding}.",
        "Check that its letters are right, or save it as UTF-8.",
    )
    return encoding, warning


def _is_damaged_utf8(data: bytes) -> bool:
    """Whether more letters outside ASCII are good UTF-8 than are not: no legacy encoding looks like that."""
    text = data.decode(errors="replace")
    bad = text.count("\ufffd")
    good = len(text) - len(text.encode("ascii", "ignore")) - bad
    return good > bad


def _legacy_encoding(data: bytes, position: int) -> str | None:
    """Return the name of the legacy encoding that fits best, judged on the lines that are not plain ASCII."""
    line_start = data.rfind(b"\n", max(position - _SAMPLE, 0), position) + 1
    start = line_start or (0 if position < _SAMPLE else position)
    lines = data[start : start + 4 * _SAMPLE].split(b"\n")
    sample = b"\n".join(line for line in lines if not line.isascii())[:_SAMPLE]
    matches = list(from_bytes(sample, cp_isolation=_WEB_ENCODINGS))
    best = [
        encoding
        for match in matches
        if (match.chaos, match.coherence) == (matches[0].chaos, matches[0].coherence)
        for encoding in match.could_be_from_charset
    ]
    best.sort(key=lambda encoding: encoding != "cp1252")
    return next((encoding for encoding in best if _decodes(data, encoding)), None)


def _decodes(data: bytes, encoding: str) -> bool:
    try:
        data.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True
