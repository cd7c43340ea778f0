"""How often what the encoder finds differs between processors with other instruction sets.

    python -m benchmarks.instruction_sets [--model PATH] [--texts PATH] [--limit N] [--emulate]

The same texts are read on this processor as it is, twice, and in processes from which younger instructions
are hidden: AVX-512; AVX2 and FMA as well; AVX too, so that SSE4.2 is left. A library that looks for the best
instructions it can use finds others there, adds floats in another order, and rounds otherwise. What each
process could use is printed with the results.

Hiding takes a C compiler and Linux on a processor whose CPUID instruction can be made to fail (most of
Intel's since 2012), and costs no time (`mask_cpuid.c`). Elsewhere, or when asked to, the texts are read on
processors that QEMU emulates (Debian: ``apt-get install qemu-user``). That takes minutes for every hundred
words: choose a few short texts.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from importlib import import_module
from itertools import combinations, islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from ingest.extract.confidence import confidence
from ingest.extract.encoder.decoding import decode
from ingest.extract.encoder.joining import join
from ingest.extract.encoder.network import MODEL, Network
from ingest.extract.encoder.words import read_words
from ingest.extract.lexicon import english
from ingest.extract.sentences import sentences
from ingest.model import Article, Spans
from ingest.read import read
from ingest.resources import folder

ROOT = Path(__file__).parent.parent
POLNEAR = ROOT.parent / "shared" / "gold" / "attribution" / "polnear-dev.jsonl"
MASK = Path(__file__).parent / "mask_cpuid.c"
LIMIT = 10
NO_WAY = (
    "instructions cannot be hidden here (that takes a C compiler, and Linux on a processor with `cpuid_fault`"
    " in /proc/cpuinfo), and there is no emulator. On Debian or Ubuntu on x86-64: apt-get install qemu-user"
)
FEATURES = ("SSE42", "X86_V2", "AVX", "FMA3", "AVX2", "X86_V3", "AVX512F", "X86_V4")
"""What numpy calls instruction sets, and from 2.4 on the levels of x86-64."""


@dataclass(frozen=True, slots=True)
class Processor:
    """A processor to read the texts on.

    Attributes:
        name: what the report calls it.
        command: what stands before the interpreter's name.
        environment: the variables that make it what it is.
    """

    name: str
    command: tuple[str, ...] = ()
    environment: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Found:
    """What was found in all texts on one processor.

    Attributes:
        features: the instruction sets that the process could use, of `FEATURES`.
        pieces: the probability of each piece, by text, role, start and end.
        stored: the confidence, to two decimals, of each attribution, by text, source, cue and content.
    """

    features: tuple[str, ...]
    pieces: Mapping[tuple[Any, ...], float]
    stored: Mapping[tuple[Any, ...], float]


@dataclass(frozen=True, slots=True)
class Difference:
    """How what was found on two processors differs.

    Attributes:
        pieces: how many pieces there are, on the processor that found more.
        moved: how many of them the other did not find with the same role, start and end.
        probability: the largest difference of the probability of a piece that both found.
        attributions: how many attributions there are, on the processor that found more.
        joined_otherwise: how many of them the other did not find with the same source, cue and content.
        confidences: how many stored confidences of attributions that both found are not the same.
    """

    pieces: int
    moved: int
    probability: float
    attributions: int
    joined_otherwise: int
    confidences: int


AS_IT_IS = (Processor("as it is"), Processor("as it is, again"))


def masked(built: Path) -> tuple[Processor, ...]:
    """Return this processor with less and less of its instructions; nothing if they cannot be hidden here.

    Args:
        built: a folder for what hides them, which is compiled here.

    Raises:
        subprocess.CalledProcessError: it could not be compiled.
    """
    facts, compiler = Path("/proc/cpuinfo"), shutil.which("cc")
    if compiler is None or not facts.exists() or "cpuid_fault" not in facts.read_text(encoding="utf-8"):
        return ()
    mask = built / "mask_cpuid.so"
    subprocess.run([compiler, "-shared", "-fPIC", "-O1", "-o", mask, MASK], check=True)

    def hiding(name: str, younger: str, c_library: str) -> Processor:
        tunables = f"glibc.cpu.hwcaps={c_library}"
        return Processor(
            name, (), {"HIDE_FROM": younger, "LD_PRELOAD": str(mask), "GLIBC_TUNABLES": tunables}
        )

    return (
        hiding("AVX2", "AVX512", "-AVX512F"),
        hiding("AVX", "AVX2", "-AVX512F,-AVX2,-FMA"),
        hiding("SSE4.2", "AVX", "-AVX512F,-AVX2,-FMA,-AVX"),
    )


def emulated() -> tuple[Processor, ...]:
    """Return older processors as QEMU emulates them; nothing if it is not installed, or emulates others."""
    qemu = shutil.which("qemu-x86_64")
    if qemu is None or platform.machine().lower() not in {"x86_64", "amd64"}:
        return ()
    models = {"AVX2": "Haswell", "AVX": "SandyBridge", "SSE4.2": "Nehalem"}
    return tuple(
        Processor(f"{name}, emulated {model}", (qemu, "-cpu", model)) for name, model in models.items()
    )


# -- in a process on one processor


def find_all(model: Path, texts: Sequence[str]) -> dict[str, Any]:
    """Return what the model finds in the texts, as JSON can hold it, and what this process may use for it."""
    network, pieces, stored = Network(model, threads=1), [], []
    for number, text in enumerate(texts):
        words = read_words(text, sentences(text, english()))
        found = decode(network, network.read(words), words)
        for one in found:
            start, end = int(words.starts[one.first]), int(words.ends[one.last - 1])
            pieces.append([[number, one.role, start, end], one.probability])
        for whole in join(found, words, text):
            place = [number, *(_offsets(part) for part in (whole.source, whole.cue, whole.content))]
            stored.append([place, confidence(whole)])
    return {"features": _features(), "pieces": pieces, "stored": stored}


def _offsets(spans: Spans) -> list[list[int]]:
    return [[span.start, span.end] for span in spans]


def _features() -> list[str]:
    # what numpy.show_runtime prints; there is no public way to it
    known: dict[str, bool] = import_module("numpy._core._multiarray_umath").__cpu_features__
    return [name for name in FEATURES if known.get(name)]


# -- comparing


def find_on(processor: Processor, model: Path, texts: Sequence[str]) -> Found:
    """Read the texts in a process of its own on a processor.

    Raises:
        subprocess.CalledProcessError: the process failed; what it said stands on standard error.
    """
    begun = time.perf_counter()
    done = subprocess.run(
        [*processor.command, sys.executable, "-m", "benchmarks.instruction_sets", "--child"],
        input=json.dumps({"model": str(model), "texts": texts}),
        stdout=subprocess.PIPE,
        encoding="utf-8",
        cwd=ROOT,
        env={**os.environ, **processor.environment},
        check=True,
    )
    print(f"{processor.name}: {time.perf_counter() - begun:.0f} s", file=sys.stderr)
    return as_found(json.loads(done.stdout))


def as_found(record: dict[str, Any]) -> Found:
    """Return what `find_all` returned, after it went through JSON."""
    pieces, stored = (
        {_frozen(key): float(value) for key, value in record[name]} for name in ("pieces", "stored")
    )
    return Found(tuple(record["features"]), pieces, stored)


def _frozen(value: Any) -> Any:
    return tuple(_frozen(one) for one in value) if isinstance(value, list) else value


def compare(one: Found, other: Found) -> Difference:
    """Return how what was found on two processors differs.

    >>> one = Found((), {(0, "cue", 3, 7): 0.5, (0, "source", 0, 2): 0.75}, {(0, (), ((3, 7),), ()): 0.5})
    >>> other = Found((), {(0, "cue", 3, 7): 0.25, (0, "source", 0, 1): 0.5}, {(0, (), ((3, 7),), ()): 0.51})
    >>> compare(one, other)
    Difference(pieces=2, moved=1, probability=0.25, attributions=1, joined_otherwise=0, confidences=1)
    """
    pieces, attributions = one.pieces.keys() & other.pieces.keys(), one.stored.keys() & other.stored.keys()
    most, most_joined = max(len(one.pieces), len(other.pieces)), max(len(one.stored), len(other.stored))
    return Difference(
        pieces=most,
        moved=most - len(pieces),
        probability=max((abs(one.pieces[key] - other.pieces[key]) for key in pieces), default=0.0),
        attributions=most_joined,
        joined_otherwise=most_joined - len(attributions),
        confidences=sum(one.stored[key] != other.stored[key] for key in attributions),
    )


def report(found: Mapping[str, Found]) -> Iterator[str]:
    """Yield the table of what each processor can do, and that of their differences, by pairs.

    Args:
        found: by processor; the first as it is, the second the same one again, then others.
    """
    first, again, *others = found.items()
    yield "| processor | could use |"
    yield "|---|---|"
    for name, one in found.items():
        yield f"| {name} | {', '.join(one.features)} |"
    yield (
        "\n| processors | pieces | span differs | largest difference of a probability "
        "| attributions | joined otherwise | stored confidence differs |"
    )
    yield "|---|---:|---:|---:|---:|---:|---:|"
    for (name, one), (another, other) in ((first, again), *combinations((first, *others), 2)):
        d = compare(one, other)
        figures = (
            d.pieces,
            d.moved,
            f"{d.probability:.1e}",
            d.attributions,
            d.joined_otherwise,
            d.confidences,
        )
        yield f"| {name} – {another} | {' | '.join(str(figure) for figure in figures)} |"


def read_texts(path: Path, limit: int) -> list[str]:
    """Return the texts of the first articles of a PolNeAR file (``.jsonl``) or of files of other formats."""
    if path.suffix == ".jsonl":
        with path.open(encoding="utf-8") as lines:
            return [json.loads(line)["text"] for line in islice(lines, limit)]
    articles = (one for one in read([str(path)]) if isinstance(one, Article))
    return [article.text for article in islice(articles, limit)]


def main() -> None:
    """Run the benchmark from the command line."""
    seeds = folder("seeds") / "articles"
    parser = argparse.ArgumentParser(description="Compare what is found between instruction sets.")
    parser.add_argument("--model", type=Path, default=MODEL)
    parser.add_argument("--texts", type=Path, default=POLNEAR if POLNEAR.exists() else seeds)
    parser.add_argument("--limit", type=int, default=LIMIT, help=f"how many texts (default: {LIMIT})")
    parser.add_argument("--emulate", action="store_true", help="emulate, though hiding might do")
    parser.add_argument("--child", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.child:
        task = json.load(sys.stdin)
        json.dump(find_all(Path(task["model"]), task["texts"]), sys.stdout)
        return
    if not options.model.is_file():
        parser.error(f"there is no model at {options.model}: name one with --model")
    texts = read_texts(options.texts, options.limit)
    with TemporaryDirectory() as built, ThreadPoolExecutor(os.cpu_count()) as pool:
        others = (() if options.emulate else masked(Path(built))) or emulated()
        if not others:
            parser.error(NO_WAY)
        chosen = (*AS_IT_IS, *others)
        found = list(pool.map(lambda one: find_on(one, options.model.resolve(), texts), chosen))
    print(f"{len(texts)} texts of {options.texts.name}\n")
    print("\n".join(report({one.name: result for one, result in zip(chosen, found, strict=True)})))


if __name__ == "__main__":
    main()
