"""Whatever the text, records stay grounded and hold together, repeat, and cost linear time."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from records_by_hand import RUN

from ingest import grounding
from ingest.errors import LanguageError
from ingest.extract import Extractor, RuleExtractor
from ingest.model import Article, Extraction
from ingest.records import from_json, to_json

PIECES = [
    "Anna Berg said ",
    "that ",
    "he ",
    "“",
    "”",
    '"',
    "'",
    "‘",
    "’",
    "«",
    "»",
    ", ",
    ". ",
    ".",
    "? ",
    "! ",
    ": ",
    "— ",
    "\n\n",
    "\n",
    "according to ",
    "the minister ",
    "denied ",
    "NATO ",
    "in an interview with Reuters ",
    "adding ",
    "claim that ",
    "was told ",
    "not ",
    "may ",
    "😀",
    "e\u0301",
    "Борис Рожин заявил ",
    "if ",
    "whether ",
    "(",
    ")",
    "12 ",
    "<b>",
    "&amp;",
    "…",
    "as ",
    "by ",
    "the dam is safe",
    "citing ",
    "says ",
    "- Report",
    "ALL CAPS HERE ",
    "\u202e",
    "\ufffd",
    "\x00",
    "- ",
    "who ",
]


def check(result: Extraction) -> None:
    """Assert what must hold for every extraction."""
    grounding.check(result)
    document = to_json(result, RUN)
    read, _, links = from_json(json.loads(json.dumps(document)))
    assert to_json(read, RUN, links) == document
    text = result.article.text
    assert result.actors[0].id == "a0"
    spans = [m.span for m in result.mentions]
    for flat in result.attributions:
        spans += [*flat.source, *flat.cue, *flat.content]
        assert flat.content
        assert 0 <= flat.confidence <= 1
    ids = [c.id for c in result.claims]
    assert ids == [f"c{k}" for k in range(1, len(ids) + 1)]
    for claim in result.claims:
        assert 0 <= claim.confidence <= 1
        assert claim.id not in {r.claim for r in claim.relations}
        spans += [s for o in claim.occurrences for s in o]
        spans += [s for m in claim.cues for s in m.spans]
        assert all(m.spans for m in claim.cues)
        assert claim.chain[0].actor == "a0"
        for link in claim.chain:
            spans += [*link.spans, *link.role, *link.cue, *(link.medium.spans if link.medium else ())]
    assert all(s.of(text).strip() for s in spans)


def extracted(extractor: Extractor, article: Article) -> Extraction | None:
    """Return what is found, checked; None if the text happens to be in another language."""
    try:
        result = extractor.extract(article)
    except LanguageError:
        return None
    check(result)
    return result


@settings(deadline=None, max_examples=100)
@given(st.lists(st.sampled_from(PIECES), max_size=60).map("".join), st.text(min_size=1, max_size=40))
def test_any_patchwork_of_news_gives_grounded_records(extractor, body, title):
    extracted(extractor, Article(title, body))


@settings(deadline=None, max_examples=40)
@given(st.text(max_size=200))
def test_any_text_gives_grounded_records(extractor, body):
    extracted(extractor, Article("Title", body))


QUOTES = "“”‘’\"'«»„‟‹›‚‛「」『』＂＇``′″"
SAID = "Anna Berg said that the dam was safe."
ODD = {
    "empty": "",
    "white space": "\n\n \t\u00a0\u2003\n\n",
    "only quotation marks": QUOTES * 20,
    "only opening marks": "“" * 50,
    "only punctuation": "… — - . , ; : ! ? ( ) [ ] { } / * • # @ ¶ " * 5,
    "never closed": f"“The dam is safe, Anna Berg said. It will hold.\n\n{SAID}",
    "never opened": f"The dam is safe,” Anna Berg said. It will hold.”\n\n{SAID}",
    "closed twice": "“The dam is safe,”” Anna Berg said.” “It will” hold.”",
    "marks the wrong way round": f"”The dam is safe,“ Anna Berg said. »It will hold«, she added. {SAID}",
    "nested": (
        "“He told me ‘they wrote “it is ‹safe›” to us’,” Anna Berg said. «She said “no „never“ ”», he added."
    ),
    "nested and unbalanced": "“He told me ‘they wrote “it is safe to us,” Anna Berg said, ‘and «left.",
    "apostrophes": (
        "'Tis the dogs' owners' dam, 'said' Anna O'Berg: 'It's mine'n'yours'. Rock 'n' roll's '90s."
    ),
    "primes and inches": 'The 6\' 2" engineer, Anna Berg, said the 30" pipe was safe.',
    "straight marks, an odd number": 'Anna Berg said "the dam" was "safe. "It will hold," she added.',
    "continued over paragraphs": (
        "“The dam is safe.\n\n“It will hold.\n\n“Nobody need leave,” Anna Berg said."
    ),
    "other scripts' marks": "「The dam is safe」 Anna Berg said. 『It holds』, she added. ＂Yes,＂ he said.",
    "emoji": "Anna Berg 👩🏽‍🔬 said 😀 that the dam 👨‍👩‍👧 was safe 🇳🇴. 🎉🎉🎉 “Yes 👍🏿,” she added.",
    "combining marks": (
        "Zoe\u0301 Dahl said e\u0301 that it leaked. N\u0303un\u0303ez, of A\u030angstro\u0308m, denied it."
    ),
    "marks without a letter": "\u0301\u0301 Anna \u0301Berg\u0301 said\u0301 that\u0301 \u0301 it was safe.",
    "many marks on a letter": "Z" + "\u0310" * 500 + "oe Berg said that the dam was safe.",
    "ligatures and long case": (
        "The ﬁrm’s oﬃcer, Straße, İzmir and ŉ said that the ǆ was ﬀ safe. ŒUVRE said no."
    ),
    "Cyrillic names": "Борис Рожин said that Часов Яр was lost. «Мы уходим», he wrote on Telegram.",
    "astral letters": "𝐀𝐧𝐧𝐚 𝐁𝐞𝐫𝐠 said that the dam was safe. 𠮷野 said that it was not, 𐐷 added.",
    "right to left": (
        "\u202eAnna Berg said\u202c that the dam was safe. دانا said \u200fthat it was\u200e not."
    ),
    "control characters": (
        "Anna\x00 Berg\x07 said\x1b[31m that\x7f the\x85 dam\u2028was\u2029safe.\x0c She\x0b agreed."
    ),
    "invisible characters": "An\u00adna\u200b Berg\ufeff said\u2060 that the\u00a0dam\u202fwas\u200dsafe.",
    "replaced characters": "\ufffd\ufffd Berg said \ufffd that the dam was \ufffdsafe\ufffd.",
    "old line ends": "Anna Berg said\r\nthat the dam\rwas safe.\r\n\r\nShe left.",
    "capitals": "THE MINISTER SAID THAT THE DAM WAS SAFE. “IT HOLDS,” SHE ADDED. THE PRESIDENT DENIED IT.",
    "no capitals": "the minister said that the dam was safe. “it holds,” she added. the president denied it.",
    "a list": (
        "* The dam is safe, Anna Berg said.\n- The gates are closed, she added.\n1. Stay"
        " calm.\n2) Leave.\n•\n"
    ),
    "a table": (
        "Who | said | what\n---|---|---\nAnna Berg | said | the dam is safe\nBo Dahl\tdenied\tit\t\t\n|||"
    ),
    "a poem": (
        "The river said,\n  I am the dam,\nand nobody\n  believed\nit;\n\nand she replied:\n“I am\n  I am.”"
    ),
    "a transcript": (
        "ANNA BERG, HOST: Is the dam safe?\n\nBO DAHL (engineer): It is. I said so in"
        " May.\n\n[CROSSTALK]\n\nBERG: You"
        " said “maybe”.\n\nDAHL: (laughs) No. They said that I said maybe.\n\nQ. And now?\nA. Now I say yes."
    ),
    "markup remains": (
        '<p class="a">Anna Berg said that the <b>dam</b> was “safe”.</p>&nbsp;&#8220;Yes,&#8221;'
        " she said. <br/ [edit]"
        " {{quote|It holds|Berg}} [[Dam|dams]] [1][2] ![](x.png) **said** _he_"
        " <script>said('no')</script> </div"
    ),
    "addresses": (
        "Anna Berg said at https://example.org/?q=said&b=“no” that a@b.example told @c #said www.x.example."
    ),
    "brackets": "(((Anna Berg said) that (the dam) was) safe))) [she [added]]. {He denied} it)",
    "dashes": "The dam – Anna Berg said – is — she added — safe -- he -- denied --- it ― so ‒ there.",
    "sentences run together": "The dam is safe,Anna Berg said.It holds.“Yes,”she added.He denied it.",
    "cues and nothing else": (
        "said says told according to claimed that whether denied asked wrote. Said. He said."
    ),
}


@pytest.mark.parametrize("kind", ODD)
def test_odd_articles_give_grounded_records(extractor, kind):
    check(extractor.extract(Article("A title", ODD[kind])))
    check(extractor.extract(Article("A title", f"{SAID}\n\n{ODD[kind]}\n\n{SAID}", lead=SAID)))


@pytest.mark.parametrize("kind", [kind for kind in ODD if ODD[kind].strip()])
def test_odd_headlines_give_grounded_records(extractor, kind):
    check(extractor.extract(Article(" ".join(ODD[kind].split()), SAID)))


@pytest.mark.parametrize("mark", QUOTES)
def test_a_stray_mark_anywhere_leaves_records_grounded(extractor, mark):
    text = "“The dam is safe,” Anna Berg said. ‘It will hold,’ she told «the Times»."
    for place in range(0, len(text) + 1, 7):
        check(extractor.extract(Article("A title", text[:place] + mark + text[place:])))


BEFORE = {
    "an emoji": "👩🏽‍🔬🇳🇴 ",
    "combining marks": "e\u0301u\u0308 ",
    "Cyrillic": "Часов Яр. ",
    "astral letters": "𝐀𝐁𠮷 ",
    "a control character": "\x07\x00 ",
}


@pytest.mark.parametrize("kind", BEFORE)
def test_offsets_count_code_points_whatever_stands_before(extractor, kind):
    plain = extractor.extract(Article("A title", SAID))
    moved = extractor.extract(Article("A title", f"{BEFORE[kind]}\n\n{SAID}"))
    by = len(BEFORE[kind]) + 2
    (expected,) = [c for c in plain.claims if len(c.chain) > 1]
    (found,) = [c for c in moved.claims if len(c.chain) > 1]
    assert found.occurrences[0][0].of(moved.article.text) == "the dam was safe"
    assert [s.start for s in found.occurrences[0]] == [s.start + by for s in expected.occurrences[0]]
    assert [s.start for s in found.chain[1].cue] == [s.start + by for s in expected.chain[1].cue]


def test_names_keep_their_marks_and_script(extractor):
    body = "Борис Рожин said that the dam was safe.\n\nZoe\u0301 Dahl said that the gate was closed."
    result = extractor.extract(Article("A title", body))
    speakers = {s.of(result.article.text) for c in result.claims for link in c.chain for s in link.spans}
    assert {"Борис Рожин", "Zoe\u0301 Dahl"} <= speakers


def test_the_same_article_twice_gives_the_same_records_whatever_came_between(extractor):
    article = Article("A title", f"{SAID} “It holds,” she added. Officials denied it.")
    first = extractor.extract(article)
    extractor.extract(Article("Another", "Bo Dahl wrote that she was wrong. He said so twice."))
    assert extractor.extract(article) == first


REQUIRED = {
    "a sentence of 40,000 words": "He said that the big plan was good and " * 4_500,
    "40,000 words without a cue": "the big plan of the old town and its long wall " * 4_000,
    "a word of 200,000 characters": f"Anna Berg said that {'a' * 200_000} was safe.",
    "200,000 combining marks": f"Anna Berg said that e{chr(0x301) * 200_000} was safe.",
    "quotation marks": "“”" * 10_000,
    "one quotation of 20,000 words": f"“{'the dam is safe and ' * 5_000}” Anna Berg said.",
}


@pytest.mark.slow
@pytest.mark.timeout(900)
@pytest.mark.parametrize("kind", REQUIRED)
def test_length_is_survived(extractor, kind):
    check(extractor.extract(Article("A title", REQUIRED[kind])))


LONG = {
    "one word": "a" * 1_000_000,
    "capitals": "A " * 200_000,
    "straight marks": '"' * 300_000,
    "opening marks": "“" * 300_000,
    "guillemets opened": "« " * 50_000,
    "cues": "said " * 20_000,
    "nested reports": "Smith said that " * 6_000,
    "abbreviations": "a." * 200_000,
    "according": "according to " * 10_000,
    "commas": "a, " * 100_000,
    "line breaks": "\n " * 300_000,
    "brackets around a cue": "(" * 20_000 + " he said " + ")" * 20_000,
    "apostrophes": "a'" * 200_000,
    "short quotations": "“Yes,” he said. " * 6_000,
    "names": "John Smith met Mary Jones. " * 5_000,
    "emoji": "👨‍👩‍👧" * 50_000,
}
"""For the rules, and for what every extractor shares with them."""


@pytest.mark.timeout(900)
@pytest.mark.parametrize("name", LONG)
def test_hostile_length_is_not_hostile_time(name):
    extracted(RuleExtractor(), Article("A title", LONG[name]))


def steps(work: Callable[[], object]) -> int:
    """Count the calls that some work makes: unlike seconds, the same on a busy machine."""
    count = 0

    def seen(_frame: object, event: str, _argument: object) -> None:
        nonlocal count
        count += event in {"call", "c_call"}

    sys.setprofile(seen)
    try:
        work()
    finally:
        sys.setprofile(None)
    return count


@pytest.mark.parametrize(
    "sentence",
    [
        "Mary Smith said that the dam was good, but he denied it. ",
        "“Yes,” she said. The minister told Reuters it was not so.\n\n",
        "The dam is old, according to Anna Berg, who wrote that he had said “no”, ",
        "Smith said that ",
        "Officials said the Varnholm Ministry in Oslo may close it; ",
        "Der Mann, ",
    ],
)
def test_four_times_the_text_takes_about_four_times_the_work(extractor, sentence):
    few, many = (steps(lambda n=n: extracted(extractor, Article("A title", sentence * n))) for n in (20, 80))
    assert many < 6 * few


def test_the_same_article_gives_the_same_records_under_any_hash_seed(tmp_path: Path):
    script = (
        "import json,dataclasses;from ingest.extract import RuleExtractor;from ingest.model import Article;"
        "b='Officials said the dam was safe. Anna Berg of NATO denied it, the Times reported. She said no.';"
        "print(json.dumps(dataclasses.asdict(RuleExtractor().extract(Article('T',b))),default=str))"
    )
    runs = [
        subprocess.run(
            [sys.executable, "-c", script],
            env={"PYTHONHASHSEED": seed, "PYTHONPATH": str(Path(__file__).parents[2])},
            capture_output=True,
            check=True,
            text=True,
        ).stdout
        for seed in ("1", "2")
    ]
    assert json.loads(runs[0]) == json.loads(runs[1])


def test_the_digest_names_rules_and_word_lists():
    digest = RuleExtractor().digest
    assert len(digest) == 64
    assert digest == RuleExtractor().digest


def test_a_cue_with_nothing_after_it_attributes_nothing(extract):
    assert extract("citing : ").attributions == ()
