"""Rounds of a whole week: asking for them, what they change, and carers' contracts."""
