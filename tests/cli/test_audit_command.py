"""`hearsay audit`: a sheet is drawn, filled in and scored."""

from __future__ import annotations

import csv
import io
import json
import re
from html.parser import HTMLParser

import pytest

SHEET = "audit.csv"


def rows_of(path):
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def fill(path, change, delimiter=","):
    rows = rows_of(path)
    for number, row in enumerate(rows):
        change(number, row)
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, rows[0], delimiter=delimiter)
    writer.writeheader()
    writer.writerows(rows)
    path.write_bytes(out.getvalue().encode())


def all_right(_, row):
    for question in ("is_claim", "wording_right", "speaker_right", "certainty_right", "polarity_right"):
        row[question] = "yes"


@pytest.fixture
def drawn(seeded, tmp_path):
    done = seeded("audit", "draw", "--size", 12)
    assert done.status == 0, done.err
    return seeded


def test_every_row_shows_the_claim_as_the_export_has_it(drawn, tmp_path):
    exported = {row["claim"]: row for row in csv.DictReader(io.StringIO(drawn("export", "-f", "csv").out))}
    rows = rows_of(tmp_path / SHEET)
    assert len(rows) == 12
    for row in rows:
        claim = exported[row["claim"]]
        for column in ("url", "outlet", "wording", "kind", "chain", "speaker", "certainty", "polarity"):
            assert row[column] == claim[column].strip()
        assert float(row["confidence"]) == float(claim["confidence"])
        assert " ".join(re.findall(r"⟦(.*?)⟧", row["passage"])) == row["wording"]
        assert float(row["weight"]) == pytest.approx(
            int(row["stratum_claims"]) / int(row["stratum_drawn"]), abs=1e-4
        )
    strata = {row["stratum"]: int(row["stratum_claims"]) for row in rows}
    assert sum(strata.values()) == len(exported)


def test_the_same_store_and_seed_give_the_same_bytes_and_another_seed_others(drawn, tmp_path):
    first = [(tmp_path / f"audit.{kind}").read_bytes() for kind in ("csv", "html")]
    assert drawn("audit", "draw", "--size", 12, "--force").status == 0
    assert [(tmp_path / f"audit.{kind}").read_bytes() for kind in ("csv", "html")] == first
    assert drawn("audit", "draw", "--size", 12, "--seed", 2, "--force").status == 0
    assert (tmp_path / SHEET).read_bytes() != first[0]


def test_answers_that_are_there_are_not_written_over(drawn, tmp_path):
    before = (tmp_path / SHEET).read_bytes()
    done = drawn("audit", "draw")
    assert done.status == 2
    assert "is there already" in done.err
    assert (tmp_path / SHEET).read_bytes() == before


def test_a_filled_sheet_is_scored(drawn, tmp_path):
    def answered(number, row):
        all_right(number, row)
        if number == 0:
            row["certainty_right"] = "No"

    wrong = rows_of(tmp_path / SHEET)[0]
    fill(tmp_path / SHEET, answered, delimiter=";")
    done = drawn("audit", "score", SHEET, "--json")
    assert (done.status, done.err) == (0, "")
    said = json.loads(done.out)
    assert (said["sampled"], said["checked"], said["not_covered"]) == (12, 12, 0)
    figures = {each["question"]: each for each in said["figures"] if each["by"] == "all"}
    assert (figures["wording"]["right"], figures["wording"]["share"]) == (12, 1.0)
    assert figures["all of it"]["right"] == figures["certainty"]["right"] == 11
    assert figures["certainty"]["share"] == pytest.approx(
        1 - float(wrong["weight"]) / said["claims"], abs=1e-4
    )
    assert figures["certainty"]["low"] < figures["certainty"]["share"] < figures["certainty"]["high"] < 1
    shown = drawn("audit", "score", SHEET)
    assert "12 of 12 claims checked" in shown.out
    assert "11 of 12" in shown.out
    assert f"out of {said['claims']} claims" in drawn("audit", "score", SHEET, "--methods").out


def test_a_sheet_filled_in_part_counts_as_far_as_it_goes(drawn, tmp_path):
    fill(tmp_path / SHEET, lambda number, row: all_right(number, row) if number < 3 else None)
    done = drawn("audit", "score", SHEET)
    assert "3 of 12 claims checked" in done.out
    assert "Nothing is checked of strata" in done.err


