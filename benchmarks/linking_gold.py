"""Read entity-linking gold as extractions: gold mentions in, so that linking is measured by itself."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote

from ingest.link.names import key
from ingest.model import Actor, ActorKind, Article, Extraction, Mention, Span

_KINDS = {
    "person": ActorKind.PERSON,
    "organization": ActorKind.ORGANISATION,
    "place": ActorKind.PLACE,
}
#: What GUM calls these is no entity with a name of its own.
_NOT_NAMED = frozenset(("time", "quantity"))
_OPEN_OR_CLOSE = re.compile(r"\(([^()]+)\)|\(([^()]+)|(\d+)\)")
_SMALL_WORDS = frozenset(
    ("of", "the", "and", "for", "in", "on", "de", "du", "la", "le", "al", "von", "van", "der", "'s", "’s")
)


@dataclass(frozen=True, slots=True)
class Gold:
    """One document: its text, its named mentions, and who they are (None: no entity)."""

    name: str
    extraction: Extraction
    entities: dict[str, str | None]  # by mention id


def read_benchmark(path: Path) -> Iterator[Gold]:
    """Yield the documents of a JSON Lines benchmark.

    Names only: a mention in lower case ("student") is left out, and so is one whose entity its makers could
    not map. The benchmarks' types are not used, as only linked mentions have one. Equal names are one actor.
    """
    for number, line in enumerate(path.read_text("utf-8").splitlines()):
        record = json.loads(line)
        mentions: list[Mention] = []
        actors: dict[str, Actor] = {}
        entities: dict[str, str | None] = {}
        for label in record["labels"]:
            start, end = label["span"]
            name = record["text"][start:end]
            if not name[:1].isupper() or label["entity_id"] == "<NO_MAPPING>":
                continue
            actor = actors.setdefault(key(name), Actor(f"a{len(actors)}", name, ActorKind.OTHER))
            mention = Mention(f"m{len(mentions)}", Span(start, end), actor.kind, actor.id)
            mentions.append(mention)
            entities[mention.id] = label["entity_id"] if label["entity_id"][0] == "Q" else None
        extraction = Extraction(
            Article(title=record["text"], body=""),
            mentions=tuple(mentions),
            actors=tuple(actors.values()),
        )
        yield Gold(f"{path.stem}/{number}", extraction, entities)


def read_gum(folder: Path, genres: tuple[str, ...] = ("news", "interview")) -> Iterator[Gold]:
    """Yield GUM's documents of these genres: proper names, its coreference as actors, its types as kinds."""
    rows = (line.split("\t") for line in (folder / "wiki_map.tab").read_text("utf-8").splitlines()[1:])
    titles = {row[0]: row[2] for row in rows}
    for genre in genres:
        for path in sorted(folder.glob(f"GUM_{genre}_*.conllu")):
            yield _read_conllu(path, titles)


def _read_conllu(path: Path, titles: dict[str, str]) -> Gold:
    tokens: list[tuple[int, int, str]] = []  # start, end, part of speech
    pieces: list[str] = []
    at = 0
    opened: dict[str, list[tuple[int, list[str]]]] = {}
    found: list[tuple[int, int, list[str]]] = []  # first and last token, fields
    for line in path.read_text("utf-8").splitlines():
        columns = line.split("\t")
        if len(columns) != 10 or not columns[0].isdigit():
            continue
        tokens.append((at, at + len(columns[1]), columns[3]))
        space = "" if "SpaceAfter=No" in columns[9] else " "
        pieces.append(columns[1] + space)
        at += len(columns[1]) + len(space)
        entity = next((f[7:] for f in columns[9].split("|") if f.startswith("Entity=")), "")
        for whole, begun, ended in _OPEN_OR_CLOSE.findall(entity):
            here = len(tokens) - 1
            if whole:
                found.append((here, here, whole.split("-", 7)))
            elif begun:
                opened.setdefault(begun.split("-", 1)[0], []).append((here, begun.split("-", 7)))
            else:
                first, fields = opened[ended].pop()
                found.append((first, here, fields))
    return _as_gold(path.stem, "".join(pieces), tokens, sorted(found, key=lambda f: f[:2]), titles)


def _as_gold(
    name: str,
    text: str,
    tokens: list[tuple[int, int, str]],
    found: list[tuple[int, int, list[str]]],
    titles: dict[str, str],
) -> Gold:
    mentions: list[Mention] = []
    names: dict[str, str] = {}
    kinds: dict[str, ActorKind] = {}
    entities: dict[str, str | None] = {}
    for first, last, fields in found:
        while first < last and text[slice(*tokens[first][:2])].lower() in ("the", "a", "an"):
            first += 1
        words = [(text[start:end], tag) for start, end, tag in tokens[first : last + 1]]
        if words[-1][0] in ("'s", "’s", "'", "’"):
            words, last = words[:-1], last - 1
        if fields[1] in _NOT_NAMED or not words or not _is_proper(words):
            continue
        span = Span(tokens[first][0], tokens[last][1])
        kind = _KINDS.get(fields[1], ActorKind.OTHER)
        mention = Mention(f"m{len(mentions)}", span, kind, f"a{fields[0]}")
        mentions.append(mention)
        kinds[mention.actor] = kind
        names[mention.actor] = max(names.get(mention.actor, ""), span.of(text), key=len)
        title = unquote(fields[7]) if len(fields) > 7 else ""
        entities[mention.id] = titles.get(title) or titles.get(fields[7]) if title else None
    known = {m.actor: q for m in mentions if (q := entities[m.id])}
    entities = {m.id: known.get(m.actor) for m in mentions}
    actors = tuple(Actor(actor, names[actor], kinds[actor]) for actor in sorted(names))
    return Gold(
        name, Extraction(Article(title=text, body=""), mentions=tuple(mentions), actors=actors), entities
    )


def _is_proper(words: list[tuple[str, str]]) -> bool:
    """Whether the words are a proper name: nouns that are names, joined by small words."""
    return (
        words[-1][1] in ("PROPN", "NUM")
        and all(tag in ("PROPN", "NUM", "PUNCT") or word.lower() in _SMALL_WORDS for word, tag in words)
        and words[0][1] == "PROPN"
    )
