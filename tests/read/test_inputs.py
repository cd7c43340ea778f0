"""Which files are read, in what order, and what happens when the file system does not play along."""

import gzip
import io
import os
import socket
from pathlib import Path

import pytest

from ingest.errors import Origin, Problem
from ingest.model import Article
from ingest.read import read, total_bytes

TEXT = " date 2024-05-06 https://news.example.org/a\n\n{}\n\nThe text.\n"


@pytest.fixture(autouse=True)
def _in_an_empty_folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)


def put(path, title="Headline"):
    Path(path).parent.mkdir(parents=True, exist_ok=True)
    Path(path).write_text(TEXT.format(title))


def files(*inputs):
    """The files that articles come from, in order; fails if there is any problem."""
    items = list(read(inputs))
    assert [str(item) for item in items if isinstance(item, Problem)] == []
    return [item.origin.file for item in items]


def problems(*inputs):
    return [(item.origin.file, item.code) for item in read(inputs) if isinstance(item, Problem)]


def test_a_folder_is_walked_in_the_order_of_names_and_only_article_files_are_taken():
    for name in ["b.txt", "a/z.txt", "a/b/c.TXT", "Z.txt", "a/notice.txt"]:
        put(f"news/{name}")
    for name in [".hidden.txt", ".git/a.txt", "README.txt", "License.txt", "a/readme.txt.gz", "NOTICE.txt"]:
        put(f"news/{name}")
    for name in ["notes.md", "data.csv", "picture.png", "LICENSE", "x.txt.bak"]:
        put(f"news/{name}")
    assert files("news") == [
        f"news/{name}" for name in ("Z.txt", "a/b/c.TXT", "a/notice.txt", "a/z.txt", "b.txt")
    ]


def test_every_format_is_taken_from_a_folder_also_packed():
    line = b'{"title": "Headline", "text": "The text."}\n'
    for name in ["a.jsonl", "b.ndjson", "c.json"]:
        Path(name).write_bytes(line)
        Path(name + ".gz").write_bytes(gzip.compress(line))
    put("d.txt")
    Path("d.txt.gz").write_bytes(gzip.compress(Path("d.txt").read_bytes()))
    assert files(".") == [
        "a.jsonl",
        "a.jsonl.gz",
        "b.ndjson",
        "b.ndjson.gz",
        "c.json",
        "c.json.gz",
        "d.txt",
        "d.txt.gz",
    ]


def test_a_file_that_is_named_is_read_whatever_it_is_called():
    put("README.txt")
    put(".hidden")
    Path("article").write_text('{"title": "Headline", "text": "The text."}')
    Path("packed.gz").write_bytes(gzip.compress(Path("README.txt").read_bytes()))
    assert files("README.txt", ".hidden", "article", "packed.gz") == [
        "README.txt",
        ".hidden",
        "article",
        "packed.gz",
    ]


def test_inputs_are_read_in_the_order_given():
    put("a.txt")
    put("b.txt")
    assert files("b.txt", "a.txt", "b.txt") == ["b.txt", "a.txt", "b.txt"]


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        ("*.txt", ["a.txt", "b.txt"]),
        ("[ab].txt", ["a.txt", "b.txt"]),
        ("?.text", ["c.text"]),
        ("*/*.txt", ["x/d.txt"]),
        ("**/*.txt", ["a.txt", "b.txt", "x/d.txt", "x/y/e.txt"]),
        ("**/**/e.txt", ["x/y/e.txt"]),
        ("x/**", ["x/d.txt", "x/y/e.txt"]),
        ("**/*", ["a.txt", "b.txt", "c.text", "x/d.txt", "x/y/e.txt"]),
        ("x*", ["x/d.txt", "x/y/e.txt"]),
        ("./a*", ["a.txt"]),
        (".*.txt", [".f.txt"]),
    ],
)
def test_globs(pattern, expected):
    for name in ["a.txt", "b.txt", "c.text", "x/d.txt", "x/y/e.txt", ".f.txt"]:
        put(name)
    assert files(pattern) == expected


def test_an_absolute_glob(tmp_path):
    put("x/a.txt")
    assert files(f"{tmp_path}/*/*.txt") == [f"{tmp_path}/x/a.txt"]


def test_a_file_whose_name_looks_like_a_glob_is_that_file():
    put("a[1].txt")
    put("a1.txt")
    assert files("a[1].txt") == ["a[1].txt"]


def test_what_is_missing_or_matches_nothing_is_a_problem_and_the_rest_goes_on():
    put("a.txt")
    Path("empty").mkdir()
    put("other/notes.md")
    inputs = ["nowhere.txt", "*.nothing", "empty", "other", "", "nul\0.txt", "a.txt/b.txt", "a.txt"]
    assert problems(*inputs) == [
        ("nowhere.txt", "missing"),
        ("*.nothing", "nothing-found"),
        ("empty", "nothing-found"),
        ("other", "nothing-found"),
        ("", "missing"),
        ("nul\\x00.txt", "missing"),
        ("a.txt/b.txt", "missing"),
    ]
    assert isinstance(list(read(inputs))[-1], Article)


def test_standard_input_is_sniffed():
    text, line = TEXT.format("A").encode(), b' {"title": "B", "text": "The text."}\n'
    for content, title in [(text, "A"), (line, "B"), (gzip.compress(text), "A"), (gzip.compress(line), "B")]:
        (article,) = read(["-"], stdin=io.BytesIO(content))
        assert article.title == title
        assert article.origin.file == "-"


