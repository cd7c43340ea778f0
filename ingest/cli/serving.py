"""`hearsay reconcile`: a knowledge snapshot as a service that OpenRefine and others can ask."""

from __future__ import annotations

import socket
from collections.abc import Sequence
from contextlib import suppress
from typing import Annotated

import typer

from ingest.cli import screen, stopping
from ingest.cli.options import ConfigOption, SnapshotOption, configuration
from ingest.errors import HearsayError
from ingest.link import Snapshot

HOST, PORT = "127.0.0.1", 3334
"""This machine alone, beside OpenRefine's own port."""

_EVERYWHERE = ("0.0.0.0", "::")  # noqa: S104 - recognised, not bound to by default


def reconcile(
    snapshot: SnapshotOption = None,
    host: Annotated[
        str, typer.Option("--host", metavar="ADDRESS", help="The address of this machine to serve at.")
    ] = HOST,
    port: Annotated[
        int, typer.Option("--port", min=0, max=65535, help="The port; 0 takes a free one.")
    ] = PORT,
    allowed: Annotated[
        list[str] | None,
        typer.Option(
            "--allow-host", metavar="NAME", help="A host name by which it may be addressed; repeatable."
        ),
    ] = None,
    config: ConfigOption = None,
) -> None:
    """Serve the knowledge snapshot to OpenRefine and other clients of the W3C Reconciliation API 0.2.

    Prints the address to add in OpenRefine (column menu, Reconcile, Start reconciling, Add standard service),
    and runs until Ctrl-C. Nothing that is asked changes anything.

        hearsay reconcile

        hearsay reconcile --snapshot wikidata.sqlite --port 8080
    """
    configured = configuration(config, snapshot=snapshot)
    with Snapshot.open(configured.snapshot) as opened, _bound(host, port) as listening:
        address = _address(host, listening.getsockname()[1])
        print(address, flush=True)
        screen.note(f"In OpenRefine: Reconcile, Start reconciling, Add standard service, {address}")
        screen.note("Ctrl-C ends it.")
        _serve(opened, listening, configured.settings.link_threshold, _hosts(host, allowed or ()))


def _serve(snapshot: Snapshot, listening: socket.socket, threshold: float, hosts: Sequence[str]) -> None:
    import uvicorn  # costly: only where something is served

    from ingest.reconciliation import app

    service = app(snapshot, threshold=threshold, hosts=hosts)
    server = uvicorn.Server(
        uvicorn.Config(
            service,
            log_level="warning",  # what is asked is nobody's business
            lifespan="off",
            server_header=False,
            limit_concurrency=100,
            timeout_keep_alive=15,
            timeout_graceful_shutdown=1,
        )
    )
    with stopping.current.left_to_others(), suppress(KeyboardInterrupt):
        server.run(sockets=[listening])  # which raises the signal again, when it has ended in good order
    screen.note("Ended.")


def _bound(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # Only where the protocol is named does asyncio send small packets at once: 50 ms a request otherwise.
    made = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        made.bind((host, port))
        made.listen(128)  # whoever reads the address may ask at once, and waits until the service has begun
    except (OSError, UnicodeError) as error:
        made.close()
        reason = getattr(error, "strerror", None) or str(error)
        raise HearsayError(
            f"{host}, port {port}, cannot be served at: {reason}.", "Give another --port or --host."
        ) from None
    return made


def _address(host: str, port: int) -> str:
    name = HOST if host in _EVERYWHERE else f"[{host}]" if ":" in host else host
    return f"http://{name}:{port}/"


def _hosts(host: str, allowed: Sequence[str]) -> tuple[str, ...]:
    from ingest.reconciliation.hosts import LOOPBACK

    own = () if host in _EVERYWHERE else (host,)
    return (*LOOPBACK, *own, *allowed)
