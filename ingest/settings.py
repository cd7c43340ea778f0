"""What a user can set, and the digest of what of it can change a result."""

from __future__ import annotations

import hashlib
import json
import os
import tomllib
from dataclasses import dataclass, field, fields, replace
from enum import StrEnum
from pathlib import Path
from typing import Any

from ingest.dataset import Dataset
from ingest.errors import HearsayError
from ingest.link.choice import THRESHOLD
from ingest.model import TextLevel
from ingest.network.contact import CONTACT
from ingest.places import Place, Remote, folder_of, place
from ingest.read import Columns, Limits
from ingest.read.fields import NAMES
from ingest.sparql import process

FILE = "hearsay.toml"
JUDGEMENTS = "judgements.tsv"
EXTRACTORS = ("trained", "rules")


class Lookup(StrEnum):
    """Where what Wikidata knows is looked up."""

    SNAPSHOT = "snapshot"  # offline
    API = "api"  # what the snapshot leaves open, online


class LogFormat(StrEnum):
    """How messages are written to standard error."""

    TEXT = "text"
    JSON = "json"  # one object a line


@dataclass(frozen=True, slots=True)
class Settings:
    """Settings that can change what is extracted, linked or written.

    Attributes:
        text: how much of an article's wording its graph holds.
        min_confidence: claims below this confidence (0 to 1) are left out.
        link_threshold: links below this score (0 to 1) become NIL.
    """

    text: TextLevel = TextLevel.QUOTES
    min_confidence: float = 0.0
    link_threshold: float = THRESHOLD

    @property
    def digest(self) -> str:
        """Hex SHA-256 of the settings as JSON with sorted keys."""
        values = {field.name: getattr(self, field.name) for field in fields(self)}
        return hashlib.sha256(json.dumps(values, sort_keys=True).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Configuration:
    """The settings, the store and the extractor, as `hearsay.toml` and the command line give them.

    The extractor is no part of the settings' digest: a Run names it by the digest of its model.

    Attributes:
        store: its folder, or the server that it is on.
        snapshot: the file of the knowledge snapshot, or None: the one that comes with Hearsay. A Run names it
            by its digest.
        judgements: the file of judgements, or None: the store's own.
        who: who judges, as it stands in judgements, or "" if nobody is named.
        contact: how whoever runs a service that is asked over the network reaches us, or "".
        wikidata: where what Wikidata knows is looked up: in the snapshot alone, or through the API as well.
        wikidata_api: the API's address.
        columns: which column of a table of articles is what.
        limits: what input is too large or too slow to read.
        dataset: what the owner says of what is exported.
        log_format: how messages are written.
        query_timeout: seconds that a query which is none of the shipped ones may take.
        query_memory: megabytes that it may take.
    """

    settings: Settings = Settings()
    store: Place = Path(".hearsay")
    extractor: str = "trained"
    snapshot: Path | None = None
    judgements: Path | None = None
    who: str = ""
    contact: str = ""
    wikidata: Lookup = Lookup.SNAPSHOT
    wikidata_api: str = "https://www.wikidata.org/w/api.php"
    columns: Columns = field(default_factory=Columns)
    limits: Limits = field(default_factory=Limits)
    dataset: Dataset = field(default_factory=Dataset)
    log_format: LogFormat = LogFormat.TEXT
    query_timeout: int = process.Limits().seconds
    query_memory: int = process.Limits().megabytes

    @property
    def judgements_file(self) -> Path:
        """Where judgements are kept: in the store's folder, if nothing else is said."""
        return self.judgements or self.folder / JUDGEMENTS

    @property
    def folder(self) -> Path:
        """The store's folder: its own, or the one beside its server."""
        return folder_of(self.store)


def load(path: Path | None = None) -> Configuration:
    """Read `path`, or `hearsay.toml` in the working folder if there is one.

    Raises:
        HearsayError: the file cannot be read, or holds an unknown key or a value out of range.
    """
    file = path or Path(FILE)
    if path is None and not file.is_file():
        return Configuration()
    try:
        table = tomllib.loads(file.read_text(encoding="utf-8"))
    except OSError as error:
        raise HearsayError(
            f"{file} cannot be read: {error.strerror}.", "Check the path and its rights."
        ) from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise HearsayError(
            f"{file} is no valid TOML: {error}.", "Correct the file; see docs/settings.md."
        ) from None
    return _configuration(file, table)


def _configuration(file: Path, table: dict[str, Any]) -> Configuration:
    result = Configuration()
    for key, value in table.items():
        match key, value:
            case "store", str() if "\0" not in value:
                result = replace(result, store=_store(file, value, table.get("remote", {})))
            case "remote", dict() if isinstance(result.store, Remote) or _is_address(table.get("store")):
                pass  # read with the store
            case "snapshot", str() if value and "\0" not in value:
                result = replace(result, snapshot=_path(file, value))
            case "judgements", str() if value and "\0" not in value:
                result = replace(result, judgements=_path(file, value))
            case "who", str() if value.strip() and value.isprintable():
                result = replace(result, who=value.strip())
            case "contact", str() if CONTACT.fullmatch(value):
                result = replace(result, contact=value)
            case "wikidata", str() if value in list(Lookup):
                result = replace(result, wikidata=Lookup(value))
            case "wikidata_api", str() if value.startswith(("https://", "http://")):
                result = replace(result, wikidata_api=value)
            case "columns", dict() if (columns := _columns(value)) is not None:
                result = replace(result, columns=columns)
            case "limits", dict() if _are_limits(value):
                result = replace(result, limits=Limits(**value))
            case "dataset", dict():
                result = replace(result, dataset=_dataset(file, value))
            case "log_format", str() if value in list(LogFormat):
                result = replace(result, log_format=LogFormat(value))
            case "query_timeout", int() if _is_whole(value, process.MOST_SECONDS):
                result = replace(result, query_timeout=value)
            case "query_memory", int() if _is_whole(value, process.MOST_MEGABYTES):
                result = replace(result, query_memory=value)
            case "extractor", str() if value in EXTRACTORS:
                result = replace(result, extractor=value)
            case "text", str() if value in list(TextLevel):
                result = replace(result, settings=replace(result.settings, text=TextLevel(value)))
            case "min_confidence", int() | float() if _is_share(value):
                result = replace(result, settings=replace(result.settings, min_confidence=float(value)))
            case "link_threshold", int() | float() if _is_share(value):
                result = replace(result, settings=replace(result.settings, link_threshold=float(value)))
            case key, _ if key in _ALLOWED:
                raise HearsayError(f"{file}: {key} = {value!r} is not allowed.", _ALLOWED[key])
            case _:
                raise HearsayError(
                    f"{file}: there is no setting {key!r}.", f"Settings are: {', '.join(_ALLOWED)}."
                )
    return result


def _store(file: Path, given: str, remote: object) -> Place:
    """Read where the store is, and what is said of its server.

    Raises:
        HearsayError: an address is none, or [remote] holds something else than it may.
    """
    if not _is_address(given):
        return _path(file, given)
    where = place(given, file.parent)
    if not isinstance(where, Remote) or not isinstance(remote, dict):
        raise HearsayError(f"{file}: remote = {remote!r} is not allowed.", _ALLOWED["remote"])
    said = dict(remote)
    for key, value in said.items():
        right = type(value) is int and value > 0 if key == "timeout" else isinstance(value, str)
        if key not in _REMOTE or not right:
            raise HearsayError(f"{file}: {key} under [remote] is not allowed.", _ALLOWED["remote"])
    for key in ("folder", "loader_folder"):
        if key in said:
            said[key] = _path(file, said[key])
    return where.configured(**said)


def _is_address(given: object) -> bool:
    return isinstance(given, str) and "://" in given


def _path(file: Path, given: str) -> Path:
    """A path in a settings file is meant from where that file is."""
    return file.parent / os.path.expanduser(given)  # noqa: PTH111 - Path's raises where there is no such user


def _dataset(file: Path, table: dict[str, Any]) -> Dataset:
    try:
        return Dataset.of(table)
    except ValueError as error:
        raise HearsayError(f"{file}: [dataset]: {error}.", "Correct it; see docs/settings.md.") from None


def _columns(table: dict[str, Any]) -> Columns | None:
    if not all(isinstance(column, str) for column in table.values()):
        return None
    try:
        return Columns.of(list(table.items()))
    except ValueError:
        return None


def _are_limits(table: dict[str, Any]) -> bool:
    """Whether every key is a limit, and every value a number above zero; `true` is none."""
    return all(type(value) is int and value > 0 for value in table.values()) and set(table) <= _LIMITS


def _is_whole(value: int, most: int) -> bool:
    """Whether it is a number from 1; `true` is none."""
    return not isinstance(value, bool) and 1 <= value <= most


def _is_share(value: float) -> bool:
    """Whether it is a number from 0 to 1; `true` is none, though Python takes it for 1."""
    return not isinstance(value, bool) and 0 <= value <= 1


_REMOTE = ("update", "graphs", "folder", "timeout", "loader", "loader_folder")
_LIMITS = {field.name for field in fields(Limits)}
_ALLOWED = {
    "store": "Give the store's folder, or the address of a server, as a string.",
    "remote": f"Give {', '.join(_REMOTE)} of a `store` that is an address; see docs/store.md.",
    "snapshot": "Give the file of a knowledge snapshot as a string.",
    "judgements": "Give the file of judgements as a string.",
    "who": "Give the name of who judges, on one line.",
    "contact": 'Give "mailto:you@example.org", or an https address of yours.',
    "wikidata": 'Give "snapshot" or "api".',
    "wikidata_api": 'Give the address of the API, such as "https://www.wikidata.org/w/api.php".',
    "columns": f'Give {{ title = "COLUMN", text = "COLUMN" }}, of {", ".join(NAMES)}.',
    "limits": f"Give whole numbers above zero, of {', '.join(sorted(_LIMITS))}.",
    "dataset": "Give a table with title, creators and licence; see docs/settings.md.",
    "log_format": 'Give "text" or "json".',
    "query_timeout": f"Give whole seconds, from 1 to {process.MOST_SECONDS}.",
    "query_memory": f"Give whole megabytes, from 1 to {process.MOST_MEGABYTES}.",
    "extractor": 'Give "trained" or "rules".',
    "text": 'Give "none", "quotes" or "full".',
    "min_confidence": "Give a number from 0 to 1.",
    "link_threshold": "Give a number from 0 to 1.",
}
