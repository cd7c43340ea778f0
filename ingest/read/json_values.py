"""The values of JSON one after the other, of a list or a data feed its elements: memory stays flat."""

from __future__ import annotations

import codecs
import json
import re
from collections.abc import Iterator
from typing import BinaryIO

from ingest.read.encoding import CURE_ENCODING
from ingest.read.fault import Code, Fault
from ingest.read.streams import CHUNK

_FEED = re.compile(r'"dataFeedElement"\s*:\s*\[')
_STRING = re.compile(r'"(?:[^"\\]|\\.)*"', re.DOTALL)
_SPACE = re.compile(r"[ \t\r\n]*")
_HEADER = 64 * 1024
"""A data feed's elements begin at the latest after so many characters; else it is read as a whole."""
_TOKEN = 64
"""An error so near to the end of what was read may be that the rest is not there yet."""


def values(stream: BinaryIO, limit: int) -> Iterator[object]:
    """Yield the values that a stream holds, numbers as floats.

    A list is given element by element, and so is the ``dataFeedElement`` of an object. What follows such a
    list is not read.

    Args:
        stream: JSON in UTF-8: one document, or several, such as one a line.
        limit: the most characters of one value.

    Raises:
        Fault: from here on it is no JSON, or nested too deeply, or a value is too long.
    """
    text = _Text(stream, limit)
    while opening := text.peek():
        if opening == "[":
            text.at += 1
        elif not (opening == "{" and text.skip_to_feed()):
            yield text.value()
            continue
        yield from _elements(text)
        return


def _elements(text: _Text) -> Iterator[object]:
    while (found := text.peek()) != "]":
        if found == ",":
            text.at += 1
        else:
            yield text.value()


class _Text:
    """Decoded text, read as far as it is needed.

    Attributes:
        at: the next character.
    """

    def __init__(self, stream: BinaryIO, limit: int) -> None:
        self._stream = stream
        self._limit = limit
        self._decoder = codecs.getincrementaldecoder("utf-8")()
        self._json = json.JSONDecoder(parse_int=float, parse_constant=lambda _: None, strict=False)
        self._buffer = ""
        self._ended = False
        self._values = 0
        self.at = 0

    def peek(self) -> str:
        """Return the next character that is no white space, "" at the end."""
        while True:
            space = _SPACE.match(self._buffer, self.at)
            self.at = space.end() if space else self.at
            if self.at < len(self._buffer) or not self._more(CHUNK):
                return self._buffer[self.at : self.at + 1]

    def skip_to_feed(self) -> bool:
        """Go to the first element, if the object that begins here is a data feed."""
        while len(self._buffer) - self.at < _HEADER and self._more(CHUNK):
            pass
        opening = _FEED.search(self._buffer, self.at, self.at + _HEADER)
        if opening is None:
            return False
        before = _STRING.sub("", self._buffer[self.at : opening.start()])
        if before.count("{") - before.count("}") != 1:  # it stands within something else
            return False
        self.at = opening.end()
        return True

    def value(self) -> object:
        """Return the value that begins here."""
        self._values += 1
        while True:
            try:
                found, self.at = self._json.raw_decode(self._buffer, self.at)
            except json.JSONDecodeError as error:
                broken = error.pos < len(self._buffer) - _TOKEN and "Unterminated" not in error.msg
                if not broken and len(self._buffer) - self.at > self._limit:
                    message = f"Value {self._values:,} of the JSON has more than {self._limit:,} characters."
                    raise Fault(Code.TOO_LARGE, message, "Leave out what is not read.") from None
                if broken or not self._more(max(CHUNK, len(self._buffer) - self.at)):
                    message = f"This is no valid JSON: {error.msg}, in value {self._values:,}."
                    cure = "Fetch it again, or correct it; what stands before was read."
                    raise Fault(Code.INVALID_JSON, message, cure) from None
            except RecursionError:
                message = f"Value {self._values:,} of the JSON is nested too deeply."
                raise Fault(Code.TOO_DEEP, message, "Leave it out; what stands before was read.") from None
            else:
                return found

    def _more(self, size: int) -> bool:
        """Read on, and tell whether there was more."""
        while not self._ended:
            data = self._stream.read(size)
            self._ended = not data
            try:
                piece = self._decoder.decode(data, final=self._ended)
            except UnicodeDecodeError:
                raise Fault(Code.NOT_UTF_8, "The JSON is not in UTF-8.", CURE_ENCODING) from None
            if piece:
                self._buffer = self._buffer[self.at :] + piece
                self.at = 0
                return True
        return False
