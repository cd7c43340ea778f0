#!/usr/bin/env bash
# Makes the environment in which research packages are held against the RO-Crate profiles: .ci/rocrate.sh [FOLDER]
# It is one of its own, since the validator needs an older `rich` than Hearsay. Its cache is given the JSON-LD context of
# RO-Crate 1.1, which the library `rocrate` carries, so that it validates offline. Then:
#   FOLDER/bin/rocrate-validator -y validate CRATE --offline --cache-path FOLDER/http
set -euo pipefail
folder=${1:-.venv-rocrate}
[ -e "$folder/.ready" ] && exit 0
"${PYTHON:-python3}" -m venv "$folder"
"$folder/bin/python" -m pip install --quiet --disable-pip-version-check "roc-validator==0.13.*"
"$folder/bin/python" -m pip install --quiet --disable-pip-version-check --no-deps --target "$folder/rocrate" "rocrate==0.13.0"
"$folder/bin/python" - "$folder" <<'PROGRAM'
import io
import sys
from pathlib import Path

from requests.adapters import HTTPAdapter
from requests_cache import CachedSession
from urllib3 import HTTPResponse

FOLDER = Path(sys.argv[1])


class Enclosed(HTTPAdapter):
    """Answers with the context as it is enclosed in the library."""

    def send(self, request, **_):
        content = (FOLDER / "rocrate/rocrate/data/ro-crate.jsonld").read_bytes()
        headers = {"Content-Type": "application/ld+json"}
        raw = HTTPResponse(io.BytesIO(content), headers, 200, preload_content=False, request_url=request.url)
        return self.build_response(request, raw)


session = CachedSession(cache_name=str(FOLDER / "http"), backend="sqlite", expire_after=-1)
session.mount("https://", Enclosed())
session.get("https://w3id.org/ro/crate/1.1/context", headers={"Accept": "application/ld+json, application/json"})
PROGRAM
touch "$folder/.ready"
