"""The encoding of a web page: what is stated, held against what its bytes are."""

from __future__ import annotations

import codecs
import re

from ingest.read.encoding import to_text
from ingest.read.fault import Code, Fault
from ingest.read.streams import BYTE_ORDER_MARKS

_PRESCAN = 4096
_STATED = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([A-Za-z0-9._:-]{1,40})", re.IGNORECASE)
_STATED_XML = re.compile(rb"\s*<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([A-Za-z0-9._:-]{1,40})", re.IGNORECASE)

# As browsers read them (WHATWG Encoding Standard): what says Latin 1 or ASCII means Windows-1252, and so on.
_AS_BROWSERS_READ = {
    **dict.fromkeys(("ascii", "iso8859-1"), "cp1252"),
    **{"iso8859-9": "cp1254", "iso8859-11": "cp874", "tis-620": "cp874"},
    **dict.fromkeys(("gb2312", "gbk"), "gb18030"),
    **{"shift_jis": "cp932", "euc_kr": "cp949", "big5": "big5hkscs"},
}
_READ = frozenset(
    "utf-8 cp1250 cp1251 cp1252 cp1253 cp1254 cp1255 cp1256 cp1257 cp1258 cp866 cp874 cp932 cp949"
    " iso8859-2 iso8859-3 iso8859-4 iso8859-5 iso8859-6 iso8859-7 iso8859-8 iso8859-10 iso8859-13 iso8859-14"
    " iso8859-15 iso8859-16 koi8-r koi8-u gb18030 big5hkscs euc_jp iso2022_jp mac-cyrillic mac-roman".split()
)


def decode(data: bytes, charset: str = "") -> tuple[str, Fault | None]:
    """Decode a page, with a warning where that needed a guess or lost something.

    Bytes outside ASCII that are valid UTF-8 are UTF-8, whatever the page states: text in another encoding is
    that by a chance that vanishes with its length. Else counts what the server said, then what the page says.

    Args:
        data: the page's bytes; a byte-order mark counts before all else.
        charset: what the server said.

    Raises:
        Fault: it is binary, or neither is an encoding stated nor does any fit.
    """
    for mark, encoding in BYTE_ORDER_MARKS:
        if data.startswith(mark) and "<" in (text := data[len(mark) :].decode(encoding, "replace")):
            return text, None
    stated = _codec(charset) or _codec(_stated(data))
    if stated is None or stated == "iso2022_jp":
        if stated and b"\x1b$" in data:
            return data.decode(stated, "replace"), None
        return to_text(data)
    try:
        text = data.decode()
    except UnicodeDecodeError:
        pass
    else:
        return text, None
    text = data.decode(stated, "replace")
    lost = text.count("\ufffd")
    if not lost:
        return text, None
    if lost > len(text) // 100:  # it is not what it says
        return to_text(data)
    message = f"The page is not {stated.upper()} throughout, as it says: {lost:,} characters were lost."
    cure = "They were replaced by U+FFFD, and offsets refer to the text so cleaned."
    return text, Fault(Code.ENCODING_DAMAGED, message, cure)


def _stated(data: bytes) -> str:
    match = _STATED_XML.match(data) or _STATED.search(data[:_PRESCAN])
    return match[1].decode("ascii") if match else ""


def _codec(label: str) -> str | None:
    """Return Python's name of an encoding that the web uses, or None: not of `rot13`, `idna` and the like."""
    if not re.fullmatch(r"[A-Za-z0-9._:-]{1,40}", label):
        return None
    try:
        name = codecs.lookup(label).name
    except LookupError:
        return None
    name = _AS_BROWSERS_READ.get(name, name)
    return name if name in _READ else None
