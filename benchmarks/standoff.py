"""Gold for articles that are not distributed here: offsets only, and the words from the reader's own copy.

    python -m benchmarks.standoff FOLDER TEXTS OUT

compiles gold in its annotators' form (`benchmarks.gold`) into one file an article that holds no word of it:
every wording, name and marker is a ``[start, end]`` into `Article.text` as `ingest.read` gives it, in
Unicode code points. The text's SHA-256 and length stand beside them, so that another version of the article
is noticed instead of being read at the wrong places. One claim stands on one line, so that a change reads as
one.

A name is given as the place of its first mention, for names are words of the article.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from benchmarks.gold import GoldArticle, GoldClaim, GoldLink, find, load, read_article
from ingest.errors import HearsayError
from ingest.model import Certainty, ClaimKind, Polarity, RelationType, Span, Spans, SpeechAct

TEXTS = Path(__file__).parents[2] / "shared" / "gold" / "wikinews"
"""Where the articles are looked for: beside the checkout."""


class TextError(HearsayError):
    """An annotated article is not there, or is not the version that was annotated."""


def compile_folder(folder: Path, texts: Path, out: Path) -> tuple[GoldArticle, ...]:
    """Write the stand-off form of every gold file of a folder.

    Raises:
        ValueError: words or names are not in the article.
    """
    out.mkdir(parents=True, exist_ok=True)
    compiled = tuple(load(path, texts) for path in sorted(folder.glob("*.json")))
    for gold in compiled:
        (out / f"{gold.name}.json").write_text(encode(gold), encoding="utf-8")
    return compiled


def load_folder(folder: Path, texts: Path = TEXTS) -> tuple[GoldArticle, ...]:
    """Read all stand-off gold of a folder, in the order of the files' names.

    Raises:
        TextError: an article is missing or is another version.
    """
    return tuple(load_file(path, texts) for path in sorted(folder.glob("*.json")))


def load_file(path: Path, texts: Path = TEXTS) -> GoldArticle:
    """Read one stand-off gold file and the article that it annotates.

    Raises:
        TextError: the article is missing or is another version.
    """
    record = json.loads(path.read_text(encoding="utf-8"))
    file = texts / record["article"]
    if not file.is_file():
        raise TextError(
            f"{file} is missing: the annotated articles are not distributed with Hearsay.",
            "They are Wikinews documents of the GUM corpus (CC BY 2.5), in the form of the sample articles.",
        )
    article = read_article(file)
    if (article.text_sha256, len(article.text)) != (record["sha256"], record["length"]):
        raise TextError(
            f"{file} is not the version of the article that {path.name} annotates: its text has the SHA-256 "
            f"{article.text_sha256} and {len(article.text)} characters, not {record['length']}.",
            "Restore that version, or annotate this one.",
        )
    return GoldArticle(path.stem, article, tuple(_claim(claim, article.text) for claim in record["claims"]))


# -- writing


def encode(gold: GoldArticle) -> str:
    """Return the stand-off form of an article's gold.

    Raises:
        ValueError: a name is not in the article.
    """
    article = gold.article
    head = {
        "article": Path(article.origin.file).name,
        "sha256": article.text_sha256,
        "length": len(article.text),
    }
    claims = ",\n".join(_json(_claim_record(claim, article.text)) for claim in gold.claims)
    return f'{_json(head)[:-1]}, "claims": [\n{claims}\n]}}\n'


def _json(record: dict[str, Any]) -> str:
    return json.dumps(record, ensure_ascii=False, separators=(", ", ": "))


def _claim_record(claim: GoldClaim, text: str) -> dict[str, Any]:
    record = {
        "id": claim.id,
        "places": [_offsets(place) for place in claim.places],
        "or": [_offsets(place) for place in claim.also],
        "kind": claim.kind,
        "certainty": claim.certainties,
        "polarity": claim.polarities,
        "chain": [_link_record(link, text) for link in claim.chain],
        "cues": [[of, _offsets(spans)] for of, spans in claim.markers],
        "relations": claim.relations,
    }
    return {key: value for key, value in record.items() if value or key == "chain"}


def _link_record(link: GoldLink, text: str) -> dict[str, Any]:
    return {
        "names": _offsets(_mentions(link.names, text)),
        "unnamed": link.unnamed,
        "source": _offsets(link.source),
        "cue": _offsets(link.cue),
        "act": link.act,
        "media": [name and _offsets(_mentions([name], text))[0] for name in link.media],
        "medium": _offsets(link.medium),
    }


def _mentions(names: Iterable[str], text: str) -> Iterator[Span]:
    """Yield the first place of each name."""
    return (find([name, 1], text, Span(0, len(text))) for name in names)


def _offsets(spans: Iterable[Span]) -> list[list[int]]:
    return [[span.start, span.end] for span in spans]


# -- reading


def _claim(record: dict[str, Any], text: str) -> GoldClaim:
    return GoldClaim(
        id=record["id"],
        places=tuple(map(_spans, record["places"])),
        also=tuple(map(_spans, record.get("or", []))),
        kind=ClaimKind(record["kind"]),
        certainties=tuple(map(Certainty, record["certainty"])),
        polarities=tuple(map(Polarity, record["polarity"])),
        chain=tuple(_link(link, text) for link in record["chain"]),
        markers=tuple((of, _spans(offsets)) for of, offsets in record.get("cues", [])),
        relations=tuple((RelationType(kind), claim) for kind, claim in record.get("relations", [])),
    )


def _link(record: dict[str, Any], text: str) -> GoldLink:
    return GoldLink(
        names=tuple(span.of(text) for span in _spans(record["names"])),
        unnamed=record["unnamed"],
        source=_spans(record["source"]),
        cue=_spans(record["cue"]),
        act=SpeechAct(record["act"]),
        media=tuple(place and Span(*place).of(text) for place in record["media"]),
        medium=_spans(record["medium"]),
    )


def _spans(offsets: Iterable[list[int]]) -> Spans:
    return tuple(Span(start, end) for start, end in offsets)


def main() -> None:
    """Compile a folder from the command line."""
    parser = argparse.ArgumentParser(description="Compile gold into offsets.")
    parser.add_argument("folder", type=Path, help="gold in its annotators' form, one JSON file an article")
    parser.add_argument("texts", type=Path, help="the folder of the annotated articles")
    parser.add_argument("out", type=Path, help="the folder to write to")
    arguments = parser.parse_args()
    for gold in compile_folder(arguments.folder, arguments.texts, arguments.out):
        print(f"{gold.name}: {len(gold.claims)} claims")


if __name__ == "__main__":
    main()
