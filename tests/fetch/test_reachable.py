"""No machine is asked that is not on the public internet, however its address is spelled, found or led to."""

import socket
from ipaddress import ip_address, ip_network

import pytest
from fetch.web import LOOPBACK, PAGE, answer, fetcher, redirect, serving
from hypothesis import given
from hypothesis import strategies as st

from ingest.fetch import reachable
from ingest.fetch.address import parse
from ingest.fetch.reachable import Reach, is_public

PUBLIC = ("93.184.215.14", "1.1.1.1", "2606:4700::1111", "2a02:26f0::1", "::ffff:8.8.8.8", "64:ff9b::808:808")
NOT_PUBLIC = (
    *("127.0.0.1", "127.255.255.254", "0.0.0.0", "0.1.2.3", "10.0.0.1", "172.16.0.1", "172.31.255.255"),  # noqa: S104
    *("192.168.1.1", "169.254.169.254", "100.64.0.1", "100.127.255.255", "192.0.0.8", "192.0.2.1"),
    *("198.18.0.1", "198.51.100.1", "203.0.113.1", "192.88.99.1", "224.0.0.1", "239.255.255.255"),
    *("240.0.0.1", "255.255.255.255"),
    *("::", "::1", "fe80::1", "fec0::1", "fc00::1", "fd12::1", "ff02::1", "100::1", "2001:db8::1", "3fff::1"),
    *("2001::1", "2001:10::1", "2002:7f00:1::", "2002:808:808::", "5f00::1", "4000::1"),
    *("::ffff:127.0.0.1", "::ffff:169.254.169.254", "::ffff:a00:1", "::127.0.0.1"),
    *("64:ff9b::7f00:1", "64:ff9b::a9fe:a9fe", "64:ff9b:1::808:808"),
)


@pytest.mark.parametrize("ip", PUBLIC)
def test_the_public_internet_may_be_asked(ip):
    assert is_public(ip_address(ip))


@pytest.mark.parametrize("ip", NOT_PUBLIC)
def test_nothing_else_may(ip):
    assert not is_public(ip_address(ip))


@given(st.ip_addresses(v=4))
def test_an_address_of_version_4_is_judged_alike_however_it_is_embedded(ip):
    assert is_public(ip_address(f"::ffff:{ip}")) == is_public(ip)
    assert is_public(ip_address(int(ip_address("64:ff9b::")) + int(ip))) == is_public(ip)
    assert not is_public(ip_address(f"::{ip}"))


def faulty(host, *, reach=Reach(), path="/", port=80):  # noqa: B008 - frozen
    document = fetcher(reach=reach, seconds=2).fetch(parse(f"http://{host}:{port}{path}"))
    assert document.exchanges == ()
    return document.fault


@pytest.mark.parametrize(
    "host",
    [
        *("127.0.0.1", "localhost", "127.1", "2130706433", "0x7f000001", "0177.0.0.1", "0x7f.1", "0"),
        *("[::1]", "[::]", "[::ffff:127.0.0.1]", "[::ffff:7f00:1]", "[64:ff9b::7f00:1]", "[2002:7f00:1::]"),
        *("169.254.169.254", "10.1.2.3", "[fe80::1]", "[fd00::1]", "224.0.0.1", "LOCALHOST", "①②⑦.0.0.1"),
    ],
)
def test_an_address_that_is_not_public_is_refused_however_it_is_spelled(host):
    with serving(lambda path: answer()) as site:
        fault = faulty(host, port=site.port)
    assert fault.code == "address-refused", fault.message
    assert "--allow" in fault.cure
    assert site.asked == []


def test_a_name_that_is_one_of_ours_is_refused():
    reach = Reach(resolve=lambda host, port: ["10.0.0.7"])
    fault = faulty("intranet.example", reach=reach)
    assert fault.code == "address-refused"
    assert "intranet.example is 10.0.0.7" in fault.message


def test_the_address_that_was_judged_is_the_one_that_is_connected_to(monkeypatch):
    """DNS rebinding: public when it is looked up to be judged, private when to be connected to."""
    answers = iter([["93.184.215.14"], ["127.0.0.1"], ["127.0.0.1"]])
    connected = []

    def connect(ip, port, seconds):
        connected.append(str(ip))
        raise ConnectionRefusedError

    monkeypatch.setattr(reachable, "_connected", connect)
    fault = faulty("rebind.example", reach=Reach(resolve=lambda host, port: next(answers)))
    assert fault.code == "unreachable"
    assert connected == ["93.184.215.14"]  # looked up once for the one connection
    assert next(answers) == ["127.0.0.1"]


