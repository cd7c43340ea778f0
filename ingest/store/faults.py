"""Turn what the file system and the engine raise into errors that a user can act on."""

import errno
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ingest.errors import StoreError
from ingest.places import Place

_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_FORBIDDEN = {errno.EACCES, errno.EPERM, errno.EROFS}

# The engine passes on RocksDB's status as words alone, without an errno.
_FULL_WORDS = ("No space left on device", "Disk quota exceeded", "File too large")
_FORBIDDEN_WORDS = ("Permission denied", "Read-only file system")
_HELD_WORDS = ("While lock file", "lock hold by current process")


def damaged(where: Place, found: str) -> StoreError:
    """The error for a store whose files are not as they were written.

    Args:
        where: the store.
        found: a clause that says what was seen.
    """
    return StoreError(
        f"The store {where} is damaged: {found.rstrip('.')}.",
        f"Nothing was deleted. Ingest the articles again into a new store (`hearsay ingest … --store NEW`), "
        f"then remove {where}.",
    )


def read_only(folder: Path) -> StoreError:
    """The error for writing to a store that was opened for reading."""
    return StoreError(f"The store {folder} is open for reading only.", "Open it for writing.")


@contextmanager
def guarded(folder: Path, engine_only: bool = False) -> Iterator[None]:
    """Translate failures of disk and engine within the block.

    Args:
        folder: the store, for the message.
        engine_only: leave other errors of files alone, as where the block also writes somewhere else.

    Raises:
        StoreError: the disk is full, the folder forbidden, the store held or damaged.
    """
    try:
        yield
    except OSError as error:
        if engine_only and error.errno is not None:  # the engine's have words alone
            raise
        _let_go(error)
        raise _explain_os_error(folder, error) from error
    except RuntimeError as error:
        # pyoxigraph has no class of its own for a damaged database.
        if not str(error).startswith("Corruption"):
            raise
        _let_go(error)
        raise damaged(folder, str(error)) from error


def _let_go(error: BaseException) -> None:
    """Forget the variables of the calls that failed.

    They hold the engine open, and with it the engine's own lock, for as long as somebody keeps the error:
    then the store could not be opened again.
    """
    traceback.clear_frames(error.__traceback__)


def _explain_os_error(folder: Path, error: OSError) -> StoreError:
    words = str(error)
    if error.errno in _FULL or any(word in words for word in _FULL_WORDS):
        return StoreError(
            f"There is no space left for the store {folder} ({words}).",
            "What was stored before is intact. Free some and run the same command again to complete it.",
        )
    if error.errno in _FORBIDDEN or any(word in words for word in _FORBIDDEN_WORDS):
        return StoreError(
            f"The store {folder} may not be accessed ({words}).",
            "Change the permissions of the folder, or choose another with --store.",
        )
    if any(word in words for word in _HELD_WORDS):
        return StoreError(
            f"The database inside {folder} is held by another program ({words}).",
            "Wait until it ends, or end it, and try again.",
        )
    if isinstance(error, FileNotFoundError):
        return damaged(folder, f"a file is missing ({words})")
    return StoreError(
        f"The store {folder} could not be read or written ({words}).",
        "Check the disk, then run the same command again: it completes what is missing.",
    )
