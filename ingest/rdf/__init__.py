"""From records to RDF: the only room that mints IRIs and knows the vocabulary."""
