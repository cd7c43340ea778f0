"""A package as a BagIt bag (RFC 8493): its files below `data/`, with SHA-256 and SHA-512 of each."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

from ingest.dataset import Dataset
from ingest.errors import PackageError

ALGORITHMS = ("sha256", "sha512")


def make_bag(folder: Path, dataset: Dataset, software: str) -> None:
    """Turn a folder into a bag, in place, with the library `bagit`; no clock is asked.

    Raises:
        PackageError: `bagit` is not installed.
    """
    try:
        bagit = import_module("bagit")
    except ImportError:
        raise PackageError(
            "Bags are made with bagit, which is not installed.", 'Install it: pip install "hearsay[bagit]".'
        ) from None
    said = {
        "Bagging-Date": dataset.published,
        "Bag-Software-Agent": software,
        "External-Description": dataset.title,
        "Contact-Name": list(dataset.creators),
    }
    bagit.make_bag(str(folder), said, checksums=list(ALGORITHMS))
