"""Messages for machines: whatever is said is one JSON object a line, and steers nothing."""

import json
import logging
import warnings

import jsonschema
import pytest
from cli.conftest import SEEDS
from hypothesis import given
from hypothesis import strategies as st

from ingest.cli import log, screen, work
from ingest.settings import LogFormat

ARTICLE = SEEDS / "dailybeacon-2024-03-11-varnholm-dam.txt"


def lines(done):
    return [json.loads(line) for line in done.err.splitlines()]


@given(message=st.text(), value=st.text() | st.none() | st.floats(allow_nan=False, allow_infinity=False))
def test_any_text_comes_as_one_line_of_ascii_and_loses_nothing_but_what_is_no_text(message, value):
    line = log.line("info", "note", message, {"origin": value, "time": "never"}, "2024-05-06T10:00:00.000Z")
    assert line.endswith(b"\n")
    assert line.count(b"\n") == 1
    assert all(32 <= byte < 127 for byte in line[:-1])
    read = json.loads(line)
    assert list(read)[:4] == ["time", "level", "event", "message"]
    assert read["time"] == "2024-05-06T10:00:00.000Z"
    assert read["message"] == message.encode("utf-8", "backslashreplace").decode()
    read["message"].encode()  # no halves of surrogate pairs


def test_problems_and_the_end_of_an_ingest_come_with_their_fields(hearsay, tmp_path):
    (tmp_path / "bad \x1b[31m.txt").touch()
    done = hearsay("ingest", tmp_path / "bad \x1b[31m.txt", ARTICLE, "--log-format", "json")
    assert done.status == 1
    found = {each["event"]: each for each in lines(done)}
    aside = found["set-aside"]
    assert (aside["level"], aside["code"]) == ("error", "empty-file")
    assert {"time", "message", "origin", "cure"} <= set(aside)
    assert "\x1b" not in done.err
    assert (found["completed"]["status"], found["completed"]["level"]) == (1, "info")


@pytest.mark.parametrize(
    "arguments",
    [
        ["--log-format", "json", "ingest"],
        ["ingest", "--nope", "--log-format", "json"],
        ["nope", "--log-format=json"],
        ["ingest", "x.txt", "--min-confidence", "7", "--log-format", "json"],
        ["--log-format", "json", "query", "no-such-query"],
        ["validate", "--store", "nowhere", "--log-format", "json"],
    ],
    ids=" ".join,
)
def test_a_command_line_that_cannot_be_done_is_told_as_json_as_well(hearsay, arguments):
    done = hearsay(*arguments)
    assert done.status == 2
    (error,) = (each for each in lines(done) if each["event"] == "error")
    assert error["level"] == "error"
    assert error["message"]


def test_a_settings_file_chooses_json_and_the_command_line_overrides_it(hearsay, tmp_path):
    (tmp_path / "hearsay.toml").write_text('log_format = "json"')
    (tmp_path / "empty.txt").touch()
    assert lines(hearsay("ingest", "empty.txt"))[0]["event"] == "set-aside"
    assert hearsay("ingest", "empty.txt", "--log-format", "text").err.startswith("set aside empty.txt")
    assert hearsay("validate", "--nope").err.startswith("Usage:")  # the next command begins anew


def test_what_a_library_warns_of_comes_as_json_as_well(capsys):
    screen.messages_as(LogFormat.JSON, fixed=True)
    try:
        logging.getLogger("uvicorn.error").error("No room: %s", "\x1b[2J")
        with warnings.catch_warnings():
            warnings.simplefilter("always")
            warnings.warn("Beware!", stacklevel=1)
    finally:
        screen.start_anew()
    first, second = map(json.loads, capsys.readouterr().err.splitlines())
    assert (first["level"], first["event"], first["library"]) == ("error", "library", "uvicorn.error")
    assert first["message"] == "No room: \x1b[2J"
    assert "Beware!" in second["message"]


def test_a_summary_that_cannot_be_written_is_told_before_anything_is_done(hearsay, tmp_path):
    done = hearsay("ingest", ARTICLE, "--summary", "nowhere\0/summary.json")
    assert done.status == 2
    (tmp_path / "folder").mkdir()
    done = hearsay("ingest", ARTICLE, "--summary", "folder")
    assert (done.status, "The summary folder cannot be written" in done.err) == (2, True)
    assert not (tmp_path / ".hearsay").exists()


def test_a_summary_tells_of_failure(hearsay, tmp_path):
    summary = tmp_path / "summary.json"
    done = hearsay("export", "--store", "nowhere", "--summary", summary)
    assert done.status == 2
    told = json.loads(summary.read_bytes())
    assert (told["exit"], told["status"]) == ("failed", 2)
    assert told["error"]["message"]
    jsonschema.validate(told, work.schema())


def test_a_password_in_an_address_is_refused_and_told_nowhere(hearsay, tmp_path):
    summary = tmp_path / "summary.json"
    done = hearsay("export", "--store", "http://me:secret@example.org/", "--summary", summary)
    assert done.status == 2
    assert "secret" not in done.out + done.err
    assert not summary.exists() or "secret" not in summary.read_text()


def test_every_command_with_a_summary_keeps_to_the_schema(hearsay, tmp_path):
    summary = tmp_path / "summary.json"
    for command in (
        ["ingest", str(ARTICLE)],
        ["quarantine", "retry"],
        ["relink"],
        ["export", "-o", "out.nq"],
        ["wikidata", "build", "shipped", "-o", "out.sqlite", "--type", "platform", "--workers", "0"],
    ):
        assert hearsay(*command, "--summary", summary).status == 0, command
        told = json.loads(summary.read_bytes())
        jsonschema.validate(told, work.schema())
        assert told["exit"] == "completed"
        assert told["command"][: len(command)] == command
