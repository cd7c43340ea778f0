"""What made a package: settings, model, and the software with its versions."""

from __future__ import annotations

import dataclasses
import json
import re
from importlib.metadata import PackageNotFoundError, requires, version
from typing import Any

from ingest import __version__
from ingest.settings import Configuration

NAME = f"hearsay {__version__}"
_NAME = re.compile(r"[A-Za-z0-9._-]+", re.ASCII)


def settings(configured: Configuration) -> dict[str, Any]:
    """Return the settings that can change a result, and the extractor's name."""
    values = {
        field.name: getattr(configured.settings, field.name)
        for field in dataclasses.fields(configured.settings)
    }
    return {"settings": values, "digest": configured.settings.digest, "extractor": configured.extractor}


def versions() -> dict[str, str]:
    """Return the versions of Hearsay and of the packages that it runs on, by name.

    What is not there (of another system, or of an extra) is left out. The versions of Python and of the
    system stand in the log.
    """
    found = {"hearsay": __version__}
    for requirement in requires("hearsay") or ():
        match = _NAME.match(requirement)
        if match and "extra ==" not in requirement:
            try:
                found[match[0]] = version(match[0])
            except PackageNotFoundError:
                continue
    return dict(sorted(found.items()))


def line(value: object) -> bytes:
    """Write one line of JSON."""
    return (json.dumps(value, ensure_ascii=False, sort_keys=True) + "\n").encode()


def dump(value: object) -> bytes:
    """Write JSON that people can read, the same for the same value."""
    return (json.dumps(value, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode()
