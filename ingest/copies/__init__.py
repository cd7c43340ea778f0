"""Articles that share their wording (copies of a wire story), so that questions can count them once.

What a store does when an article changes (`residue`) needs none of what the pass itself does (`marking`).
"""

LEAST = 0.6
"""The share of the shorter text's word sequences that must be in the longer one."""
