"""Workers on the machines of a Ray cluster, an existing one or one that is started here."""

from __future__ import annotations

import logging
import os
import socket
from collections.abc import Callable, Iterator, Sequence
from typing import Any, TypeVar
from urllib.parse import urlsplit

from ingest.errors import HearsayError
from ingest.shards.engine import Lost

T = TypeVar("T")
R = TypeVar("R")

RETRIES = 3
"""How often a task is done again when its worker or machine ends."""


class Cluster:
    """Runs tasks on a Ray cluster. See `ingest.shards.engine.Engine`.

    All machines must see inputs, snapshot and the folder of shards under the same names.

    Args:
        address: of the cluster, as ``ray start`` tells it; None starts one on this machine.
        workers: processes of a cluster that is started here; tasks at a time on another, None for no limit.
    """

    def __init__(self, address: str | None, workers: int | None) -> None:
        self._address = address
        self._workers = workers

    def map(self, function: Callable[[T], R], tasks: Sequence[T]) -> Iterator[R | Lost[T]]:
        """Give what the function makes of each task, in the order in which they are done."""
        ray = _ray()
        _connect(ray, self._address, self._workers)
        try:
            remote = ray.remote(num_cpus=1, max_retries=RETRIES)(function)
            waiting = list(reversed(tasks))
            running: dict[Any, T] = {}
            while waiting or running:
                while waiting and len(running) < self._at_a_time(ray):
                    task = waiting.pop()
                    running[remote.remote(task)] = task
                (done, *_), _ = ray.wait(list(running), num_returns=1)
                task = running.pop(done)
                try:
                    yield ray.get(done)
                except ray.exceptions.RayTaskError as error:
                    raise error.cause from error
                except ray.exceptions.RayError:  # the worker, or its machine, ended again and again
                    yield Lost(task)
        finally:
            ray.shutdown()  # stops what still runs of this job; a cluster that was there stays

    def _at_a_time(self, ray: Any) -> int:
        """Keep all machines busy, also those that come later, and no more tasks waiting than that takes."""
        return self._workers or 2 * max(1, int(ray.cluster_resources().get("CPU", 1)))


def _ray() -> Any:
    os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")  # Hearsay tells nobody what is done with it
    try:
        import ray
    except ImportError:
        raise HearsayError(
            "Ray is not installed.", "Install hearsay[ray], or work on this machine with --engine local."
        ) from None
    return ray


def _connect(ray: Any, address: str | None, workers: int | None) -> None:
    options: dict[str, Any] = {"log_to_driver": False, "logging_level": logging.ERROR}
    if address is None:
        options |= {"num_cpus": workers, "include_dashboard": False, "address": "local"}
    else:
        options |= {"address": address}
    try:
        _knock(address)
        ray.init(**options)
    except (OSError, ValueError, RuntimeError) as error:
        raise HearsayError(
            f"The Ray cluster {address or 'on this machine'} cannot be reached: {error}.",
            "Check the address, as `ray status` tells it; without --ray-address one is started here.",
        ) from error


def _knock(address: str | None) -> None:
    """See whether anybody listens there: Ray itself would try for minutes.

    Raises:
        OSError: nobody does.
        ValueError: this is no address.
    """
    parts = urlsplit(address if address and "://" in address else f"//{address or ''}")
    if parts.hostname and parts.port:  # not "auto"
        socket.create_connection((parts.hostname, parts.port), _PATIENCE).close()


_PATIENCE = 10  # seconds
