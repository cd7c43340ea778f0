"""What was fetched, as records of an archive (WARC 1.1, ISO 28500:2017).

The digest of a payload is that of its bytes as they stand in the record, chunks and all: so fastwarc and
warcio read the standard, and what they check is what is there.
"""

from __future__ import annotations

import gzip
import hashlib
import io
import uuid
from collections.abc import Iterator
from datetime import UTC, datetime

from fastwarc.warc import WarcRecord, WarcRecordType

from ingest import __version__
from ingest.fetch.document import Document
from ingest.fetch.exchange import Exchange

TOGETHER = "WARC-Concurrent-To"
FIELDS = "application/warc-fields"

_KINDS = {
    "warcinfo": WarcRecordType.warcinfo,
    "request": WarcRecordType.request,
    "response": WarcRecordType.response,
    "metadata": WarcRecordType.metadata,
}


def records(document: Document) -> Iterator[WarcRecord]:
    """Yield the records of a page: request and response of each step, then the mark that it is whole."""
    page = ""
    for exchange in document.exchanges:
        response = _record("response", exchange, exchange.response)
        response.headers.set("WARC-Payload-Digest", digest(exchange.payload))
        request = _record("request", exchange, exchange.request)
        page = response.record_id or ""
        request.headers.set(TOGETHER, page)
        yield request
        yield response
    if document.exchanges:
        last = document.exchanges[-1]
        fields = f"seed: {document.asked}\r\nhopsFromSeed: {'R' * (len(document.exchanges) - 1)}\r\n"
        mark = _record("metadata", last, fields.encode("ascii"))
        mark.headers.set(TOGETHER, page)
        yield mark


def _record(kind: str, exchange: Exchange, block: bytes) -> WarcRecord:
    record = _headed(kind, str(exchange.address), exchange.time, block)
    record.headers.set("WARC-Target-URI", str(exchange.address))
    if kind == "metadata":
        record.headers.set("Content-Type", FIELDS)
    else:
        record.headers.set("Content-Type", f"application/http; msgtype={kind}")
        record.headers.set("WARC-IP-Address", exchange.ip)
    return record


def description(file: str, agent: str, now: datetime) -> WarcRecord:
    """Return the record with which an archive begins: what made it, and how."""
    fields = {
        "software": f"Hearsay/{__version__}",
        "format": "WARC File Format 1.1",
        "robots": "obey",
        "http-header-user-agent": agent,
    }
    block = "".join(f"{name}: {value}\r\n" for name, value in fields.items()).encode()
    record = _headed("warcinfo", file, now, block)
    record.headers.set("Content-Type", FIELDS)
    return record


def _headed(kind: str, about: str, time: datetime, block: bytes) -> WarcRecord:
    """Return a record whose name follows from what it holds, so that nothing in it is by chance."""
    date = time.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")
    name = uuid.uuid5(uuid.NAMESPACE_URL, f"{kind} {date} {about} {digest(block)}")
    record = WarcRecord()
    record.init_headers(_KINDS[kind], f"uuid:{name}".encode("ascii"))
    record.headers.set("WARC-Date", date)
    record.headers.set("WARC-Block-Digest", digest(block))
    record.set_bytes_content(block)
    return record


def digest(data: bytes) -> str:
    """Return a digest as it stands in an archive: SHA-256 in hexadecimal, with its name."""
    return f"sha256:{hashlib.sha256(data).hexdigest()}"


def packed(record: WarcRecord) -> bytes:
    """Return a record as a gzip member of its own."""
    plain = io.BytesIO()
    record.write(plain)
    return gzip.compress(plain.getvalue(), mtime=0)
