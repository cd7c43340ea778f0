"""Renew what is made from the shipped questions: their answers on the sample articles, and their page.

    python tests/queries/renew.py

Run it after a query, the extractor or the linker has changed, and read the difference before committing it:
an answer is expected because somebody looked at it, not because it came out.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))

from ingest import enrichment, open_store, pipeline, resources  # noqa: E402
from ingest.extract import TrainedExtractor  # noqa: E402
from ingest.link import Snapshot  # noqa: E402
from ingest.query import TYPES, Parameter, Question, Table, catalogue, render  # noqa: E402
from ingest.query.reader import Reader  # noqa: E402
from ingest.read import read  # noqa: E402
from ingest.settings import Settings  # noqa: E402
from ingest.store import open_store as open_for_writing  # noqa: E402

PAGE = ROOT / "docs" / "queries.md"
START, END = "<!-- questions: renewed by tests/queries/renew.py -->", "<!-- end of questions -->"
VOLATILE = {"software", "model", "settings", "snapshot", "run"}
"""Columns that every change of the software changes, and that no answer is expected of."""


def offline() -> tuple[Question, ...]:
    """Return the questions that can be answered without the network."""
    return tuple(question for question in catalogue() if "SERVICE" not in question.text)


def ingest_seeds(path: Path) -> None:
    """Make a store of the sample articles, as `hearsay ingest seeds/` and `hearsay enrich` do."""
    with Snapshot.open() as snapshot, open_for_writing(path, mode="write", create=True) as store:
        tools = pipeline.Tools(TrainedExtractor(), snapshot, Settings())
        for _ in pipeline.ingest(read([str(resources.folder("seeds"))]), store, tools):
            pass
        enrichment.enrich(store, snapshot)


def answer(reader: Reader, question: Question) -> bytes:
    """Return a question's answer to its example as CSV, without the volatile columns."""
    table = reader.query(question.name, **dict(question.example))
    kept = [place for place, name in enumerate(table.columns) if name not in VOLATILE]
    rows = tuple(tuple(row[place] for place in kept) for row in table.terms)
    return render(Table(tuple(table.columns[place] for place in kept), rows), "csv")


def page(text: str) -> str:
    """Return the text of the documentation page with its list of questions renewed."""
    before, _, rest = text.partition(START)
    _, _, after = rest.partition(END)
    return f"{before}{START}\n\n{''.join(map(_section, catalogue()))}{END}{after}"


def _section(question: Question) -> str:
    example = "".join(f' -p "{name}={value}"' for name, value in question.example)
    online = " --online" if "SERVICE" in question.text else ""
    lines = [f"### {question.name}", "", f"**{question.question}**", ""]
    if question.notes:
        lines += [" ".join(question.notes.split()), ""]
    lines += [f"- `{each.name}` ({_kind(each)}): {each.description}." for each in question.parameters]
    if question.parameters:
        lines.append("")
    lines += ["```sh", f"hearsay query {question.name}{example}{online}", "```", "", ""]
    return "\n".join(lines)


def _kind(parameter: Parameter) -> str:
    takes = TYPES[parameter.type].takes if parameter.type != "act" else "an act, such as `deny`"
    if parameter.default is not None:
        return f"{takes}; {parameter.default} unless given"
    return takes if parameter.required else f"{takes}; optional"


def main() -> None:
    """Write the answers beside the queries, and the page."""
    with tempfile.TemporaryDirectory() as folder:
        ingest_seeds(Path(folder) / "store")
        with open_store(Path(folder) / "store") as reader:
            for question in offline():
                file = ROOT / "queries" / f"{question.name}.csv"
                file.write_bytes(answer(reader, question))
                print(f"{file.relative_to(ROOT)}: {len(file.read_bytes().splitlines()) - 1} lines")
    PAGE.write_text(page(PAGE.read_text(encoding="utf-8")), encoding="utf-8")


if __name__ == "__main__":
    main()
