"""Functions that workers run in tests, at the top of a module, as engines want them."""

import os
import signal
import time
from pathlib import Path


def double(task: int) -> int:
    """Work."""
    return 2 * task


def end_at_three(task: int) -> int:
    """End the worker, always, at one task."""
    if task == 3:
        os.kill(os.getpid(), signal.SIGKILL)
    time.sleep(0.05)
    return 2 * task


def end_once(task: tuple[int, str]) -> int:
    """End the worker at one task, but not when it is done again."""
    number, flag = task
    if number == 3 and not Path(flag).exists():
        Path(flag).touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return 2 * number


def blunder(task: int) -> int:
    """Raise."""
    raise LookupError(f"no {task}")


def sleep(task: int) -> int:
    """Take long."""
    time.sleep(60)
    return task
