"""A dump as chunks of whole lines."""

from __future__ import annotations

import bz2
import gzip
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ingest.wikidata import chunks as module
from ingest.wikidata.chunks import DamagedError, chunks


def last_line(block: bytes) -> int:
    return block.rfind(b"\n") + 1


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    st.lists(st.binary(max_size=30).map(lambda line: line.replace(b"\n", b" ")), min_size=1, max_size=20),
    st.integers(1, 40),
    st.sampled_from(["plain", "gzip", "bzip2"]),
    st.data(),
)
def test_chunks_are_the_file_and_can_be_gone_on_with_from_each(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    lines: list[bytes],
    block: int,
    form: str,
    data: st.DataObject,
) -> None:
    whole = b"x" + b"\n".join(lines)  # no magic number at its beginning
    pack = {"plain": bytes, "gzip": gzip.compress, "bzip2": bz2.compress}[form]
    path = tmp_path / "file"
    path.write_bytes(pack(whole))
    monkeypatch.setattr(module, "BLOCK", block)
    found = list(chunks(path, last_line, cores=1))
    assert b"".join(each.data for each in found) == whole
    for before, after in pairwise(found):
        assert before.data.endswith(b"\n")
        assert after.line == before.end_line == 1 + whole[: before.end].count(b"\n")
    stop = data.draw(st.sampled_from(found))
    rest = list(chunks(path, last_line, start=stop.end, line=stop.end_line, cores=1))
    assert [(each.line, each.end) for each in rest] == [
        (each.line, each.end) for each in found if each.end > stop.end
    ] or b"".join(each.data for each in rest) == whole[stop.end :]


@pytest.mark.parametrize("form", ["gzip", "bzip2"])
@pytest.mark.parametrize("share", [0.2, 0.5, 0.99])
def test_of_a_truncated_file_what_can_be_read_comes_before_the_error(
    tmp_path: Path, form: str, share: float
) -> None:
    whole = b"".join(b"line %d of a file that is cut\n" % number for number in range(200_000))
    packed = gzip.compress(whole) if form == "gzip" else bz2.compress(whole, 1)
    path = tmp_path / "file"
    path.write_bytes(packed[: int(len(packed) * share)])
    parts: list[bytes] = []
    with pytest.raises(DamagedError):
        parts.extend(chunk.data for chunk in chunks(path, last_line, cores=1))
    read = b"".join(parts)
    assert whole.startswith(read)
    assert len(read) > len(whole) * share * 0.8 - 1_000_000
    assert read
