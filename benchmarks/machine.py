"""On what machine figures were taken, and how much memory a process took."""

from __future__ import annotations

import os
import platform
import re
import resource
import sys
from pathlib import Path


def machine() -> str:
    """Describe the machine in a line."""
    lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines() if os.name == "posix" else []
    model = next((line.partition(":")[2].strip() for line in lines if line.startswith("model name")), "")
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    return f"Python {platform.python_version()}, {cores} cores of {model or platform.machine()}"


def peak_memory() -> int:
    """Return the most memory that was resident in this process so far, in MB."""
    return peak_bytes() // 2**20


def peak_bytes() -> int:
    """Return the most memory that was resident in this process so far, in bytes."""
    status = Path("/proc/self/status")  # Linux counts the parent's memory into ru_maxrss
    if status.exists():
        kilobytes = re.search(r"VmHWM:\s*(\d+)", status.read_text(encoding="ascii", errors="replace"))
        if kilobytes:
            return int(kilobytes[1]) * 1024
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak if sys.platform == "darwin" else peak * 1024
