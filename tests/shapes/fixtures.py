"""Reads the fixtures: small graphs with one fault each, and in their first lines the rule that it breaks."""

from pathlib import Path

from pyoxigraph import Quad, parse

from ingest.resources import folder
from ingest.validate.shapes import SHAPES

HERE = Path(__file__).parent
INVALID = sorted(HERE.glob("*/invalid/*.t*"))
VALID = sorted(HERE.glob("*/valid/*.t*"))
EXAMPLES = sorted((folder("ontology") / "examples").glob("*.ttl"))


def named(path: Path) -> str:
    """Return a fixture's name for the test report, such as `claim/no-attribution`."""
    return path.stem if path in EXAMPLES else f"{path.parts[-3]}/{path.stem}"


def quads(path: Path) -> list[Quad]:
    """Return the graph of a fixture."""
    return list(parse(path=path))


def header(path: Path, key: str) -> str | None:
    """Return the value of a comment line `# key: value`."""
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith(f"# {key}: "):
            return line.removeprefix(f"# {key}: ")
    return None


def expected(path: Path) -> set[str]:
    """Return the IRIs of the rules that a fixture breaks."""
    rules = (header(path, "expect") or "").split()
    assert all(rule.startswith("hs-shapes:") for rule in rules)
    return {SHAPES + rule.removeprefix("hs-shapes:") for rule in rules}
