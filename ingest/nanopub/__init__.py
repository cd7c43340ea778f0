"""Nanopublications: that an article says that somebody said something, each as a citable file of its own.

Files are written and read; nothing is ever sent anywhere.
"""

from ingest.nanopub.checking import Checked, check
from ingest.nanopub.making import Maker, Origins
from ingest.nanopub.signing import Key
from ingest.nanopub.writing import to_trig

__all__ = ["Checked", "Key", "Maker", "Origins", "check", "to_trig"]
