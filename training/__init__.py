"""How what ships with Hearsay is made: scripts, run by hand, never by the product."""
