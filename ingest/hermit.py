"""HermiT, the OWL 2 DL reasoner that travels inside the package `owlready2`: triples in, inferences out.

It is started as a program of its own on a temporary file, without owlready2's object layer: that keeps the
file when an ontology is inconsistent, has no time limit, and holds classes in a world of their own.
See `docs/decisions/0050-hermit-as-a-program.md`.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from pyoxigraph import NamedNode, RdfFormat, Triple, serialize

from ingest.errors import HearsayError

TIME_LIMIT = 300
"""Seconds before HermiT is stopped; the ontology takes one, an article a few."""

MEMORY = "-Xmx2g"

_OWL = "http://www.w3.org/2002/07/owl#"
_IMPORTS = NamedNode(_OWL + "imports")
_NOTHING = _OWL + "Nothing"
# One line of HermiT's answer: the axiom's name, and IRIs in angle brackets (its own terms as owl:Nothing).
_LINE = re.compile(r"^(SubClassOf|EquivalentClasses|Type)\( (.+) \)$")


class JavaMissing(HearsayError):
    """HermiT is a Java program, and there is no Java."""


class ReasonerError(HearsayError):
    """HermiT refused its input, ran out of memory, or took too long."""


class Inconsistent(HearsayError):
    """The triples contradict each other: anything would follow from them."""


@dataclass(frozen=True, slots=True)
class Inference:
    """What follows from a consistent set of triples; all terms are IRIs.

    Attributes:
        subclasses: (class, superclass), direct and indirect, without ``owl:Thing`` and a class itself.
        types: (individual, class), direct and indirect.
        unsatisfiable: classes that can have no member, sorted.
    """

    subclasses: frozenset[tuple[str, str]]
    types: frozenset[tuple[str, str]]
    unsatisfiable: tuple[str, ...]


def java() -> str:
    """Return the path of the Java runtime.

    Raises:
        JavaMissing: there is none.
    """
    home = os.environ.get("JAVA_HOME")
    found = (shutil.which("java", path=str(Path(home) / "bin")) if home else None) or shutil.which("java")
    if found is None:
        raise JavaMissing(
            "OWL reasoning needs Java, and no program `java` was found.",
            "Install a Java runtime, version 8 or later (on Debian: `apt-get install default-jre-headless`).",
        )
    return found


def infer(triples: Iterable[Triple]) -> Inference:
    """Check consistency, classify the classes and find the classes of every individual.

    Imports are not followed, and nothing is fetched.

    Raises:
        Inconsistent: the triples contradict each other.
        JavaMissing: there is no Java runtime.
        ReasonerError: HermiT refuses the triples (as it does every ``xsd:date``), or takes too long.
    """
    runtime = java()
    with tempfile.TemporaryDirectory(prefix="hearsay-") as folder:
        file = Path(folder) / "input.nt"
        with file.open("wb") as out:
            serialize(
                (triple for triple in triples if triple.predicate != _IMPORTS), out, RdfFormat.N_TRIPLES
            )
        return _read(_run(runtime, file))


def _run(runtime: str, file: Path) -> str:
    home = _hermit()
    command = [
        *(runtime, MEMORY, "-XX:+UseSerialGC", "-Dfile.encoding=UTF-8"),
        *(
            "-cp",
            os.pathsep.join((str(home), str(home / "HermiT.jar"))),
            "org.semanticweb.HermiT.cli.CommandLine",
        ),
        *("--classify", "--classifyIs", file.as_uri()),
    ]
    try:
        done = subprocess.run(  # noqa: S603 - a fixed command on a file of ours
            command, capture_output=True, encoding="utf-8", errors="replace", timeout=TIME_LIMIT
        )
    except subprocess.TimeoutExpired:
        raise ReasonerError(
            f"HermiT was stopped after {TIME_LIMIT} seconds.",
            "Reason over a store with `hearsay reason`, which does not need it; HermiT is for one article.",
        ) from None
    said = done.stdout + done.stderr
    if "Inconsistent ontology" in said or "InconsistentOntologyException" in said:
        raise Inconsistent(
            "The triples are inconsistent under OWL: they contradict each other.",
            "Look for a node in two disjoint classes, such as an attribution that is also a prov:Activity.",
        )
    if done.returncode or "Exception" in done.stderr:
        raise ReasonerError(
            f"HermiT failed: {_reason(said)}", "Check the input with `hearsay ontology check`."
        )
    return done.stdout


def _hermit() -> Path:
    spec = find_spec("owlready2")
    if spec is None or spec.origin is None:
        raise ReasonerError(
            "The package `owlready2`, which holds HermiT, is not installed.", "Reinstall Hearsay."
        )
    return Path(spec.origin).parent / "hermit"


def _reason(said: str) -> str:
    lines = [line.strip() for line in said.splitlines() if line.strip()]
    telling = [line for line in lines if "Exception" in line or "Error" in line]
    return (telling or lines or ["it said nothing."])[0][:500]


def _read(answer: str) -> Inference:
    above: dict[str, set[str]] = {}
    members: list[tuple[str, str]] = []
    unsatisfiable: set[str] = set()
    for line in answer.splitlines():
        if not (match := _LINE.match(line.strip())):
            continue
        axiom = match[1]
        terms = [
            _OWL + term[4:] if term.startswith("owl:") else term.strip("<>") for term in match[2].split()
        ]
        if axiom == "EquivalentClasses" and _NOTHING in terms:
            unsatisfiable.update(term for term in terms if term != _NOTHING)
        elif axiom == "EquivalentClasses":
            for term in terms:
                above.setdefault(term, set()).update(terms)
        elif axiom == "SubClassOf":
            above.setdefault(terms[0], set()).add(terms[1])
        else:
            members.append((terms[0], terms[1]))
    closed = {term: _closure(term, above) for term in above}
    return Inference(
        frozenset(
            (term, upper) for term, uppers in closed.items() for upper in uppers if _tells(term, upper)
        ),
        frozenset(
            (member, upper)
            for member, direct in members
            for upper in (direct, *closed.get(direct, ()))
            if _tells(member, upper)
        ),
        tuple(sorted(unsatisfiable)),
    )


def _tells(term: str, upper: str) -> bool:
    return term != upper and upper != _OWL + "Thing"


def _closure(term: str, above: dict[str, set[str]]) -> set[str]:
    reached: set[str] = set()
    waiting = [term]
    while waiting:
        for upper in above.get(waiting.pop(), ()):
            if upper not in reached:
                reached.add(upper)
                waiting.append(upper)
    return reached
