"""Nanopublications: what they assert, and that whoever checks them finds them as they were made."""

import base64
import dataclasses
import io
import re
import warnings
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest
import rdflib
import small_world as world
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, parse, serialize

from ingest.dataset import Dataset
from ingest.errors import ExportError, HearsayError
from ingest.export import view
from ingest.model import TextLevel
from ingest.nanopub import Key, Maker, Origins, check, to_trig, trusty
from ingest.nanopub.terms import DRAFT, NPX, part
from ingest.rdf import iri
from ingest.rdf.vocabulary import CITO, HS, PROV, RDF, SCHEMA
from ingest.store import Store, open_store

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")  # of rdflib, in the library

OWNED = Dataset(
    creators=("Ada Example",),
    creator_ids=("https://orcid.org/0000-0002-1825-0097",),
    licence="https://creativecommons.org/licenses/by/4.0/",
)
ORIGINS = Origins(OWNED, "2026-11-30T00:00:00+00:00")


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    with open_store(tmp_path_factory.mktemp("nanopubs") / "store", mode="write", create=True) as opened:
        world.fill(opened, world.judgements())
        yield opened


@pytest.fixture(scope="module")
def key_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("key") / "id_rsa"
    private = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    path.write_bytes(private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    return path


@pytest.fixture(scope="module")
def files(store: Store, key_file: Path, tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """All nanopublications of the small world, signed."""
    folder = tmp_path_factory.mktemp("files")
    made = []
    for name, quads in Maker(store, ORIGINS, Key(key_file)).all():
        made.append(folder / f"{trusty.code_of(name)}.trig")
        made[-1].write_bytes(to_trig(name, quads))
    return made


@pytest.fixture(scope="module")
def library() -> ModuleType:
    """The nanopub library, an implementation that knows nothing of ours."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return pytest.importorskip("nanopub", reason="the library `nanopub` is not installed")


# -- what is asserted


def test_each_claim_that_stands_gives_one(store: Store) -> None:
    made = list(Maker(store, ORIGINS).all())
    assert len({name for name, _ in made}) == len(made) > 5
    asserted = {quad.subject for _, quads in made for quad in quads if quad.predicate == HS.attribution}
    assert NamedNode(world.claim(world.dam(), "c3")) not in asserted, "it was rejected"
    assert any("/corrected/" in str(claim) for claim in asserted)


def test_what_is_said_is_never_asserted_but_that_it_is_said_where_and_by_whom(store: Store) -> None:
    claim = world.claim(world.dam(), "c0")
    ((name, quads),) = Maker(store, ORIGINS).all([claim])
    assertion = [quad for quad in quads if quad.graph_name == part(name, "assertion")]
    in_store = {(quad.subject, quad.predicate) for quad in store.quads()}
    assert {(quad.subject, quad.predicate) for quad in assertion} <= in_store
    assert {quad.subject for quad in assertion if quad.object == HS.Claim} == {NamedNode(claim)}
    kinds = {quad.object for quad in assertion if quad.predicate == RDF.type}
    assert {HS.Attribution, HS.Actor, HS.Mention, HS.Article, HS.ArticleVersion} <= kinds
    assert not any(quad.subject == name for quad in assertion)


def test_a_disputed_claim_is_named_and_not_described(store: Store) -> None:
    disputes = 0
    for _, quads in Maker(store, ORIGINS).all():
        disputed = {quad.object for quad in quads if quad.predicate == CITO.disputes}
        disputes += len(disputed)
        assert not disputed & {quad.subject for quad in quads}
    assert disputes


def test_provenance_says_by_what_and_from_which_text_and_who_judged_it(store: Store) -> None:
    corrected = [
        (name, quads)
        for name, quads in Maker(store, ORIGINS).all()
        if any("/corrected/" in str(quad.subject) for quad in quads)
    ]
    for name, quads in corrected:
        provenance = [quad for quad in quads if quad.graph_name == part(name, "provenance")]
        predicates = {quad.predicate for quad in provenance}
        assert {PROV.wasGeneratedBy, HS.software, HS.model, HS.judgedBy} <= predicates
        assert any(quad.predicate.value.endswith("wasDerivedFrom") for quad in provenance)
    assert corrected


def test_no_clock_is_read_and_the_same_gives_the_same_bytes(store: Store) -> None:
    without = Origins(OWNED)
    first, second = ([to_trig(*each) for each in Maker(store, without).all()] for _ in range(2))
    assert first == second
    assert b"dct:created" not in b"".join(first)


@pytest.mark.parametrize("lacking", ["creators", "creator_ids", "licence"])
def test_what_the_owner_does_not_say_is_not_invented(lacking: str) -> None:
    nothing = type(getattr(OWNED, lacking))()
    with pytest.raises(ExportError, match=lacking):
        Origins(dataclasses.replace(OWNED, **{lacking: nothing}))


def test_without_words_none_is_published(store: Store) -> None:
    wordless = view(store, None, TextLevel.NONE)
    for _, quads in Maker(wordless, ORIGINS).all():
        assert not any(quad.predicate in (SCHEMA.text, SCHEMA.headline) for quad in quads)


# -- whoever checks them


def test_each_is_what_its_uri_says_and_its_signature_is_good(files: list[Path]) -> None:
    for file in files:
        found = check(file)
        assert (found.trusty, found.signed, found.ok) == (True, True, True)
        assert found.nanopub == f"{iri.BASE}np/{file.stem}"


def test_the_library_finds_the_same_digest_and_the_form(files: list[Path], library: ModuleType) -> None:
    for file in files:
        read = library.Nanopub(rdf=file)
        assert read.has_valid_trusty
        assert read.is_valid


def test_the_librarys_own_normal_form_bears_the_signature_by_another_cryptography(
    files: list[Path], library: ModuleType
) -> None:
    """`has_valid_signature` of 2.0.1 is true whatever the signature; so its parts are used one by one."""
    from Crypto.Hash import SHA256
    from Crypto.PublicKey import RSA
    from Crypto.Signature import pkcs1_15
    from nanopub.trustyuri.rdf import RdfHasher, RdfUtils

    for file in files:
        graph = library.Nanopub(rdf=file).rdf
        signature = next(iter(graph.objects(None, rdflib.URIRef(NPX.hasSignature.value))))
        public = next(iter(graph.objects(None, rdflib.URIRef(NPX.hasPublicKey.value))))
        graph.remove((None, rdflib.URIRef(NPX.hasSignature.value), None))
        base = f"{iri.BASE}np/{file.stem}#"
        signed = RdfHasher.normalize_quads(RdfUtils.get_quads(graph), baseuri=base, hashstr=" ").encode()
        verifier = pkcs1_15.new(RSA.import_key(base64.b64decode(str(public))))
        verifier.verify(SHA256.new(signed), base64.b64decode(str(signature)))
        with pytest.raises(ValueError, match="signature"):
            verifier.verify(SHA256.new(signed + b" "), base64.b64decode(str(signature)))


def test_one_changed_character_is_found_by_us_and_by_the_library(
    files: list[Path], library: ModuleType, tmp_path: Path
) -> None:
    content = files[0].read_text(encoding="utf-8")
    places = [
        each
        for each in re.finditer(r'"[^"\n]+"|<https?://[^>#\n]+>', content)
        if each.start() > content.index("{")
    ]
    assert len(places) > 20
    for number, match in enumerate(places):
        at = match.end() - 2
        other = "b" if content[at] != "b" else "c"
        changed = tmp_path / f"{number}.trig"
        changed.write_text(content[:at] + other + content[at + 1 :], encoding="utf-8")
        try:
            ours = check(changed).ok
        except HearsayError:
            ours = False
        assert not ours, match[0]
        if number % 5 == 0:
            with pytest.raises(Exception):  # noqa: B017, PT011 - whatever the library raises
                assert library.Nanopub(rdf=changed).has_valid_trusty


def test_a_forged_signature_is_told_even_where_the_digest_was_made_anew(
    store: Store, key_file: Path, tmp_path: Path
) -> None:
    name, quads = next(Maker(store, ORIGINS, Key(key_file)).all())
    other = Literal(base64.b64encode(b"x" * 256).decode())
    forged = [
        Quad(quad.subject, quad.predicate, other, quad.graph_name)
        if quad.predicate == NPX.hasSignature
        else quad
        for quad in trusty.renamed(quads, name, DRAFT)
    ]
    renamed = iri.nanopub(trusty.code(forged, DRAFT))
    file = tmp_path / "forged.trig"
    file.write_bytes(to_trig(renamed, trusty.renamed(forged, DRAFT, renamed)))
    found = check(file)
    assert (found.trusty, found.signed, found.ok) == (True, False, False)


def test_the_order_and_form_of_the_file_do_not_matter(files: list[Path], tmp_path: Path) -> None:
    quads = list(parse(files[0].read_bytes(), format=RdfFormat.TRIG))
    other = tmp_path / "other.nq"
    other.write_bytes(serialize(reversed(quads), format=RdfFormat.N_QUADS))  # type: ignore[arg-type]
    assert check(other).ok


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"])), st.sampled_from(["", "en", "pt-br"]))
def test_the_library_agrees_on_any_words(text: str, language: str) -> None:
    pytest.importorskip("nanopub", reason="the library `nanopub` is not installed")
    from nanopub.trustyuri.rdf import RdfHasher, RdfUtils

    words = Literal(text, language=language) if language else Literal(text)
    graph, node = part(DRAFT, "assertion"), NamedNode("http://example.org/é")
    quads = [
        Quad(node, SCHEMA.text, words, graph),
        Quad(node, SCHEMA.text, Literal(text + "\\\n"), graph),
        Quad(DRAFT, SCHEMA.about, part(DRAFT, "x"), graph),
        Quad(DRAFT, SCHEMA.about, NamedNode(DRAFT.value + "s"), graph),
    ]
    dataset = rdflib.ConjunctiveGraph()
    dataset.parse(io.BytesIO(serialize(quads, format=RdfFormat.N_QUADS)), format="nquads")  # type: ignore[arg-type]
    theirs = RdfHasher.make_hash(RdfUtils.get_quads(dataset), baseuri=f"{DRAFT.value}#", hashstr=" ")
    assert trusty.code(quads, DRAFT) == theirs


# -- bad input


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "does not hold one"),
        (b"{", "is no "),
        (b"\xff\xfe", "is no "),
        (b"<http://x/a> a <http://www.nanopub.org/nschema#Nanopublication> .", "is no Trusty URI"),
        (
            b"<http://x/RA" + b"a" * 43 + b"> a <http://www.nanopub.org/nschema#Nanopublication> .",
            "does not have the four graphs",
        ),
    ],
)
def test_what_is_none_is_told(content: bytes, message: str, tmp_path: Path) -> None:
    file = tmp_path / "x.trig"
    file.write_bytes(content)
    with pytest.raises(HearsayError, match=message):
        check(file)


def test_what_was_added_in_a_fifth_graph_is_told(files: list[Path], tmp_path: Path) -> None:
    file = tmp_path / "x.trig"
    file.write_bytes(files[0].read_bytes() + b"<http://x/g> { <http://x/a> <http://x/b> <http://x/c> }")
    with pytest.raises(HearsayError, match="four graphs"):
        check(file)


def test_bad_keys_are_told(tmp_path: Path) -> None:
    weak = rsa.generate_private_key(public_exponent=65537, key_size=1024)  # noqa: S505 - refused
    curve = ec.generate_private_key(ec.SECP256R1())
    bad = (
        b"",
        b"no key",
        b"-----BEGIN PRIVATE KEY-----\nx\n-----END PRIVATE KEY-----",
        weak.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()),
        curve.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()),
    )
    for number, content in enumerate(bad):
        file = tmp_path / str(number)
        file.write_bytes(content)
        with pytest.raises(HearsayError, match="key"):
            Key(file)
    with pytest.raises(HearsayError, match="cannot be read"):
        Key(tmp_path / "none")


def test_a_key_as_the_nanopub_tool_keeps_it_is_read(key_file: Path, tmp_path: Path) -> None:
    lines = [line for line in key_file.read_bytes().splitlines() if not line.startswith(b"-")]
    (tmp_path / "id_rsa").write_bytes(b"".join(lines))
    assert Key(tmp_path / "id_rsa").public == Key(key_file).public
