"""How one line of the report is made: passed, failed with the items named, not applicable, or left to a person."""

from collections.abc import Sequence

from mingjing.archives.terms import Check, Property, Result

SHOWN = 5
STANDARD = ("DA/T 70-2018", "档案法第三十七条")
HANDED_IN = frozenset({"evidence", "attachment", "recording"})
"""What others gave the organ: kept as it came, so its faults are explained, not mended."""


class Line:
    """A check that waits for its result: its code, property, rule, sources, title, and what it applies to."""

    def __init__(
        self, code: str, property_: Property, rule: str, source: str, title: str, applies: str = "全部材料"
    ) -> None:
        self.code, self.property, self.rule, self.source, self.title, self.applies = (
            code, property_, rule, source, title, applies,
        )  # fmt: skip

    def passes(self, detail: str) -> Check:
        """Nothing is wrong."""
        return self._made(Result.PASS, detail)

    def judged(self, faults: Sequence[str], good: str) -> Check:
        """Failed where there are faults, else passed."""
        return self._made(Result.FAIL, "；".join(faults)) if faults else self.passes(good)

    def absent(self, why: str) -> Check:
        """It does not apply, and why."""
        return self._made(Result.NA, why)

    def asked(self, what: str) -> Check:
        """A person has to look, and how."""
        return self._made(Result.MANUAL, what)

    def _made(self, result: Result, detail: str) -> Check:
        return Check(self.property, self.rule, self.title, result, detail, self.code, self.source, self.applies)


def told(why: str, titles: Sequence[str]) -> list[str]:
    """One sentence that names the first few."""
    more = f"等 {len(titles)} 份" if len(titles) > SHOWN else ""
    return [f"{why}：{'、'.join(titles[:SHOWN])}{more}"] if titles else []


def explains(note: str) -> bool:
    """Whether the 备考说明 says something."""
    return len(note.strip()) >= 4


def shown(note: str) -> str:
    """The note as the report quotes it."""
    return note.strip()[:200]
