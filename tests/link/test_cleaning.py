"""The rules that clean the snapshot: each drops what it is meant to drop, and leaves its neighbours."""

from __future__ import annotations

import hashlib
import lzma
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from hatch_build import SNAPSHOT
from ingest.link import Snapshot
from ingest.link.snapshot import SHIPPED
from training.snapshot import build, rules
from training.snapshot.resemblance import is_initials, resembles, script
from training.snapshot.rows import Row, read_rows

ROOT = Path(__file__).parents[2]
GAZETTEER = ROOT.parent / "shared" / "gazetteer"
COMMON = frozenset(
    ("the", "second", "city", "time", "attack", "hill", "will", "land", "of", "smiles", "nice")
)


def row(
    label: str, *aliases: str, kind: str = "organisation", prominence: float = 0.5, domain: str = ""
) -> Row:
    return Row("Q1", label, aliases, kind, "", "", domain, prominence)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Kyiv", True),
        ("Київ", True),
        ("AT&T", True),
        ("O’Neill-Smith Jr.", True),
        ("A", False),
        ("2024", False),
        ("москвa", False),  # the last letter is Latin
        ("Mosc£", False),
        ("Paris (Texas)", False),
        ("Category:Paris", False),
        ("北京", False),
        ("x" * 101, False),
        ("", False),
    ],
)
def test_readable_names(name: str, *, expected: bool) -> None:
    assert rules.is_readable(name) is expected


def test_a_cyrillic_label_gives_way_to_a_latin_alias_like_it_or_the_row_goes() -> None:
    renamed = rules.readable(row("Олеша", "Арсенал", "Olesha"))
    assert renamed is not None
    assert (renamed.label, renamed.aliases[0]) == ("Olesha", "Олеша")
    assert rules.readable(row("Русів", "Geschichte der Rus")) is None or rules.script("Rus") == "latin"
    assert rules.readable(row("Полошки", "Regionen")) is None


def test_a_persons_names_are_in_speaking_order() -> None:
    person = row("Rahm Emanuel", "Эмануэль, Рам", "EMANUEL Rahm", "Emanuel R.", "R. Emanuel", kind="person")
    assert rules.ordered_names(person).aliases == ("R. Emanuel",)
    assert rules.ordered_names(row("NATO Office, The", "NATO Office")).aliases == ("NATO Office",)


def test_aliases_that_name_something_else_go() -> None:
    person = row("Michael Jordan", "Mike Jordan", "Batman", "Captain Marvel", "Джордан Майкл", kind="person")
    assert rules.own_names(person).aliases == ("Mike Jordan", "Джордан Майкл")
    republic = row(
        "Donetsk People's Republic",
        "ДНР",
        "Донецкая Народная Республика",
        "Донбасс",
        "DPR",
        kind="place-region",
    )
    assert rules.own_names(republic).aliases == ("ДНР", "Донецкая Народная Республика", "DPR")
    country = row("Germany", "Deutschland", "Німеччина", kind="place-country")
    assert rules.own_names(country).aliases == country.aliases, (
        "no Cyrillic alias resembles, so none is judged"
    )


def test_codes_stay_only_as_initials() -> None:
    country = row("United States", "United States of America", "US", "USA", "AM", "UST", kind="place-country")
    assert rules.earned_codes(country).aliases == ("United States of America", "US", "USA")
    assert rules.earned_codes(row("Canada", "CA", "CAN", kind="place-country")).aliases == ()
    assert rules.earned_codes(row("Broadcaster", "BBX")).aliases == ("BBX",), (
        "three letters are a body's name"
    )


def test_common_words_are_names_only_of_the_prominent() -> None:
    assert rules.no_common_words(row("Attack", prominence=0.3), COMMON) is None
    assert rules.no_common_words(row("Nice", prominence=0.66), COMMON) is not None
    kept = rules.no_common_words(row("The Hill", "Will", "TIME", prominence=0.3), COMMON)
    assert kept is not None
    assert kept.aliases == ("TIME",)


