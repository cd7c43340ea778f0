"""Wikidata's API: entities by name (`wbsearchentities`) and by QID (`wbgetentities`).

What it answers was checked against recorded answers in public code: an error comes with status 200, a merged
item under its old QID with ``redirects`` beside the new one's facts, a deleted one as ``missing``, and what
would make an answer longer than 12,582,912 bytes is simply left out of it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ingest.errors import OnlineError
from ingest.link.entity import number
from ingest.network.asking import Again
from ingest.network.pauses import retry_after
from ingest.wikidata.client import Client
from ingest.wikidata.item import ANY_LANGUAGE, QID
from ingest.wikidata.manners import Answer

ADDRESS = "https://www.wikidata.org/w/api.php"

#: How many QIDs a request may name.
BATCH = 50

#: How many hits of a search are looked at; a search finds everything that begins with the words.
HITS = 20

# Seconds by which the slowest copy of the database may lag behind; beyond that we are asked to come again.
_MAXLAG = "5"

_BUSY = frozenset(("maxlag", "ratelimited", "readonly", "cirrussearch-too-busy-error"))
_UNKNOWN_ID = "no-such-entity"
# Errors that say something of what was asked, and not of the service.
_ANSWERS = frozenset(
    (_UNKNOWN_ID, "badvalue", "unknown_language", "param-invalid", "not-recognized-language")
)


@dataclass(frozen=True, slots=True)
class Hit:
    """An entity that a search found.

    Attributes:
        text: the label or alias that begins with the words searched for.
    """

    qid: str
    text: str


@dataclass(frozen=True, slots=True)
class Reply:
    """What the API says of some QIDs.

    Attributes:
        documents: the entities, as they stand in a dump.
        redirects: (old, new) of those that were merged into another.
        missing: those that were deleted, or never were.
        unanswered: those that it did not answer for.
        reason: why it did not.
        stale: the answer is an old one that was kept.
    """

    documents: tuple[Mapping[str, Any], ...] = ()
    redirects: tuple[tuple[str, str], ...] = ()
    missing: tuple[str, ...] = ()
    unanswered: tuple[str, ...] = ()
    reason: str = ""
    stale: bool = False


class Api:
    """The API behind a client made with `inspect`."""

    def __init__(self, client: Client) -> None:
        self._client = client

    @property
    def address(self) -> str:
        """Where it is."""
        return self._client.address

    def search(self, name: str, language: str) -> tuple[Hit, ...]:
        """Return the entities with a label or alias that begins with `name`, in the API's order.

        Args:
            language: whose labels and aliases; where it has none, those of related languages and English.

        Raises:
            OnlineError: there was no answer.
        """
        said, _ = self._ask(
            action="wbsearchentities",
            search=name,
            language=language,
            uselang=language,
            type="item",
            limit=str(HITS),
        )
        if _code(said):
            if language != "en":  # a language that Wikidata does not know
                return self.search(name, "en")
            raise _refused(said)
        hits = said.get("search")
        found = (hit for hit in (hits if isinstance(hits, list) else ()) if isinstance(hit, dict))
        return tuple(Hit(hit["id"], _matched(hit)) for hit in found if _is_qid(hit.get("id")))

    def entities(self, qids: Iterable[str], languages: Sequence[str]) -> Iterator[Reply]:
        """Yield what the API says of these QIDs, batch by batch; one that fails does not end the others."""
        wanted = sorted({qid for qid in qids if _is_qid(qid)}, key=number)
        for start in range(0, len(wanted), BATCH):
            yield from self._batch(tuple(wanted[start : start + BATCH]), languages)

    def _batch(self, qids: tuple[str, ...], languages: Sequence[str]) -> Iterator[Reply]:
        try:
            said, stale = self._ask(
                action="wbgetentities",
                ids="|".join(qids),
                props="info|labels|aliases|descriptions|claims|sitelinks",
                languages="|".join(dict.fromkeys((*languages, ANY_LANGUAGE))),
            )
            if _code(said) and _code(said) != _UNKNOWN_ID:
                raise _refused(said)
        except OnlineError as error:
            yield Reply(unanswered=qids, reason=error.message)
            return
        entities = said.get("entities")
        reply = _read(entities if isinstance(entities, dict) else {}, qids, stale)
        left = reply.unanswered
        if not left:
            yield reply
        elif len(qids) == 1:
            # One that is no entity's at all makes the whole request fail; one that is too long is left out.
            unknown = _code(said) == _UNKNOWN_ID
            yield Reply(missing=qids) if unknown else Reply(unanswered=qids, reason="it was left out.")
        else:
            if len(left) < len(qids):
                yield _without_unanswered(reply)
            half = (len(left) + 1) // 2
            for part in (left[:half], left[half:]):
                if part:
                    yield from self._batch(part, languages)

    def _ask(self, **parameters: str) -> tuple[Mapping[str, Any], bool]:
        answer = self._client.get({**parameters, "format": "json", "maxlag": _MAXLAG})
        said = json.loads(answer.body)
        return said, answer.stale


def inspect(answer: Answer) -> None:
    """Look for the error in an answer of status 200.

    Raises:
        Again: the API is busy, or the answer is none.
        OnlineError: it refuses.
    """
    if not answer.kind.endswith("json"):
        raise Again(f"it answered {answer.kind or 'something'} and not JSON")
    try:
        said = json.loads(answer.body)
    except (ValueError, RecursionError):
        raise Again("its JSON is cut off or garbled") from None
    if not isinstance(said, dict):
        raise Again("its JSON is no object")
    code = _code(said)
    if code in _BUSY:
        raise Again(f"{code}: {_info(said)}", busy=True, wait=retry_after(answer.headers))
    if code.startswith("internal_api_error"):
        raise Again(f"{code}: {_info(said)}")
    if code and code not in _ANSWERS:
        raise _refused(said)


def _read(entities: Mapping[str, Any], qids: tuple[str, ...], stale: bool) -> Reply:
    documents, redirects, missing, unanswered = [], [], [], []
    for qid in qids:
        document = entities.get(qid)
        if not isinstance(document, dict):
            unanswered.append(qid)
        elif "missing" in document:
            missing.append(qid)
        else:
            documents.append(document)
            if _is_qid(document.get("id")) and document["id"] != qid:
                redirects.append((qid, document["id"]))
    return Reply(tuple(documents), tuple(redirects), tuple(missing), tuple(unanswered), stale=stale)


def _without_unanswered(reply: Reply) -> Reply:
    return Reply(reply.documents, reply.redirects, reply.missing, stale=reply.stale)


def _is_qid(value: object) -> bool:
    return isinstance(value, str) and bool(QID.fullmatch(value))


def _matched(hit: Mapping[str, Any]) -> str:
    match = hit.get("match")
    text = match.get("text") if isinstance(match, dict) else None
    return text if isinstance(text, str) else str(hit.get("label", ""))


def _code(said: Mapping[str, Any]) -> str:
    """Return the code of the error that an answer is, or ""."""
    error = said.get("error")
    return str(error.get("code") or "unknown") if isinstance(error, dict) else "unknown" if error else ""


def _info(said: Mapping[str, Any]) -> str:
    error = said.get("error")
    return " ".join(str(error.get("info", "") if isinstance(error, dict) else error).split())[:300]


def _refused(said: Mapping[str, Any]) -> OnlineError:
    return OnlineError(f"Wikidata refuses the request: {_code(said)}: {_info(said)}")
