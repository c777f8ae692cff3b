"""How an act of the room is refused."""

from mingjing.kernel.findings import Finding, Refused, blocking


def refuse(found: tuple[Finding, ...]) -> None:
    """Raise Refused with every finding that blocks, if there is one."""
    if stopping := blocking(found):
        raise Refused(*stopping)
