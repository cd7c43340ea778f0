"""`hearsay nanopub`, as one types it."""

from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

URL = "https://dailybeacon.example.org/2024/03/11/varnholm-dam-evacuation"
OWNED = """[dataset]
creators = ["Ada Example"]
creator_ids = ["https://orcid.org/0000-0002-1825-0097"]
licence = "https://creativecommons.org/licenses/by/4.0/"
published = "2026-11-30"
"""


def owned() -> None:
    Path("hearsay.toml").write_text(OWNED, encoding="utf-8")


def written(folder: str) -> list[Path]:
    return sorted(Path(folder).glob("RA*.trig"))


def test_without_an_owner_nothing_is_written(seeded) -> None:
    done = seeded("nanopub", "out")
    assert done.status == 2
    assert "creators" in done.err
    assert not Path("out").exists()


def test_an_article_a_claim_and_the_whole_store(seeded) -> None:
    owned()
    assert seeded("nanopub", "all").status == 0
    done = seeded("nanopub", "one", "--article", URL)
    assert done.status == 0
    assert "not signed" in done.err
    everything, of_one = written("all"), written("one")
    assert 1 < len(of_one) < len(everything)
    assert {each.name for each in of_one} < {each.name for each in everything}
    assert b"2026-11-30T00:00:00+00:00" in of_one[0].read_bytes()
    content = of_one[0].read_text(encoding="utf-8")
    claim = next(line for line in content.splitlines() if "schema:Claim" in line).strip().partition(">")[0]
    assert seeded("nanopub", "claim", "--claim", claim.lstrip("<")).status == 0
    assert [each.name for each in written("claim")] == [of_one[0].name]


def test_signed_verified_and_told_when_changed(seeded) -> None:
    owned()
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    pem = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    Path("key.pem").write_bytes(pem)
    assert (
        seeded("nanopub", "out", "--article", URL, "--key", "key.pem", "--created", "2024-01-02").status == 0
    )
    first, *_ = written("out")
    done = seeded("nanopub", "--verify", first)
    assert (done.status, "the signature is good" in done.out) == (0, True)
    changed = Path("changed.trig")
    changed.write_bytes(first.read_bytes().replace(b"2024-01-02", b"2024-01-03"))
    done = seeded("nanopub", "--verify", first, "--verify", changed)
    assert done.status == 1
    assert "CHANGED" in done.out


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ((), "no folder"),
        (("out", "--created", "yesterday"), "no date"),
        (("out", "--key", "none.pem"), "cannot be read"),
        (("out", "--claim", "https://w3id.org/hearsay/none"), "no such claim"),
        (("--verify", "none.trig"), "cannot be read"),
        (("hearsay.toml", "--article", URL), "cannot be written"),
    ],
)
def test_what_cannot_be_done_is_told(seeded, arguments: tuple[str, ...], message: str) -> None:
    owned()
    done = seeded("nanopub", *arguments)
    assert done.status == 2
    assert message in " ".join(done.err.split())
