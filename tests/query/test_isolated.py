"""A query in a process of its own: the same answers and errors, and an end to what takes too much."""

import os
import signal
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Quad

import ingest
from ingest.errors import QueryError, StoreError
from ingest.query import Limits, Table, Verdict, find, run, run_isolated
from ingest.sparql import process
from ingest.store import open_store

GRAPH = NamedNode("https://e.org/g")
P = NamedNode("https://e.org/p")
CROSS = " ".join(f"GRAPH ?g{i} {{ ?s{i} ?p{i} ?o{i} }}" for i in range(6))
ROWS = 400
LINUX = pytest.mark.skipif(sys.platform != "linux", reason="no other system refuses memory")


def subject(number):
    return NamedNode(f"https://e.org/{number}")


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    made = tmp_path_factory.mktemp("isolated") / "störe"
    values = [
        Literal('tab\t, line\n, "quotes", back\\slash, \x01, 𝒳'),
        Literal("hej", language="sv"),
        Literal("01", datatype=NamedNode("http://www.w3.org/2001/XMLSchema#integer")),
        Literal("1.50", datatype=NamedNode("http://www.w3.org/2001/XMLSchema#decimal")),
        Literal("no number", datatype=NamedNode("http://www.w3.org/2001/XMLSchema#integer")),
        Literal(""),
        subject("å?x=1#y"),
        *(Literal(f"text {number} {'x' * 200}") for number in range(ROWS)),
    ]
    quads = [Quad(subject(number), P, value, GRAPH) for number, value in enumerate(values)]
    with open_store(made, mode="write", create=True) as store:
        store.replace({GRAPH: quads})
    return made


@pytest.fixture(scope="module")
def store(folder):
    with open_store(folder) as opened:
        yield opened


PARAMETERS = (
    "# Q?\n# param: o string?  Text\n# param: s iri = https://e.org/1  Node\n"
    "SELECT ?p ?o ?s { GRAPH ?g { ?s ?p ?o } }"
)


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("ASK { GRAPH ?g { ?s ?p 'hej'@sv } }", {}),
        ("ASK { ?s ?p ?o }", {}),
        ("ASK FROM <https://e.org/g> { ?s ?p ?o }", {}),
        ("SELECT ?s ?o ?none { GRAPH ?g { ?s ?p ?o } } ORDER BY ?s", {}),
        ("SELECT ?o (<<(?s ?p ?o)>> AS ?t) { GRAPH ?g { ?s ?p ?o } } ORDER BY ?s", {}),
        ("SELECT * { GRAPH <https://e.org/none> { ?s ?p ?o } }", {}),
        ("SELECT * {}", {}),
        ("CONSTRUCT { ?o2 ?p ?o } WHERE { GRAPH ?g { ?s ?p ?o } BIND(?s AS ?o2) }", {}),
        ("DESCRIBE <https://e.org/1> FROM <https://e.org/g>", {}),
        (PARAMETERS, {}),
        (PARAMETERS, {"s": "https://e.org/3"}),
        (PARAMETERS, {"s": "https://e.org/0", "o": "} DROP ALL # \"'\\"}),
        (find("articles"), {}),
    ],
)
def test_the_answer_is_that_which_is_given_in_process(store, text, values):
    assert run_isolated(store, text, values) == run(store, text, values)


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("", {}),
        ("no-such-question", {}),
        ("SELECT ?x {\n  ?x foo:bar ?y }", {}),
        ("SELECT ?x {\n  GRAPH ?g { ?x schema:text ?y } }", {}),
        ("SELECT ?x { ?x ?y ?z } GROUP BY ?y", {}),
        ("SELECT ?x { ?x ?y ?z ", {}),
        ("SELECT ?x { ?x ?y '\ud800' }", {}),
        ("DROP ALL", {}),
        ("SELECT * { SERVICE <http://127.0.0.1:9/> { ?a ?b ?c } }", {}),
        ("{" * 300, {}),
        ("# Q?\n# param: z string  Z\nSELECT ?x { ?x ?y ?z }", {"z": "1"}),
        ("# Q?\n# param: z string  Z\nSELECT * { ?x ?y ?z }", {"z": "1"}),
        ("# Q?\n# param: z string  Z\nSELECT ?z { ?x ?y ?z ", {"z": "1"}),
        ("# Q?\n# param: z integer  Z\nSELECT ?z { ?x ?y ?z }", {"z": "one"}),
    ],
)
def test_an_error_is_that_which_is_raised_in_process(store, text, values):
    with pytest.raises(QueryError) as here:
        run(store, text, values)
    with pytest.raises(QueryError) as apart:
        run_isolated(store, text, values)
    assert (apart.value.message, apart.value.cure) == (here.value.message, here.value.cure)


def ended(store, text, limits):
    began = time.monotonic()
    with pytest.raises(QueryError) as caught:
        run_isolated(store, text, limits=limits)
    return str(caught.value), time.monotonic() - began


def test_what_has_no_end_is_ended_at_its_time(store):
    told, seconds = ended(store, f"SELECT (COUNT(*) AS ?n) {{ {CROSS} }}", Limits(seconds=1))
    assert told.startswith("The query took longer than 1 second.")
    assert "--timeout" in told
    assert seconds < 10


