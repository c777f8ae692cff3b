"""Valid numbers for tests, reckoned from the standards and not by the code under test."""

from datetime import date

_SIGNS = "0123456789ABCDEFGHJKLMNPQRTUWXY"


def resident(birth: date, *, serial: int = 1, region: str = "110101") -> str:
    """A resident number of GB 11643 (ISO 7064 MOD 11-2)."""
    body = f"{region}{birth:%Y%m%d}{serial:03d}"
    total = sum(int(digit) * pow(2, 17 - place, 11) for place, digit in enumerate(body))
    return body + "10X98765432"[total % 11]


def uscc(serial: int = 1, *, head: str = "91110101") -> str:
    """A unified social credit code of GB 32100 around an organisation code of GB 11714."""
    code = f"{serial:08d}"
    weights = (3, 7, 9, 10, 5, 8, 4, 2)
    check = 11 - sum(int(d) * w for d, w in zip(code, weights, strict=True)) % 11
    body = head + code + {10: "X", 11: "0"}.get(check, str(check))
    total = sum(_SIGNS.index(sign) * pow(3, place, 31) for place, sign in enumerate(body))
    return body + _SIGNS[(31 - total % 31) % 31]