def test_what_is_no_claim_counts_against_the_whole_and_for_no_other_question(drawn, tmp_path):
    def answered(number, row):
        all_right(number, row)
        if number == 0:
            row["is_claim"], row["wording_right"] = "no", "no"

    fill(tmp_path / SHEET, answered)
    figures = json.loads(drawn("audit", "score", SHEET, "--json").out)["figures"]
    of = {each["question"]: (each["right"], each["answered"]) for each in figures if each["by"] == "all"}
    assert of["all of it"] == of["is a claim"] == (11, 12)
    assert of["wording"] == (11, 11)


def test_bad_cells_are_named_and_the_rest_is_scored(drawn, tmp_path):
    def answered(number, row):
        all_right(number, row)
        if number == 1:
            row["wording_right"] = "perhaps"
        if number == 2:
            row["stratum_claims"] = "many"
        if number == 4:
            row["claim"] = first[0]

    first = [row["claim"] for row in rows_of(tmp_path / SHEET)]
    fill(tmp_path / SHEET, answered)
    done = drawn("audit", "score", SHEET)
    assert done.status == 1
    assert f"{SHEET}:3: wording_right is 'perhaps'. Answer yes, no" in done.err
    assert f"{SHEET}:4: stratum_claims is 'many'" in done.err
    assert f"{SHEET}:6: The claim stands in line 2 already." in done.err
    assert "10 of 10 claims checked" in done.out


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (None, "cannot be read"),
        (b"a,b\n1,2\n", "has no column claim"),
        (b"\xff\xfe\x00", "is not UTF-8"),
        (b"", "has no column"),
    ],
)
def test_what_is_no_sheet_is_told_apart(hearsay, tmp_path, content, says):
    if content is not None:
        (tmp_path / "no.csv").write_bytes(content)
    done = hearsay("audit", "score", "no.csv")
    assert done.status == 2
    assert says in done.err


def test_a_sheet_without_answers_says_nothing(drawn):
    done = drawn("audit", "score", SHEET)
    assert done.status == 2
    assert "has no answers" in done.err


class _Page(HTMLParser):
    def __init__(self):
        super().__init__()
        self.seen = []
        self.data = {}
        self._last = ""

    def handle_starttag(self, tag, attrs):
        self.seen.append((tag, dict(attrs)))
        self._last = dict(attrs).get("id") or tag

    def handle_data(self, data):
        self.data[self._last] = self.data.get(self._last, "") + data


HOSTILE = """ date 2024-05-06 https://evil.example.org/a?'onmouseover='x()

=CMD() fails: Mayor says </script><img src=x onerror=alert(1)> is harmless

“</script><script>alert(1)</script> \u202eis the =CMD() way we work,” said Ada Holm <b onclick=x()>.

=HYPERLINK("https://evil.example.org") is what the bridge needs, Ada Holm said on Monday.
"""


def test_a_hostile_article_stays_text(hearsay, tmp_path):
    (tmp_path / "evil.txt").write_text(HOSTILE, encoding="utf-8")
    hearsay("ingest", "evil.txt")
    assert hearsay("audit", "draw").status == 0
    text = (tmp_path / "audit.html").read_text(encoding="utf-8")
    page = _Page()
    page.feed(text)
    assert [tag for tag, _ in page.seen].count("script") == 2
    assert not {"img", "b onclick"} & {tag for tag, _ in page.seen}
    assert not [name for _, attrs in page.seen for name in attrs if name.startswith("on")]
    assert "\u202e" not in re.sub(r'<script type="application/json".*?</script>', "", text)
    rows = json.loads(page.data["sheet"])["rows"]
    assert any("</script>" in cell for row in rows for cell in row)
    assert {row["title"][:8] for row in rows_of(tmp_path / SHEET)} == {"'=CMD() "}  # no formula


def test_the_page_fetches_nothing_and_runs_only_its_own_script(drawn, tmp_path):
    text = (tmp_path / "audit.html").read_text(encoding="utf-8")
    (policy,) = re.findall(r'Content-Security-Policy" content="([^"]*)"', text)
    assert policy.startswith("default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-")
    assert not re.findall(r'(?:src|srcset)="|@import|url\(', text)
    page = _Page()
    page.feed(text)
    data = json.loads(page.data["sheet"])
    assert [dict(zip(data["columns"], row, strict=True)) for row in data["rows"]] == rows_of(tmp_path / SHEET)


def test_without_the_text_the_graph_s_own_words_are_shown(drawn, tmp_path):
    for text in (tmp_path / ".hearsay" / "texts").rglob("*.txt"):
        text.unlink()
    assert drawn("audit", "draw", "--force").status == 0
    rows = rows_of(tmp_path / SHEET)
    assert all(row["wording"] and not row["passage"] for row in rows)
