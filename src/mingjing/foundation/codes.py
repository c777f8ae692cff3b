"""Codes derived from the installation's secret: whoever knows the thing and the secret knows its code; none is stored."""

from django.utils.crypto import constant_time_compare, salted_hmac

from mingjing.kernel.codes import SIGNS, normal

_BITS = 5
PROGRESS, PROGRESS_SIGNS = "progress", 10
"""The code that served documents print, with which a party asks how far its matter is: the key is the dossier's id."""


def code_for(purpose: str, key: str, length: int) -> str:
    """The code of a thing for a purpose: five bits a sign, the same as long as the secret is, at most 51 signs."""
    number = int.from_bytes(salted_hmac(f"mingjing-{purpose}", key, algorithm="sha256").digest(), "big")
    return "".join(SIGNS[number >> _BITS * place & 31] for place in range(length))


def fits(purpose: str, key: str, length: int, typed: str) -> bool:
    """Whether somebody typed the code of this thing; takes as long for a wrong one as for the right one."""
    return constant_time_compare(code_for(purpose, key, length), normal(typed))
