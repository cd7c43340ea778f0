"""How much input is too much."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """What is set aside because it would cost memory or time out of proportion.

    Attributes:
        max_article_chars: the longest article (headline, lead and body), in Unicode code points.
        max_decompressed_bytes: the most that one compressed file may unpack to.
        max_compression_ratio: how many times its compressed size a file may unpack to; news text compresses
            some three to ten times, a gzip bomb a thousand times. Counted once 64 MiB have been unpacked.
        max_page_bytes: the longest web page; the time to parse one grows faster than its length.
        max_page_seconds: how much processor time the parsing of one web page may take (where the system
            cannot count that, and in any case: six times as much on the clock).
        max_links: how many hyperlinks of one article are kept, the first in its text.
    """

    max_article_chars: int = 2_000_000
    max_decompressed_bytes: int = 64 * 2**30
    max_compression_ratio: int = 200
    max_page_bytes: int = 2_000_000
    max_page_seconds: int = 10
    max_links: int = 500

    @property
    def ratio_counts_from(self) -> int:
        """Up to so many unpacked bytes the ratio does not matter: what is small may be monotonous."""
        return 64 * 2**20

    @property
    def max_article_bytes(self) -> int:
        """The most bytes that an article of the longest kind takes up in UTF-8, with room for a date line."""
        return 4 * self.max_article_chars + 2**14

    @property
    def max_record_bytes(self) -> int:
        r"""The most bytes of one JSON record: twelve a character (``\ud83d\ude00``), and a MiB."""
        return 12 * self.max_article_chars + 2**20