def test_a_name_that_becomes_private_between_two_requests_is_refused_at_the_second():
    answers = iter([["127.0.0.1"], ["10.0.0.1"]])
    reach = Reach(LOOPBACK, lambda host, port: next(answers))
    with serving(lambda path: answer()) as site:
        fault = faulty("rebind.example", reach=reach, port=site.port)
    assert fault.code == "address-refused"
    assert site.asked == ["/robots.txt"]


def test_of_several_addresses_only_the_public_ones_are_tried(monkeypatch):
    connected = []

    def connect(ip, port, seconds):
        connected.append(str(ip))
        raise TimeoutError

    monkeypatch.setattr(reachable, "_connected", connect)
    ips = ["::1", "10.0.0.1", "1.1.1.1", "fe80::1%2", "2606:4700::1111"]
    assert faulty("both.example", reach=Reach(resolve=lambda host, port: ips)).code == "unreachable"
    assert connected == ["1.1.1.1", "2606:4700::1111"]


def test_a_socket_whose_other_end_is_another_is_closed(monkeypatch):
    with serving(lambda path: answer()) as site:
        real = reachable._connected
        monkeypatch.setattr(
            reachable, "_connected", lambda ip, port, s: real(ip_address("127.0.0.1"), port, s)
        )
        reach = Reach(resolve=lambda host, port: ["93.184.215.14"])
        assert faulty("odd.example", reach=reach, port=site.port).code == "address-refused"
    assert site.asked == []


@pytest.mark.parametrize(
    "target",
    [
        *("http://127.0.0.2:{}/", "http://[::1]:{}/", "http://169.254.169.254/latest/meta-data/"),
        *("//0x7f.0.0.2:{}/", "http://2130706434:{}/", "https://[::ffff:127.0.0.2]:{}/"),
    ],
)
def test_a_redirect_to_an_address_that_is_not_public_is_refused(target):
    reach = Reach((ip_network("127.0.0.1/32"),))
    with serving(lambda path: redirect(target.format(site.port))) as site:
        document = fetcher(reach=reach).fetch(parse(f"{site.address}/a"))
    assert document.fault.code == "address-refused"
    assert [each.status for each in document.exchanges] == [302]
    assert site.asked == ["/robots.txt", "/a"]


def test_a_redirect_of_robots_txt_to_an_address_that_is_not_public_is_refused():
    reach = Reach((ip_network("127.0.0.1/32"),))
    with serving(lambda path: answer(), redirect("http://127.0.0.2/robots.txt")) as site:
        document = fetcher(reach=reach).fetch(parse(f"{site.address}/a"))
    assert document.fault.code == "address-refused"
    assert site.asked == ["/robots.txt"]


def test_what_is_allowed_is_asked_and_nothing_beside_it():
    with serving(lambda path: answer()) as site:
        allowed = fetcher(reach=Reach((ip_network("127.0.0.1"),))).fetch(parse(f"{site.address}/"))
        assert allowed.exchanges[-1].body == PAGE
        assert faulty("127.0.0.1", reach=Reach((ip_network("10.0.0.0/8"),)), port=site.port).code == (
            "address-refused"
        )
        mapped = parse(f"http://[::ffff:127.0.0.1]:{site.port}/")
        assert Reach(LOOPBACK).may_ask(ip_address(mapped.name))


def test_proxies_of_the_environment_are_not_asked(monkeypatch):
    with serving(lambda path: answer()) as site, serving(lambda path: answer(b"proxy")) as proxy:
        for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY", "https_proxy"):
            monkeypatch.setenv(name, proxy.address)
        assert fetcher().fetch(parse(f"{site.address}/")).exchanges[-1].body == PAGE
    assert proxy.asked == []


def test_a_host_that_is_not_there_and_one_that_does_not_listen_are_told():
    def nobody(host, port):
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    fault = faulty("nowhere.example", reach=Reach(resolve=nobody))
    assert (fault.code, "no host nowhere.example" in fault.message) == ("unreachable", True)
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    fault = faulty("127.0.0.1", reach=Reach(LOOPBACK), port=port)
    assert (fault.code, "refused" in fault.message) == ("unreachable", True)
