"""The figures that the quality gate holds, per cent, of the extractor that is shipped.

Each *part* reads one set of articles once and gives all its figures; two are read at a time.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path

from benchmarks import aspects
from benchmarks.cofenet import found_by, read_chunks
from benchmarks.cofenet import measure as by_chunks
from benchmarks.extractors import DEFAULT, extractor
from benchmarks.flat_scoring import MEASURES, rightness, score
from benchmarks.floors import OUTSIDE
from benchmarks.gold import GOLD
from benchmarks.polnear import TOGETHER, compare
from benchmarks.reliability import bins, calibration_error
from benchmarks.scoring import match, total
from benchmarks.sets import DEV, WIKINEWS, load_set
from ingest.extract.encoder.labels import ROLES
from ingest.extract.encoder.network import MODEL
from ingest.resources import folder

ROOT = Path(__file__).parents[1]
SHARED_GOLD = ROOT.parent / "shared" / "gold"
"""Gold that is not part of the repository."""
POLNEAR = SHARED_GOLD / "attribution" / "polnear-dev.jsonl"
COFENET = SHARED_GOLD / "attribution" / "polnear-dev-cofenet.jsonl"

CLAIMS = (
    "chain-exact-precision",
    "chain-exact-recall",
    "chain-exact-f1",
    "speaker-accuracy",
    "certainty-macro-f1",
    "own-voice-precision",
)


def cofenet() -> dict[str, float]:
    """Return the F1 of each role by CofeNet's protocol (`benchmarks.cofenet`)."""
    reader = extractor(DEFAULT)
    scores = by_chunks(read_chunks(COFENET), lambda chunk: found_by(reader, chunk))
    return {role: 100 * scores[role].f1 for role in ROLES}


def polnear() -> dict[str, float]:
    """Return F1 from raw text, and the calibration error of the triples (`benchmarks.polnear`)."""
    articles = compare(POLNEAR, extractor(DEFAULT))
    confidences = [each.confidence for one in articles for each in one.found]
    right = [good for one in articles for good in rightness(one, MEASURES[TOGETHER])]
    return {
        **{role: 100 * score(articles, MEASURES[role]).f1 for role in ROLES},
        "triple": 100 * score(articles, MEASURES[TOGETHER]).f1,
        "calibration-error": 100 * calibration_error(bins(confidences, right)),
    }


def seeds() -> dict[str, float]:
    """Return the figures on the claims of the sample articles."""
    return claims("seeds")


def wikinews() -> dict[str, float]:
    """Return the figures on the claims of the Wikinews articles that may be learnt from (DEV)."""
    return claims("dev")


def claims(name: str) -> dict[str, float]:
    """Return the figures on the claims of a set of articles (`benchmarks.chain_exact`).

    Speakers are those whom a chain names exactly, of the links of claims whose wording was found.
    """
    reader = extractor(DEFAULT)
    both = [(one, reader.extract(one.article).claims) for one in load_set(name)]
    exact = total(match(one.claims, found, one.article.text).score for one, found in both)
    scored = [aspects.scored(one, found) for one, found in both]
    speakers = aspects.speakers(aspects.link_pairs(scored))
    shares = (
        exact.precision,
        exact.recall,
        exact.f1,
        speakers.exact / speakers.worded if speakers.worded else 0.0,
        aspects.certainty(scored).macro_f1,
        aspects.own_voice(scored).precision,
    )
    return {figure: 100 * share for figure, share in zip(CLAIMS, shares, strict=True)}


@dataclass(frozen=True, slots=True)
class Part:
    """Figures that are measured together.

    Attributes:
        figures: their names.
        measure: gives them by name, per cent.
        outside: whether it needs gold that is not part of the repository.
    """

    figures: tuple[str, ...]
    measure: Callable[[], dict[str, float]]
    outside: bool = True


PARTS = {
    "cofenet": Part(ROLES, cofenet),
    "polnear": Part((*ROLES, "triple", "calibration-error"), polnear),
    "wikinews": Part(CLAIMS, wikinews),
    "seeds": Part(CLAIMS, seeds, outside=False),
}
"""The longest first."""

FIGURES = tuple(f"{name}.{figure}" for name, part in PARTS.items() for figure in part.figures)
"""All figures, whether they can be measured here or not."""


def outside() -> bool:
    """Return whether there is gold beside the checkout.

    Only the folder is asked for: a file that is missing within it is an error, no reason to skip anything.
    """
    return SHARED_GOLD.is_dir()


def measure(names: Iterable[str]) -> dict[str, float]:
    """Return the figures of some parts, as ``part.figure``, two parts at a time.

    Raises:
        OSError: a gold file is missing.
        ValueError: a gold file has not the form of one.
        benchmarks.standoff.TextError: an annotated article is missing or is another version.
    """
    listed = list(names)
    # Processes, for much of a reading is plain Python; new ones, for onnxruntime's threads survive no fork.
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as pool:
        results = list(pool.map(_figures, listed))
    return {
        f"{name}.{figure}": value
        for name, found in zip(listed, results, strict=True)
        for figure, value in found.items()
    }


def _figures(name: str) -> dict[str, float]:
    return PARTS[name].measure()


def digests() -> dict[str, str]:
    """Return the hex SHA-256 of the model and of all gold that there is, by path from the repository's root.

    The Wikinews articles are not among them: their gold holds the digests of their texts.
    """
    inside = [
        MODEL,
        *sorted(GOLD.glob("*.json")),
        *sorted(one for one in (folder("seeds") / "articles").iterdir() if one.is_file()),
        *(WIKINEWS / "final" / f"{name}.json" for name in DEV),
    ]
    found = {one.relative_to(ROOT).as_posix(): _digest(one) for one in inside}
    beside = [one for one in (POLNEAR, COFENET) if one.is_file()]
    return found | {f"{OUTSIDE}{one.relative_to(ROOT.parent).as_posix()}": _digest(one) for one in beside}


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
