"""Knowledge snapshots from Wikidata: from its dumps, from its API, and from one another."""
