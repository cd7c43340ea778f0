"""Opening the engine's database with a bound on the memory that its files take."""

from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path

import pyoxigraph

try:
    import resource
except ImportError:  # a system without limits on open files; the engine has its own there
    resource = None  # type: ignore[assignment]

OPEN_FILES = 256
"""How many of its files the engine may hold open: of each it keeps an index in memory."""

_RESERVED = 48  # file descriptors that the engine leaves to others when it reads the limit


def writable(folder: Path) -> pyoxigraph.Store:
    """Open a database for writing, or make one.

    The engine holds open as many files as the process may, and has no setting for it; so the process may open
    fewer while the engine looks. Other threads must not open files meanwhile.

    Raises:
        OSError: it cannot be opened.
    """
    with _few_files() if resource else nullcontext():
        return pyoxigraph.Store(str(folder))


@contextmanager
def _few_files() -> Iterator[None]:
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    few = OPEN_FILES + _RESERVED
    if soft == resource.RLIM_INFINITY or soft > few:
        resource.setrlimit(resource.RLIMIT_NOFILE, (few, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
