"""Codes that people carry on paper, type in or scan: which signs they are made of, and how a typed one is read."""

SIGNS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
"""Signs that cannot be mistaken for one another: no 0, 1, I, O."""


def normal(typed: str) -> str:
    """A typed code: small letters, blanks and hyphens count as typed by mistake."""
    return "".join(typed.upper().replace("-", " ").split())


def grouped(code: str) -> str:
    """A code in groups of four, as it is printed: 7KQ2-M9XA."""
    return "-".join(code[start : start + 4] for start in range(0, len(code), 4))