def test_standard_input_may_come_in_small_pieces():
    class Trickle(io.RawIOBase):
        content = gzip.compress(TEXT.format("A").encode())

        def readable(self):
            return True

        def readinto(self, buffer):
            piece, self.content = self.content[:1], self.content[1:]
            buffer[: len(piece)] = piece
            return len(piece)

    (article,) = read(["-"], stdin=Trickle())
    assert article.title == "A"


def test_empty_standard_input_is_a_problem():
    (problem,) = read(["-"], stdin=io.BytesIO())
    assert problem.code == "empty-file"


def test_links_in_a_circle_end_and_each_folder_is_read_once():
    put("news/a.txt")
    for name in ("x", "y"):
        Path(f"news/{name}").mkdir()
        for target in ("..", "../x", "../y", "."):
            Path(f"news/{name}/{target.replace('.', 'd').replace('/', 's')}").symlink_to(target)
    Path("news/self.txt").symlink_to("self.txt")
    assert problems("news") == [("news/self.txt", "unreadable")]
    assert sum(isinstance(item, Article) for item in read(["news"])) == 1
    assert files("news/**/a.txt") == ["news/a.txt"]


def test_a_linked_folder_is_read():
    put("elsewhere/a.txt")
    Path("news").mkdir()
    Path("news/link").symlink_to("../elsewhere")
    assert files("news") == ["news/link/a.txt"]


def test_what_cannot_be_read_in_a_folder_is_a_problem_and_the_rest_goes_on():
    put("news/a.txt")
    put("news/z.txt")
    Path("news/broken.txt").symlink_to("nowhere")
    Path("news/folder.txt").mkdir()
    put("news/folder.txt/inside.txt")
    os.mkfifo("news/pipe.txt")
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind("news/socket.txt")
        assert problems("news") == [("news/broken.txt", "missing")]
        articles = [item.origin.file for item in read(["news"]) if isinstance(item, Article)]
    assert articles == ["news/a.txt", "news/folder.txt/inside.txt", "news/z.txt"]


def test_files_and_folders_without_permission_are_problems_and_the_rest_goes_on(monkeypatch):
    put("news/a.txt")
    put("news/locked.txt")
    put("news/closed/b.txt")
    put("news/z.txt")
    real_open, real_iterdir = Path.open, Path.iterdir

    def locked_open(self, *args, **kwargs):
        if self.name == "locked.txt":
            raise PermissionError(13, "Permission denied")
        return real_open(self, *args, **kwargs)

    def closed_iterdir(self):
        if self.name == "closed":
            raise PermissionError(13, "Permission denied")
        return real_iterdir(self)

    monkeypatch.setattr(Path, "open", locked_open)
    monkeypatch.setattr(Path, "iterdir", closed_iterdir)
    items = list(read(["news"]))
    assert [item.origin.file for item in items] == [
        "news/a.txt",
        "news/closed",
        "news/locked.txt",
        "news/z.txt",
    ]
    assert [item.code for item in items if isinstance(item, Problem)] == ["unreadable", "unreadable"]
    assert "Permission denied" in items[2].message


def test_a_file_that_vanishes_between_listing_and_reading_is_a_problem():
    put("news/a.txt")
    put("news/b.txt")
    items = read(["news"])
    next(items)
    Path("news/b.txt").unlink()
    (problem,) = items
    assert (problem.origin.file, problem.code) == ("news/b.txt", "missing")


def test_a_disk_that_fails_while_reading_loses_only_what_follows(monkeypatch):
    class Failing(io.BytesIO):
        def read(self, size=-1):
            data = super().read(size)
            if not data:
                raise OSError(5, "Input/output error")
            return data

    lines = b'{"title": "Headline", "text": "The text."}\n' * 3
    monkeypatch.setattr(Path, "open", lambda *_: Failing(lines))
    Path("a.jsonl").touch()
    *articles, problem = read(["a.jsonl"])
    assert len(articles) == 3
    assert problem.code == "unreadable"
    assert "Input/output error" in problem.message


def test_standard_input_that_fails_is_a_problem():
    class Failing(io.RawIOBase):
        def read(self, _size=-1):
            raise IsADirectoryError(21, "Is a directory")  # as in: hearsay ingest - < news

    (problem,) = read(["-"], stdin=Failing())
    assert (problem.origin.file, problem.code) == ("-", "unreadable")
    assert "Is a directory" in problem.message


def test_a_file_name_cannot_steer_the_terminal():
    put("a\x1b[2J\n\u202e.txt")
    (article,) = read(["."])
    assert article.origin.file == "a\\x1b[2J\\n\\u202e.txt"


def test_a_file_name_that_is_not_utf_8_can_be_printed():
    name = os.fsdecode(b"caf\xe9.txt")
    put(name)
    (article,) = read(["."])
    assert article.origin == Origin("caf\\xe9.txt")
    article.origin.file.encode()


def test_progress_adds_up_to_the_total_also_for_what_is_not_read_to_its_end():
    put("news/a.txt")
    Path("news/b.jsonl.gz").write_bytes(gzip.compress(b'{"title": "H", "text": "T."}\n' * 10_000))
    Path("news/c.txt").write_bytes(b"x" * 9_000_000)
    Path("news/d.jsonl").write_bytes(b"[\n" + b"x" * 500_000)
    done = []
    list(read(["news", "nowhere"], progress=done.append))
    assert sum(done) == total_bytes(["news", "nowhere"]) > 9_500_000


def test_the_total_of_standard_input_is_not_known():
    put("a.txt")
    assert total_bytes(["a.txt", "-"]) is None


def test_reading_is_lazy():
    put("a.txt")
    items = read(["a.txt", "-"], stdin=io.BytesIO(b""))
    assert isinstance(next(items), Article)  # nothing was asked of standard input yet
    assert isinstance(next(items), Problem)
