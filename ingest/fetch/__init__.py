"""Fetching pages from the web into an archive, from which they are read like any other.

    address ──▶ robots ──▶ exchange (reachable) ──▶ document ──▶ archive

Only `exchange` opens connections, and only to what `reachable` lets through. What reads knows
nothing of this room: an archive is read the same on any day, with no network.
"""
