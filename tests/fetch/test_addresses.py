"""Addresses: what is one, what of it goes into a request, and that nothing in it can steer one."""

import string

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from ingest.fetch.address import parse, shown
from ingest.fetch.unfetched import Unfetched


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("http://example.org", "http://example.org/"),
        ("HTTP://Example.ORG:80/A?b=C#top", "http://example.org/A?b=C"),
        ("https://example.org:8443/a", "https://example.org:8443/a"),
        ("https://example.org/?utm_source=x", "https://example.org/?utm_source=x"),
        ("https://example.org?q=1", "https://example.org/?q=1"),
        ("https://bücher.example/ü?ü=ü", "https://xn--bcher-kva.example/%C3%BC?%C3%BC=%C3%BC"),
        ("https://БЕРЛИН.example/", "https://xn--90aijllp.example/"),
        ("https://faß.example/", "https://xn--fa-hia.example/"),
        ("https://example.org/100%25", "https://example.org/100%25"),
        ("https://example.org/a b", "https://example.org/a%20b"),
        ("https://ex_ample.org/", "https://ex_ample.org/"),
        ("http://[2606:4700:0:0::1111]/", "http://[2606:4700::1111]/"),
    ],
)
def test_an_address_is_asked_for_in_one_spelling(text, meant):
    assert str(parse(text)) == meant
    assert parse(meant) == parse(text)


@pytest.mark.parametrize(
    "text",
    [
        *("", "example.org", "/etc/passwd", "file:///etc/passwd", "ftp://example.org/", "gopher://x/"),
        *("javascript:alert(1)", "http://", "http:///a", "http://[::1", "http://[x]/", "http://a..b/"),
        *("http://example.org:70000/", "http://example.org:x/", "http://example.org:0/"),
        *("http://user@example.org/", "http://u:p@example.org/", "http://good.example\\@127.0.0.1/"),
        *("http://example.org/\r\nX: y", "http://example.org/\na", "http://exa\tmple.org/", "http://a\x00b/"),
        *("http://exa mple.org/", "http://%31%32%37.0.0.1/", "http://example.org/\ud800"),
        *("http://-\u200b.example/", "http://" + "a" * 64 + ".example/", "http://a/" + "b" * 9000),
    ],
)
def test_what_is_none_is_refused(text):
    with pytest.raises(Unfetched) as refused:
        parse(text)
    assert refused.value.code == "bad-url"
    assert refused.value.cure


@given(st.text(alphabet=st.characters() | st.sampled_from(string.punctuation + "\r\n \t"), max_size=60))
@example("a\r\nHost: evil")
def test_whatever_is_given_the_request_stays_one_line(text):
    for address in (text, f"http://{text}", f"http://example.org/{text}"):
        try:
            parsed = parse(address)
        except Unfetched:
            continue
        for part in (parsed.host, parsed.target, parsed.authority):
            assert part.isascii()
            assert part.isprintable()
            assert " " not in part
        assert parsed.target.startswith("/")
        assert "#" not in parsed.target


def test_a_password_is_never_shown():
    assert shown("https://me:secret@example.org/a@b") == "https://…@example.org/a@b"
    assert shown("http://a@b@c/") == "http://…@c/"
    with pytest.raises(Unfetched) as refused:
        parse("https://me:secret@example.org/")
    assert "secret" not in f"{refused.value.message} {refused.value.cure}"


@pytest.mark.parametrize(
    ("location", "leads"),
    [
        ("/b", "https://example.org/b"),
        ("b?c", "https://example.org/a/b?c"),
        ("//other.example/", "https://other.example/"),
        ("http://other.example/ü", "http://other.example/%C3%BC"),
        ("../../b", "https://example.org/b"),
        ("#here", "https://example.org/a/x?q"),
    ],
)
def test_redirects_lead_as_browsers_take_them(location, leads):
    assert str(parse("https://example.org/a/x?q").follow(location)) == leads


@pytest.mark.parametrize("location", ["file:///etc/passwd", "javascript:0", "http://u:p@x/", "http://[", ""])
def test_a_redirect_to_no_web_address_is_refused(location):
    address = parse("https://example.org/a")
    if not location:
        assert address.follow(location) == address  # and then leads in a circle
        return
    with pytest.raises(Unfetched) as refused:
        address.follow(location)
    assert refused.value.code == "redirects"
    assert "u:p" not in refused.value.message