@LINUX
@pytest.mark.parametrize(
    "text",
    [
        f"SELECT * {{ {CROSS} }} ORDER BY ?o1",
        f"SELECT (GROUP_CONCAT(?o1) AS ?n) {{ {CROSS} }}",
    ],
)
def test_what_needs_too_much_memory_gets_none(store, text):
    told, _ = ended(store, text, Limits(megabytes=32))
    assert told.startswith("The query needed more than 32 MB of memory.")
    assert "--memory" in told


def test_an_answer_without_an_end_is_cut_off_and_none_is_given(store):
    told, _ = ended(store, f"SELECT * {{ {CROSS} }}", Limits(megabytes=16))
    assert told.startswith("The query's answer takes up more than 4 MB.")


NESTED = {
    "groups": "SELECT * " + "{" * 20_000 + "}" * 20_000,
    "parentheses": "SELECT * { FILTER(" + "(" * 60_000 + "1" + ")" * 60_000 + ") }",
}


@pytest.mark.parametrize("text", NESTED.values(), ids=NESTED)
def test_what_overflows_the_engines_stack_ends_its_own_process_alone(store, text):
    apart = store.apart(Limits())
    for ask in (apart.query, apart.check):  # which know no guard
        with pytest.raises(QueryError, match=r"made the engine fail \((SIG|status)"):
            ask(text)
    assert run_isolated(store, "ASK {}") == Verdict(True)


def test_a_large_answer_comes_whole(store):
    text = "SELECT ?o1 ?s2 { GRAPH ?a { ?s1 ?p1 ?o1 } GRAPH ?b { ?s2 ?p2 ?o2 } } LIMIT 100000"
    answer = run_isolated(store, text)
    assert isinstance(answer, Table)
    assert len(answer) == 100_000
    assert answer == run(store, text)


@pytest.mark.parametrize("code", ["", "import sys; sys.stdout.buffer.write(b'r' + b'\\0' * 7 + b'\\x10{}')"])
def test_a_process_that_ends_in_the_midst_gives_no_empty_answer(store, monkeypatch, code):
    def start(module, errors):
        command = [sys.executable, "-c", code]
        return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=errors)

    monkeypatch.setattr(process, "start", start)
    with pytest.raises(QueryError, match="made the engine fail"):
        run_isolated(store, "SELECT * { ?a ?b ?c }")


def test_nothing_is_left_behind(store, folder, monkeypatch):
    children = []
    monkeypatch.setattr(process, "start", lambda *a, **k: children.append(start(*a, **k)) or children[-1])
    before = sorted(Path(tempfile.gettempdir()).glob("hearsay*")), sorted(folder.rglob("*"))
    run_isolated(store, "ASK { GRAPH ?g { ?s ?p ?o } }")
    ended(store, f"SELECT (COUNT(*) AS ?n) {{ {CROSS} }}", Limits(seconds=1))
    ended(store, NESTED["groups"][:400], Limits())
    assert (sorted(Path(tempfile.gettempdir()).glob("hearsay*")), sorted(folder.rglob("*"))) == before
    assert len(children) == 2  # the guard let none begin for the third
    assert all(child.returncode is not None and child.stdout.closed for child in children)


start = process.start


def test_an_interruption_ends_the_process(store, monkeypatch):
    children = []
    monkeypatch.setattr(process, "start", lambda *a, **k: children.append(start(*a, **k)) or children[-1])
    timer = threading.Timer(1, os.kill, (os.getpid(), signal.SIGINT))
    timer.start()
    began = time.monotonic()
    with pytest.raises(KeyboardInterrupt):
        run_isolated(store, f"SELECT (COUNT(*) AS ?n) {{ {CROSS} }}")
    assert time.monotonic() - began < 10
    (child,) = children
    assert child.returncode == -signal.SIGKILL


@LINUX
def test_a_query_does_not_outlive_who_asked(folder):
    code = (
        "import sys; from ingest.query import run_isolated; from ingest.sparql import process\n"
        "from ingest.store import open_store\nstart = process.start\n"
        "def told(*a, **k):\n    child = start(*a, **k); print(child.pid, flush=True); return child\n"
        "process.start = told\nrun_isolated(open_store(sys.argv[1]), sys.argv[2])"
    )
    command = [sys.executable, "-c", code, str(folder), f"SELECT (COUNT(*) AS ?n) {{ {CROSS} }}"]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as parent:
        child = Path("/proc", str(int(parent.stdout.readline())))
        time.sleep(1)  # it has begun
        parent.kill()
    deadline = time.monotonic() + 10
    while is_running(child) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not is_running(child)


def is_running(child):
    """Whether it is, and not just waits for somebody to note its end."""
    try:
        return "State:\tZ" not in (child / "status").read_text()
    except OSError:
        return False


def test_a_store_that_is_written_to_is_read_by_no_other_process(tmp_path):
    with (
        open_store(tmp_path / "s", mode="write", create=True) as store,
        pytest.raises(ValueError, match="open for writing"),
    ):
        run_isolated(store, "ASK {}")


def test_a_store_that_is_gone_is_told_as_such(tmp_path):
    open_store(tmp_path / "s", mode="write", create=True).close()
    with open_store(tmp_path / "s") as store:
        for file in store.database.iterdir():
            file.unlink()
        with pytest.raises(StoreError, match=r"The store .* could not be read|is damaged"):
            run_isolated(store, "ASK {}")


def test_a_reader_asks_apart_too(folder):
    with ingest.open_store(folder) as reader:
        assert reader.ask("ASK { GRAPH ?g { ?s ?p ?o } }", limits=Limits(seconds=60)) == Verdict(True)
