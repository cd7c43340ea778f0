"""The pass over a store is the same whatever stands behind the store."""

import small_world as world

from ingest import versions
from ingest.copies import marking as copies
from ingest.rdf import iri


def test_copies_are_found_and_gone_in_any_store(opener):
    with opener() as store:
        world.fill_with_copies(store)
        found = copies.mark(store, copies.texts(store))
        assert (found.articles, found.groups, found.copies, found.claims) == (6, 2, 2, 6)
        assert len(list(store.graph(iri.COPIES))) == 2 + 2 * found.copies + found.claims
        for draft in (world.dam(), world.berg()):
            versions.take_down(store, iri.article(draft.article))
        assert {quad.subject for quad in store.graph(iri.COPIES)} == {iri.COPIES}
