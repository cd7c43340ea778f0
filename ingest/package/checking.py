"""Is a package what its maker wrote: metadata of a Hearsay package, and every byte as the manifest says?"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from ingest.errors import PackageError
from ingest.package import layout
from ingest.package.opening import Package, check_name

CONTEXT = "https://w3id.org/ro/crate/1.1/context"
CRATE = "https://w3id.org/ro/crate/1.1"
PROFILE = "https://w3id.org/ro/wfrun/process/0.5"

_LINE = re.compile(r"([0-9a-f]{64})  ([^\n]+)", re.ASCII)
_ABSOLUTE = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:", re.ASCII)
_OURS = (layout.GRAPH, layout.ARTICLES, layout.ABOUT, layout.METADATA)


@dataclass(frozen=True, slots=True)
class Fault:
    """What is not as it was written.

    Attributes:
        file: its path in the package.
        kind: ``changed``, ``missing`` or ``added``.
    """

    file: str
    kind: str


@dataclass(frozen=True, slots=True)
class About:
    """What `package.json` says.

    Attributes:
        software: as a Run names it, such as ``hearsay 0.1.0``.
        text: the text level.
        graph: hex SHA-256 of `data/graph.nq`.
    """

    software: str
    text: str
    graph: str


def about(package: Package) -> About:
    """Read what a package says of itself.

    Raises:
        PackageError: it is no package of Hearsay's, or one of a newer Hearsay's.
    """
    for name in (*_OURS, layout.MANIFEST):
        if name not in package:
            raise PackageError(
                f"{package.path} is no package of Hearsay's, or an incomplete one: it has no {name}.",
                "`hearsay package` makes them.",
            )
    said = _json(package, layout.ABOUT)
    version = said.get("format")
    if type(version) is int and version > layout.FORMAT:
        made = str(said.get("software", "a newer Hearsay"))
        raise PackageError(
            f"{package.path} is a package of format {version}, made by {made[:80]}; this Hearsay reads up to "
            f"{layout.FORMAT}.",
            "Update Hearsay.",
        )
    wanted = ("software", "text", "graph")
    if (
        type(version) is not int
        or version != layout.FORMAT
        or not all(isinstance(said.get(key), str) for key in wanted)
    ):
        raise PackageError(f"{package.path}: {layout.ABOUT} is not what Hearsay writes.", _AGAIN)
    check_metadata(_json(package, layout.METADATA), package)
    return About(*(said[key] for key in wanted))


def check_metadata(document: dict[str, Any], package: Package) -> None:
    """Refuse metadata of another profile, that would fetch a context, or that points out of the package.

    Raises:
        PackageError: it says what and where.
    """
    context = document.get("@context")
    for each in context if isinstance(context, list) else [context]:
        if isinstance(each, str) and each != CONTEXT:
            raise _refused(package, f"it names the context {each[:200]!r}, and only {CONTEXT} is known")
        if isinstance(each, dict):
            for term, meaning in each.items():
                if term.startswith("@") or not isinstance(meaning, str):
                    raise _refused(package, f"its context defines {term[:80]!r} in a way that is not read")
        elif not isinstance(each, str):
            raise _refused(package, "it has no context")
    graph = document.get("@graph")
    if not isinstance(graph, list):
        raise _refused(package, "it has no @graph")
    for entity in graph:
        identifier = entity.get("@id") if isinstance(entity, dict) else None
        if not isinstance(identifier, str):
            raise _refused(package, "something in it has no @id")
        _check_identifier(identifier, package)
    root: dict[str, Any] = next((entity for entity in graph if entity["@id"] == "./"), {})
    conforms = root.get("conformsTo", [])
    profiles = [each.get("@id") for each in (conforms if isinstance(conforms, list) else [conforms])]
    if PROFILE not in profiles:
        found = ", ".join(map(str, profiles))[:200] or "none"
        raise _refused(package, f"it is a crate of another profile ({found}), not {PROFILE}")


def faults(package: Package) -> Iterator[Fault]:
    """Compare every file with the manifest.

    Yields:
        Every file that was changed, is missing, or was added, in the order of their paths.

    Raises:
        PackageError: there is no manifest, or it is none, or a file cannot be read.
    """
    wanted = manifest(package)
    for name in sorted(wanted.keys() | set(package.names()) - layout.OUTSIDE_DIGEST):
        if name not in package:
            yield Fault(name, "missing")
        elif name not in wanted:
            yield Fault(name, "added")
        elif sha256(package, name) != wanted[name]:
            yield Fault(name, "changed")


def manifest(package: Package) -> dict[str, str]:
    """Return the hex SHA-256 of each file, by its path.

    Raises:
        PackageError: there is no manifest, or it is none.
    """
    found: dict[str, str] = {}
    for number, line in enumerate(package.text(layout.MANIFEST).splitlines(), 1):
        match = _LINE.fullmatch(line)
        try:
            check_name(match[2] if match else "")
        except ValueError:
            match = None
        if match is None or match[2] in found:
            raise PackageError(
                f"{package.path}: {layout.MANIFEST}, line {number}, is none of a manifest.", _AGAIN
            )
        found[match[2]] = match[1]
    return found


def sha256(package: Package, name: str) -> str:
    """Return the hex SHA-256 of a file."""
    hashed = hashlib.sha256()
    for chunk in package.chunks(name):
        hashed.update(chunk)
    return hashed.hexdigest()


def _check_identifier(identifier: str, package: Package) -> None:
    if identifier.startswith("#") or identifier == "./":
        return
    if _ABSOLUTE.match(identifier):
        if identifier.lower().startswith(("http:", "https:", "urn:", "mailto:")):
            return
        raise _refused(package, f"the @id {identifier[:200]!r} is an address that no crate may have")
    try:
        check_name(identifier.removeprefix("./").removesuffix("/"))
    except ValueError as error:
        raise _refused(package, f"the @id {identifier[:200]!r} is refused: {error}") from None


def _json(package: Package, name: str) -> dict[str, Any]:
    try:
        found = json.loads(package.text(name))
    except (ValueError, RecursionError) as error:
        raise PackageError(f"{package.path}: {name} is no JSON: {error}.", _AGAIN) from None
    if not isinstance(found, dict):
        raise PackageError(f"{package.path}: {name} is no JSON object.", _AGAIN)
    return found


def _refused(package: Package, why: str) -> PackageError:
    return PackageError(f"{package.path}: {layout.METADATA} is refused: {why}.", _AGAIN)


_AGAIN = "Fetch it again, or ask whoever made it."
