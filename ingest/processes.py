"""Processes that run a module of ours, so that what it does can be limited and ended."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

_ROOT = Path(__file__).parents[1]


def start(module: str, *arguments: str, errors: int = subprocess.DEVNULL) -> subprocess.Popen[bytes]:
    """Start ``python -m module``, with pipes to its input and from its output.

    Args:
        module: its whole name.
        arguments: of its command line.
        errors: where its standard error goes, as `subprocess` names it.
    """
    # -P: a folder named like a module of ours, where the command is run, is not imported instead.
    command = [sys.executable, "-P", "-m", module, *arguments]
    paths = filter(None, (str(_ROOT), os.environ.get("PYTHONPATH")))
    return subprocess.Popen(  # noqa: S603 - our own module
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=errors,
        env=os.environ | {"PYTHONPATH": os.pathsep.join(paths)},
        start_new_session=True,  # Ctrl-C is for us, who then end it
    )