def test_a_word_is_common_when_lower_case_is_no_slip() -> None:
    corpus = (
        '{"text": "'
        + "attack Attack attack attack twitter twitter twitter "
        + "Twitter " * 40
        + 'rare rare"}\n'
    )
    assert rules.common_words(corpus) == {"attack"}


def test_a_one_letter_label_stays_on_the_prominent() -> None:
    platform = row("X", "Twitter", kind="platform", prominence=0.95)
    assert rules.readable(platform) == platform
    assert rules.readable(row("X", "Twitter", prominence=0.2)) is None


def test_a_name_known_without_its_article_stands_without() -> None:
    assert rules.distinct_aliases(row("Holy See", "the Vatican", "Vatican")).aliases == ("Vatican",)
    assert rules.distinct_aliases(row("The Herald", "Herald", "the Herald")).aliases == ("Herald",)
    assert rules.distinct_aliases(row("Reserve", "the Fed", "The reserve")).aliases == ("the Fed",)


def test_nicknames_of_places_go() -> None:
    city = row("Chicago", "Second City", "City of Chicago", "Chi-Town", kind="place-city")
    assert rules.no_nicknames(city, COMMON).aliases == ("City of Chicago", "Chi-Town")
    body = row("Band", "Second City")
    assert rules.no_nicknames(body, COMMON).aliases == ("Second City",)


def test_an_alias_of_many_stays_only_on_one_above_all() -> None:
    many = [row(f"Ministry {n}", "Ministry") for n in range(rules.MOST_SHARERS + 1)]
    assert all(not r.aliases for r in rules.telling_aliases(many))
    assert all(r.aliases for r in rules.telling_aliases(many[:-1]))
    famous = row("The One", "Ministry", prominence=0.9)
    assert [r.aliases for r in rules.telling_aliases([*many, famous])][-1] == ("Ministry",)


def test_a_domain_has_one_owner() -> None:
    rows = [
        row("Figaro", domain="figaro.example"),
        row("Other", domain="figaro.example"),
        row("Bad", domain="http://x"),
        row("Twin", domain="twins.example"),
        row("Twins", domain="twins.example"),
        row("Own", domain="own.example"),
    ]
    rows = [rules.replace(r, qid=f"Q{n}") for n, r in enumerate(rows)]
    assert [r.domain for r in rules.one_entity_a_domain(rows)] == [
        "figaro.example",
        "",
        "",
        "",
        "",
        "own.example",
    ]


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("Sloviansk", "Slavyansk", True),
        ("Украина", "Ukraine", True),
        ("Донецкая Народная Республика", "Donetsk People's Republic", True),
        ("Донбасс", "Donetsk People's Republic", False),
        ("США", "Соединённые Штаты Америки", True),
        ("UAE", "United Arab Emirates", True),
        ("Batman", "Michael Jordan", False),
    ],
)
def test_resemblance(one: str, other: str, *, expected: bool) -> None:
    assert resembles(one, other) is expected
    assert resembles(other, one) is expected


def test_initials_may_skip_small_words() -> None:
    assert is_initials("DoD", "Department of Defense")
    assert is_initials("DD", "Department of Defense")
    assert not is_initials("D", "Defense")
    assert not is_initials("CA", "Canada")


@pytest.mark.parametrize(
    ("name", "expected"), [("Kyiv", "latin"), ("Київ", "cyrillic"), ("Kиїв", "other"), ("1", "other")]
)
def test_script(name: str, expected: str) -> None:
    assert script(name) == expected


