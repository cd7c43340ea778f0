"""What reads texts as a package's maker did: with its settings and its slice of knowledge."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ingest.errors import PackageError
from ingest.examining import Tools, extractor
from ingest.link import Snapshot
from ingest.model import TextLevel
from ingest.package import layout
from ingest.package.opening import Package
from ingest.settings import EXTRACTORS, Settings


@contextmanager
def tools_of(package: Package) -> Iterator[Tools]:
    """Give this Hearsay's extractor with a package's settings and knowledge, for as long as the block runs.

    Raises:
        PackageError: settings or knowledge are not what Hearsay writes.
    """
    name, settings = _settings(package)
    with tempfile.TemporaryDirectory(prefix="hearsay-") as folder:
        file = Path(folder) / "snapshot.sqlite"
        with file.open("wb") as out:
            for chunk in package.chunks(layout.SNAPSHOT):
                out.write(chunk)
        with Snapshot.open(file) as snapshot:
            snapshot.verify()
            yield Tools(extractor(name), snapshot, settings)


def _settings(package: Package) -> tuple[str, Settings]:
    try:
        said = json.loads(package.text(layout.SETTINGS))
        values, name = said["settings"], said["extractor"]
        settings = Settings(
            TextLevel(values["text"]), float(values["min_confidence"]), float(values["link_threshold"])
        )
        if name not in EXTRACTORS or settings.digest != said["digest"]:
            raise ValueError
    except (ValueError, KeyError, TypeError):
        raise PackageError(
            f"{package.path}: {layout.SETTINGS} is not what Hearsay writes.", "Fetch the package again."
        ) from None
    return name, settings
