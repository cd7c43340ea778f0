"""How the shipped knowledge snapshot is made."""
