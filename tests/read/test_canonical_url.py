"""One spelling for one address, and a clear refusal of what is none."""

import doctest
import importlib

import pyoxigraph
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from ingest.read import canonical_url


def test_examples_in_the_documentation_hold():
    module = importlib.import_module("ingest.read.canonical_url")  # the function has the same name
    assert doctest.testmod(module).failed == 0


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("HTTP://Example.ORG", "http://example.org/"),
        ("https://example.org:443/a", "https://example.org/a"),
        ("https://example.org:80/a", "https://example.org:80/a"),
        ("https://example.org:/a", "https://example.org/a"),
        ("https://example.org./a", "https://example.org/a"),
        ("https://example.org/a#part", "https://example.org/a"),
        ("https://example.org/a/./b/../c", "https://example.org/a/c"),
        ("https://example.org/a/..", "https://example.org/"),
        ("https://example.org/%7euser/%2f%2F", "https://example.org/~user/%2F%2F"),
        ("https://example.org/%2e%2e/a", "https://example.org/a"),
        ("https://example.org/100%-sure", "https://example.org/100%25-sure"),
        (
            "https://example.org/новости/é",
            "https://example.org/%D0%BD%D0%BE%D0%B2%D0%BE%D1%81%D1%82%D0%B8/%C3%A9",
        ),
        ("https://example.org/a[1]", "https://example.org/a%5B1%5D"),
        ("https://example.org/?b=2&a=1", "https://example.org/?b=2&a=1"),
        ("https://example.org/?utm_source=x&id=7&fbclid=y&UTM_Medium=z", "https://example.org/?id=7"),
        ("https://example.org/?utm%5Fsource=x", "https://example.org/"),
        ("https://example.org/?gclid", "https://example.org/"),
        ("https://example.org/?", "https://example.org/"),
        ("https://bücher.example.org/", "https://xn--bcher-kva.example.org/"),
        ("https://BÜCHER.example.org/", "https://xn--bcher-kva.example.org/"),
        ("https://faß.example.org/", "https://xn--fa-hia.example.org/"),
        ("https://ΠΑΣ.example.org/", "https://xn--mxa3ak.example.org/"),
        ("https://пример。example.org/", "https://xn--e1afmkfd.example.org/"),
        ("http://192.0.2.1:8080/a", "http://192.0.2.1:8080/a"),
        ("http://[2001:DB8:0:0::1]/a", "http://[2001:db8::1]/a"),
        (
            "https://en.wikinews.org/wiki/Frank_Messina:_An_interview,_(with)_the_'Mets_Poet'@home",
            "https://en.wikinews.org/wiki/Frank_Messina:_An_interview,_(with)_the_'Mets_Poet'@home",
        ),
    ],
)
def test_spellings_of_one_address_become_one(url, expected):
    assert canonical_url(url) == expected


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("", "is empty"),
        ("example.org/a", "does not begin with http:// or https://"),
        ("not a url", "holds a space"),
        ("//example.org/a", "does not begin with"),
        ("ftp://example.org/a", "does not begin with"),
        ("javascript:alert(1)", "does not begin with"),
        ("http:example.org", "names no host"),
        ("https:///a", "names no host"),
        ("https://example.org/a b", "holds a space"),
        *((f"https://example.org/a{bad}b", f"holds “{bad}”") for bad in '<>"{}|\\^`'),
        ("https://example.org/a\nb", "U+000A (a line break)"),
        ("https://example.org/a\x00", "U+0000 (a control character)"),
        ("https://example.org/\u202ea", "U+202E (RIGHT-TO-LEFT OVERRIDE)"),
        ("https://example.org/\u00a0", "U+00A0 (NO-BREAK SPACE)"),
        ("https://example.org/\ud800", "U+D800"),
        ("https://user:secret@example.org/", "user name or password"),
        ("https://example..org/", "no part of a host name"),
        ("https://-example.org/", "no part of a host name"),
        ("https://exam%70le.org/", "no part of a host name"),
        ("https://a℀b.org/", "no part of a host name"),
        ("https://" + "a" * 64 + ".org/", "no part of a host name"),
        ("https://" + "a." * 130 + "org/", "longer than 253"),
        ("https://256.1.1.1/", "no IPv4 address"),
        ("https://[::g]/", "no IPv6 address"),
        ("https://example.org:65536/", "greater than 65535"),
        ("https://example.org:http/", "no host name"),
        ("https://example.org/" + "a" * 8000, "none may have more than 8,000"),
        ("https://example.org/" + "é" * 4000, "when written in ASCII"),
    ],
)
def test_what_is_no_address_is_refused_with_a_sentence(url, reason):
    with pytest.raises(ValueError, match=r"\.$") as refusal:
        canonical_url(url)
    assert reason in str(refusal.value)


_ADDRESSES = st.builds(
    "{}://{}{}/{}{}".format,
    st.sampled_from(["http", "HTTPS"]),
    st.sampled_from(["example.org", "Bücher.EXAMPLE", "192.0.2.7", "[::1]", "a_b.c.", "ΑΣ.gr"]),
    st.sampled_from(["", ":80", ":0443", ":8080"]),
    st.text(st.sampled_from("ab./%2eEfF~é'(),:;@&=+$![]日\u200c")),
    st.text(st.sampled_from("ab%2&=?/é")).map(lambda query: f"?utm_x=1&{query}" if query else ""),
)


@given(_ADDRESSES)
@example("http://example.org/%2%35")
@example("http://example.org/..//a")
@example("http://example.org//..//")
def test_the_canonical_form_is_its_own_and_an_absolute_iri(url):
    once = canonical_url(url)
    assert canonical_url(once) == once
    assert once.isascii()
    pyoxigraph.NamedNode(once)  # raises if it is no absolute IRI
    assert not set(once) & set('<>"{}|\\^` #')


@given(st.text())
def test_any_text_gives_a_url_or_a_value_error(text):
    for candidate in (text, f"https://{text}", f"https://example.org/{text}"):
        try:
            once = canonical_url(candidate)
        except ValueError:
            continue
        assert canonical_url(once) == once
        pyoxigraph.NamedNode(once)