def test_the_same_inputs_give_the_same_rows_in_order_of_qid() -> None:
    header = "qid\tlabel\taliases\tkind\tcountry_qid\tdescription\tdomain\tprominence\tsource\n"
    lines = [
        "Q20\tZwanga\tSwanga|Званга\tplace-country\tQ20\tcountry\t\t0.95\tx\n",
        "Q3\tThe Herald\t\tmedia\tQ20\tnewspaper\twww.Herald.example\t0.4\tx\n",
        "Q100\tAttack\t\torganization\t\tbrand\t\t0.3\tx\n",
    ]
    demonyms = "country_qid\tforms\tsource\nQ20\tZwangan|Zwanga|ZW\tx\n"
    corpus = '{"text": "an attack, the attack and attack"}\n'
    own = {"Q20": ("Zwa",)}
    once = build.clean(header + "".join(lines), demonyms, corpus, report=lambda _: None, own=own)
    again = build.clean(header + "".join(reversed(lines)), demonyms, corpus, report=lambda _: None, own=own)
    assert once[1].aliases[0] == "Zwa"
    assert [r.line() for r in once] == [r.line() for r in again]
    assert [r.qid for r in once] == ["Q3", "Q20"]
    assert once[0].domain == "herald.example"
    assert once[1].demonyms == ("Zwangan",)


def test_an_input_of_another_digest_is_refused(tmp_path: Path) -> None:
    (tmp_path / "entities.tsv").write_text("qid\n")
    with pytest.raises(SystemExit, match="SHA-256"):
        build.read_pinned(tmp_path / "entities.tsv")


_HOOK = """
import sys
from pathlib import Path

import hatch_build

class Nothing:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] not in {*sys.stdlib_module_names, "anyascii", "ingest"}:
            raise ModuleNotFoundError(name)

sys.meta_path.insert(0, Nothing())
hatch_build.compile_snapshot(Path(sys.argv[1]))
"""


def test_the_build_hook_compiles_the_packed_table_with_what_is_at_hand_while_building(tmp_path: Path) -> None:
    for folder in ("ingest", "ingest/link"):
        (tmp_path / folder).mkdir()
        for module in (ROOT / folder).glob("*.py"):
            shutil.copy(module, tmp_path / folder)
    whole = lzma.decompress((SHIPPED.parent / "entities.tsv.xz").read_bytes())
    table = b"".join(whole.splitlines(keepends=True)[:500])
    (tmp_path / "ingest/link/data").mkdir()
    (tmp_path / "ingest/link/data/entities.tsv.xz").write_bytes(lzma.compress(table))
    subprocess.run([sys.executable, "-c", _HOOK, str(tmp_path)], cwd=ROOT, check=True)
    with Snapshot.open(tmp_path / SNAPSHOT) as snapshot:
        assert snapshot.counts["entities"] == 499
        assert hashlib.sha256(table).hexdigest() in snapshot.about.sources[-1]


@pytest.mark.skipif(
    not GAZETTEER.is_dir(), reason="needs the gazetteer's tables, which are not published here"
)
def test_the_committed_table_is_what_the_script_makes_of_the_gazetteer() -> None:
    """One row in fifty, since all take a minute; the rules over several rows have tests of their own."""
    table = lzma.decompress((SHIPPED.parent / "entities.tsv.xz").read_bytes()).decode()
    shipped = {line.split("\t", 1)[0]: line.split("\t") for line in table.splitlines()[1:]}
    rows = list(read_rows(build.read_pinned(GAZETTEER / "entities.tsv")))
    demonyms = rules.read_demonyms(build.read_pinned(GAZETTEER / "demonyms.tsv"), rows)
    common = rules.common_words(build.read_pinned(GAZETTEER.parent / "gold/attribution/polnear-train.jsonl"))
    by_name = rules.row_rules(
        common, frozenset(rules.key(word) for words in demonyms.values() for word in words)
    )
    for original in rows[::50]:
        cleaned: Row | None = original
        for rule in by_name.values():
            cleaned = rule(cleaned) if cleaned else None
        if cleaned is None:
            assert original.qid not in shipped
            continue
        label, aliases, kind, country = shipped[original.qid][1:5]
        assert (label, kind, country) == (cleaned.label, cleaned.kind, cleaned.country)
        kept = [alias for alias in aliases.split("|") if alias]
        assert kept == [alias for alias in cleaned.aliases if alias in kept]
        assert len(cleaned.aliases) - len(kept) <= 2, "few aliases are shared too widely"
