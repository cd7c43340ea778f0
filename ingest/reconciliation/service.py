"""The service: which address gives which answer, for GET and POST, to any web page that may ask."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence
from typing import Any
from urllib.parse import parse_qsl

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import Route

from ingest.errors import HearsayError
from ingest.link import Snapshot
from ingest.link.choice import THRESHOLD
from ingest.reconciliation import answers, classes, pages, properties, suggesting
from ingest.reconciliation.hosts import LOOPBACK, AllowedHosts
from ingest.reconciliation.replies import page, refusal, reply
from ingest.reconciliation.requests import RequestError, read_batch, read_extension

#: Bytes of a request's body, at most, and the seconds that it may take to arrive.
BODY = 1_000_000
ARRIVAL = 30.0

#: Parameters of a request, at most.
PARAMETERS = 20

Parameters = Mapping[str, str]
Answer = Callable[[Parameters], dict[str, Any]]


def app(snapshot: Snapshot, *, threshold: float = THRESHOLD, hosts: Sequence[str] = LOOPBACK) -> Starlette:
    """Return the service over a snapshot; it only reads, and any number of threads may ask.

    Args:
        threshold: the least probability of a match, as in linking.
        hosts: names by which it may be addressed.
    """

    async def root(request: Request) -> Response:
        parameters = await _parameters(request)
        if "queries" in parameters:
            batch = read_batch(parameters["queries"])
            data = await run_in_threadpool(answers.results, batch, snapshot, threshold)
        elif "extend" in parameters:
            asked = read_extension(parameters["extend"])
            data = await run_in_threadpool(answers.extension, asked, snapshot)
        elif request.method == "POST":
            raise RequestError("The form has neither `queries` nor `extend`.", "Send one of them.")
        else:
            data = answers.manifest(str(request.base_url).rstrip("/"), snapshot)
        return reply(data, request.query_params.get("callback"))

    def suggest_entity(asked: Parameters) -> dict[str, Any]:
        wanted = tuple(filter(None, [asked.get("type", "")]))
        return {"result": suggesting.entities(asked["prefix"], _cursor(asked), wanted, snapshot)}

    def suggest_type(asked: Parameters) -> dict[str, Any]:
        return {"result": suggesting.types(asked["prefix"], _cursor(asked), snapshot)}

    def suggest_property(asked: Parameters) -> dict[str, Any]:
        return {"result": suggesting.known_properties(asked["prefix"], _cursor(asked))}

    def flyout_entity(asked: Parameters) -> dict[str, Any]:
        entity = snapshot.entity(snapshot.current(asked["id"]))
        if entity is None:
            raise _unknown("entity")
        return {"id": asked["id"], "html": pages.flyout(entity, snapshot)}

    def flyout_type(asked: Parameters) -> dict[str, Any]:
        name = classes.name_of(asked["id"], snapshot)
        if name is None:
            raise _unknown("type")
        return {"id": asked["id"], "html": pages.flyout_of_term(name, asked["id"], "")}

    def flyout_property(asked: Parameters) -> dict[str, Any]:
        found = properties.PROPERTIES.get(asked["id"])
        if found is None:
            raise _unknown("property")
        return {"id": found.pid, "html": pages.flyout_of_term(found.name, found.pid, found.description)}

    def propose(asked: Parameters) -> dict[str, Any]:
        limit, wanted = asked.get("limit"), asked.get("type", "")  # a column may have been given no type
        return answers.proposal(wanted, None if limit is None else _number("limit", limit), snapshot)

    async def preview(request: Request) -> Response:
        qid = _required(dict(request.query_params), "id")
        entity = await run_in_threadpool(lambda: snapshot.entity(snapshot.current(qid)))
        if entity is None:
            return page(pages.missing(qid), 404)
        return page(await run_in_threadpool(pages.preview, entity, snapshot))

    return Starlette(
        routes=[
            Route("/", root, methods=["GET", "POST"]),
            Route("/preview", preview),
            _route("/suggest/entity", "prefix", suggest_entity),
            _route("/suggest/type", "prefix", suggest_type),
            _route("/suggest/property", "prefix", suggest_property),
            _route("/flyout/entity", "id", flyout_entity),
            _route("/flyout/type", "id", flyout_type),
            _route("/flyout/property", "id", flyout_property),
            _route("/propose_properties", None, propose),
        ],
        middleware=[
            Middleware(AllowedHosts, hosts=hosts),
            Middleware(CORSMiddleware, allow_origins=["*"], allow_methods=["GET", "POST"]),
        ],
        exception_handlers={HearsayError: _told, HTTPException: _told_as_json, ClientDisconnect: _unheard},
    )


def _route(path: str, needed: str | None, answer: Answer) -> Route:
    """Return a route for GET whose answer is computed beside the loop, given the parameter that it needs."""

    async def endpoint(request: Request) -> Response:
        asked = dict(request.query_params)
        if needed is not None:
            _required(asked, needed)
        return reply(await run_in_threadpool(answer, asked), asked.get("callback"))

    return Route(path, endpoint)


async def _parameters(request: Request) -> Parameters:
    """Return the parameters of the address, or of the form that was sent."""
    if request.method != "POST":
        return dict(request.query_params)
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != "application/x-www-form-urlencoded":
        raise RequestError(
            "The body is no form.", "Send application/x-www-form-urlencoded with `queries`.", status=415
        )
    body = bytearray()
    try:
        async with asyncio.timeout(ARRIVAL):
            async for chunk in request.stream():
                body += chunk
                if len(body) > BODY:
                    raise RequestError(
                        f"The body is longer than {BODY} bytes.", "Send fewer queries at once.", status=413
                    )
    except TimeoutError:
        raise RequestError("The body did not arrive in time.", "Send it again.", status=408) from None
    try:
        text = body.decode("ascii")  # anything else is percent-encoded in a form
        return dict(parse_qsl(text, keep_blank_values=True, errors="strict", max_num_fields=PARAMETERS))
    except ValueError:
        raise RequestError("The form cannot be read.", "Send it URL-encoded in UTF-8.") from None


def _required(asked: Parameters, name: str) -> str:
    if name not in asked:
        raise RequestError(f"The parameter `{name}` is missing.", f"Add ?{name}=….")
    return asked[name]


def _cursor(asked: Parameters) -> int:
    return _number("cursor", asked.get("cursor") or "0")


def _number(name: str, text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) <= 9):
        raise RequestError(f"`{name}` is no number.", "Send a whole number, 0 or more.")
    return int(text)


def _unknown(what: str) -> RequestError:
    return RequestError(f"The knowledge snapshot holds no such {what}.", "Check the identifier.", status=404)


async def _told(_: Request, error: Exception) -> Response:
    if not isinstance(error, HearsayError):
        raise error
    return refusal(error)


async def _told_as_json(_: Request, error: Exception) -> Response:
    if not isinstance(error, HTTPException):
        raise error
    told = refusal(RequestError(f"{error.detail}.", "See docs/reconciliation.md.", status=error.status_code))
    told.headers.update(error.headers or {})
    return told


async def _unheard(_: Request, error: Exception) -> Response:
    """Whoever asked has gone: nobody reads this."""
    return Response(status_code=400)
