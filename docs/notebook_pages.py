"""Notebooks as pages, run from the beginning while the site is built (a MkDocs hook)."""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from pathlib import Path

import nbformat
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from nbclient import NotebookClient
from nbconvert import MarkdownExporter

ROOT = Path(__file__).parent.parent
FOLDER = ROOT / "docs" / "notebooks"
_SECONDS = 300


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Add a page for each notebook, and its pictures, to the site's files."""
    for notebook in sorted(FOLDER.glob("*.ipynb")):
        markdown, pictures = page(notebook)
        files.append(File.generated(config, f"notebooks/{notebook.stem}.md", content=markdown))
        for name, picture in pictures.items():
            files.append(File.generated(config, f"notebooks/{name}", content=picture))
    return files


def page(notebook: Path) -> tuple[str, dict[str, bytes]]:
    """Run a notebook and return its text in Markdown, and its pictures by name."""
    run = executed(notebook)
    text, resources = MarkdownExporter().from_notebook_node(run)
    pictures = {f"{notebook.stem}-{name}": data for name, data in resources["outputs"].items()}
    for name in resources["outputs"]:
        text = text.replace(f"({name})", f"({notebook.stem}-{name})")
    return text, pictures


def executed(notebook: Path) -> nbformat.NotebookNode:
    """Run a notebook where nothing of an earlier run is, and return it with its outputs.

    Raises:
        CellExecutionError: a cell failed.
    """
    read = nbformat.read(notebook, as_version=4)
    with tempfile.TemporaryDirectory() as scratch:
        # As if it lay two folders below a checkout: it finds the articles there.
        folder = Path(scratch) / "docs" / "notebooks"
        folder.mkdir(parents=True)
        (Path(scratch) / "seeds").symlink_to(ROOT / "seeds")
        before = os.environ.get("PATH", "")
        os.environ["PATH"] = f"{Path(sys.executable).parent}{os.pathsep}{before}"
        try:
            resources = {"metadata": {"path": str(folder)}}
            NotebookClient(read, timeout=_SECONDS, kernel_name="python3", resources=resources).execute()
        finally:
            os.environ["PATH"] = before
            shutil.rmtree(folder, ignore_errors=True)
    return read
