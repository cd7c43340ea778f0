"""Checking one's own corpus: a sample of its claims for people to check, and what their answers say of all.

`draw` chooses the claims, `sheet` and `page` are what people fill in, `score` estimates from their answers.
"""
