"""Replies as HTTP: JSON, JSON for old pages (JSONP), HTML, and errors."""

from __future__ import annotations

import re
from typing import Any

import orjson
from starlette.responses import HTMLResponse, Response

from ingest.errors import HearsayError
from ingest.reconciliation import pages
from ingest.reconciliation.requests import RequestError

#: On every reply: a browser shall not guess that JSON is something to run.
HEADERS = {"X-Content-Type-Options": "nosniff", "Referrer-Policy": "no-referrer", "Cache-Control": "no-store"}

#: A function's name, or one that belongs to an object: jQuery110_42, window.answer.
_CALLBACK = re.compile(r"[A-Za-z_$][A-Za-z0-9_$]{0,63}(?:\.[A-Za-z_$][A-Za-z0-9_$]{0,63}){0,3}")

# JavaScript's ends of a line, and what begins markup: escaped, they are the same strings in JSON.
_ESCAPED = {"\u2028": "\\u2028", "\u2029": "\\u2029", "<": "\\u003c"}


def reply(data: dict[str, Any], callback: str | None = None) -> Response:
    """Return data as JSON, or as a call of `callback` with it.

    Raises:
        RequestError: `callback` is no name of a function.
    """
    if callback is None:
        return Response(orjson.dumps(data), headers=HEADERS, media_type="application/json")
    if not _CALLBACK.fullmatch(callback):
        raise RequestError("`callback` is no name of a function.", "Leave it out, or send a plain name.")
    written = orjson.dumps(data).decode()
    for char, escape in _ESCAPED.items():
        written = written.replace(char, escape)
    # The comment keeps the reply from beginning with characters of the caller's choice.
    return Response(
        f"/**/{callback}({written});", headers=HEADERS, media_type="text/javascript; charset=utf-8"
    )


def page(html: str, status: int = 200) -> Response:
    """Return a page that can run nothing and load nothing."""
    return HTMLResponse(html, status, headers={**HEADERS, "Content-Security-Policy": pages.POLICY})


def refusal(error: HearsayError) -> Response:
    """Return why a request cannot be answered, as JSON, with the query at fault if there is one."""
    told = {"message": error.message, "cure": error.cure}
    status = 503
    if isinstance(error, RequestError):
        status = error.status
        if error.query is not None:
            told["query"] = error.query
    body = orjson.dumps({"error": {name: _clean(words) for name, words in told.items()}})
    return Response(body, status, headers=HEADERS, media_type="application/json")


def _clean(words: str) -> str:
    """Return words that can be written: what was sent may hold halves of characters."""
    return words.encode("utf-8", "replace").decode()
