"""SPARQL as text, and the process in which a query may be answered apart; nothing of Hearsay's stores."""
