import os

import pytest

from ingest import hermit


@pytest.fixture(scope="session")
def java() -> str:
    """Java's path; without Java the test skips, but never where HEARSAY_REQUIRE_JAVA is set (as CI does)."""
    try:
        return hermit.java()
    except hermit.JavaMissing as missing:
        if os.environ.get("HEARSAY_REQUIRE_JAVA"):
            raise
        pytest.skip(missing.message)
