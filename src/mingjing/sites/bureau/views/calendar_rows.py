"""A holiday notice as a sheet of rows: what was typed or read from its words, drawn again, written down."""

from dataclasses import dataclass, field, replace
from datetime import date

from django.http import QueryDict
from django.utils import timezone

from mingjing.foundation.pages import Field
from mingjing.kernel.findings import Invalid
from mingjing.kernel.notice_words import HolidayRow, NoticeWords, read_words, write_notice
from mingjing.sites.bureau.views.filling import as_day

FESTIVALS = ("元旦", "春节", "清明节", "劳动节", "端午节", "中秋节", "国庆节")
MOST, BLANK = 40, 3
HEAD = ("year", "document", "number", "issued", "checked", "url")
Cells = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NoticeSheet:
    """The head, rows of (festival, from, to) and rows of (day worked, for which festival), all as typed."""

    head: dict[str, str] = field(default_factory=dict)
    rows: tuple[Cells, ...] = ()
    works: tuple[Cells, ...] = ()
    doubts: tuple[str, ...] = ()
    rows_read: bool = False

    @classmethod
    def of(cls, typed: QueryDict) -> "NoticeSheet":
        """What was typed; the seven festivals to begin with."""
        year = timezone.localdate().year + 1
        begun = {
            "year": str(year), "document": f"国务院办公厅关于{year}年部分节假日安排的通知",
            "checked": timezone.localdate().isoformat(),
        }  # fmt: skip
        head = {name: typed.get(name, begun.get(name, "")).strip()[:400] for name in HEAD}
        if not any(key.startswith(("name-", "work-")) for key in typed):
            return cls(head, tuple((name, "", "") for name in FESTIVALS), (("", ""),) * BLANK)
        return cls(head, _lines(typed, ("name", "from", "to")), _lines(typed, ("work", "for")))

    @classmethod
    def read(cls, words: str) -> "NoticeSheet":
        """What the words of a notice say."""
        found = read_words(words)
        if not found.rows:
            raise Invalid({"words": found.problems})
        sheet = cls.of(QueryDict())
        rows = tuple((one.name, one.first.isoformat(), one.last.isoformat()) for one in found.rows)
        works = tuple((day.isoformat(), one.name) for one in found.rows for day in one.worked)
        return replace(
            sheet, head=sheet.head | _told(found), rows=rows, works=works, doubts=tuple(found.problems), rows_read=True
        )

    def longer(self, which: str) -> "NoticeSheet":
        """The sheet with one empty row more."""
        if which == "row":
            return replace(self, rows=(*self.rows, ("", "", ""))[:MOST])
        return replace(self, works=(*self.works, ("", ""))[:MOST])

    def fields(self) -> tuple[Field, ...]:
        """The head as fields."""
        kinds = {"year": ("年份", "number"), "document": ("通知标题", "text"), "number": ("文号", "text"), "issued": ("成文日期", "date"),
                 "checked": ("核对日期", "date"), "url": ("来源网址", "text")}  # fmt: skip
        more = {"number": "国办发明电〔2025〕7号", "url": "https://www.gov.cn/…"}
        return tuple(
            Field(
                name, label, kind, self.head.get(name, ""), required=name != "url", example=more.get(name, ""),
                wide=name in {"document", "url"}, attributes={"maxlength": 300} if kind == "text" else {},
            )
            for name, (label, kind) in kinds.items()
        )  # fmt: skip

    def written(self) -> str:
        """The notice as it is kept. Raises Invalid with a sentence for each cell that cannot be read."""
        problems = [f"{label}没有填对" for label in self._wrong_head()]
        works: dict[str, list[date]] = {}
        for place, (day, name) in enumerate(self.works, start=1):
            worked = as_day(day)
            if worked:
                works.setdefault(name.strip() or self._nearest(worked), []).append(worked)
            elif day.strip() or name.strip():
                problems.append(f"调休上班第{place}行的日期没有填对，请写成 2027-01-09 这样")
        rows = [row for place, cells in enumerate(self.rows, start=1) if (row := _row(place, cells, works, problems))]
        problems += [f"调休上班日写的“{name}”在上面的节日里没有，请核对" for name in works]
        if not rows and not problems:
            problems.append("还没有填放假的起止日期")
        if problems:
            raise Invalid({"rows": problems})
        issued, checked = as_day(self.head["issued"]), as_day(self.head["checked"])
        assert issued and checked  # noqa: S101 - looked at above
        return write_notice(
            year=int(self.head["year"]), document=self.head["document"], number=self.head["number"], issued=issued,
            checked=checked, url=self.head["url"], rows=rows,
        )  # fmt: skip

    def _wrong_head(self) -> list[str]:
        head = self.head
        year = head["year"]
        fine = {
            "年份": year.isascii() and year.isdigit() and len(year) == 4, "通知标题": head["document"], "文号": head["number"],
            "成文日期": as_day(head["issued"]), "核对日期": as_day(head["checked"]),
        }  # fmt: skip
        return [label for label, good in fine.items() if not good]

    def _nearest(self, worked: date) -> str:
        """The festival a make-up day most likely belongs to, where none was written."""
        starts = {name.strip(): first for name, begin, _ in self.rows if name.strip() and (first := as_day(begin))}
        return min(starts, key=lambda name: abs((starts[name] - worked).days), default="")


def _row(place: int, cells: Cells, works: dict[str, list[date]], problems: list[str]) -> HolidayRow | None:
    """One festival; nothing for a row whose days are left empty."""
    name, begin, end = (cell.strip() for cell in cells)
    if not begin and not end:
        return None
    first, last = as_day(begin), as_day(end or begin)
    if not name or first is None or last is None:
        problems.append(f"放假第{place}行“{name or '没有名称'}”的名称或者起止日期没有填对，请写成 2027-01-01 这样")
        return None
    return HolidayRow(name, first, last, tuple(sorted(works.pop(name, ()))))


def _lines(typed: QueryDict, names: tuple[str, ...]) -> tuple[Cells, ...]:
    places = [place for place in range(1, MOST + 1) if any(f"{name}-{place}" in typed for name in names)]
    return tuple(tuple(typed.get(f"{name}-{place}", "")[:60] for name in names) for place in places)


def _told(found: NoticeWords) -> dict[str, str]:
    """The head as far as the words tell it."""
    told = {"year": found.year, "document": found.document, "number": found.number, "issued": found.issued}
    return {name: str(value) for name, value in told.items() if value}
