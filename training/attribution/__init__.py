"""How the shipped attribution model is trained, quantised and exported."""
