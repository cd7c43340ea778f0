"""One process that parses pages serves all tests of reading: starting one takes longer than most of them."""

from collections.abc import Iterator

import pytest

from ingest import read as reading
from ingest.read.web.process import Parser


class _Kept(Parser):
    def __exit__(self, *_: object) -> None:
        """Leave it running for the next test."""


@pytest.fixture(scope="session", autouse=True)
def parser() -> Iterator[Parser]:
    kept = _Kept()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(reading, "Parser", lambda: kept)
        yield kept
    kept.close()
