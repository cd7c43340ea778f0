"""Where the files that travel with Hearsay are: its ontology, shapes, queries and seeds."""

from pathlib import Path

_PACKAGED = Path(__file__).parent / "_data"
_CHECKOUT = Path(__file__).parent.parent


def folder(name: str) -> Path:
    """Return the folder `name` (`ontology`, `shapes`, `queries` or `seeds`).

    In an installed wheel it lies inside the package, in a checkout at the top level.

    Raises:
        FileNotFoundError: the installation is incomplete.
    """
    for root in (_PACKAGED, _CHECKOUT):
        if (root / name).is_dir():
            return root / name
    raise FileNotFoundError(f"Hearsay's own folder {name!r} is missing: reinstall Hearsay")


def file(name: str) -> Path:
    """Return a single file that travels along: `requirements.lock` or `docs/model-card.md`.

    Raises:
        FileNotFoundError: the installation is incomplete.
    """
    for root in (_PACKAGED, _CHECKOUT):
        if (root / name).is_file():
            return root / name
    raise FileNotFoundError(f"Hearsay's own file {name!r} is missing: reinstall Hearsay")
