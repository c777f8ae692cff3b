"""What about a day's looks is unusual. A remark asks for an explanation; it accuses nobody."""

from mingjing.kernel.findings import Finding, Weight
from mingjing.kernel.parameters import Parameters
from mingjing.kernel.rulebook import rule
from mingjing.records.rules.recordings import parameters
from mingjing.records.terms.looks import LookDay

NIGHT = (22, 6)
"""From which hour to which it is night, in China."""


@rule("REC-30", cites=("国办发〔2018〕118号第三部分（十）", "数据安全法第二十七条"))
def looks_are_usual(day: LookDay, figures: Parameters | None = None) -> tuple[Finding, ...]:
    """调阅受监督：一人一天调阅的案卷、下载的份数、查看全部材料的当事人明显偏多，或者在夜间调阅的，列出核对。"""
    files, saved, parties = (
        int((figures or parameters()).at(key, day.day).value) for key in ("looks_day", "saves_day", "parties_day")
    )
    found = []
    if day.files > files:
        found.append(f"调阅 {day.files} 个案卷（超过 {files} 个）")
    if day.saved > saved:
        found.append(f"下载、导出 {day.saved} 次（超过 {saved} 次）")
    if day.parties > parties:
        found.append(f"查看 {day.parties} 个当事人的全部材料（超过 {parties} 个）")
    if day.night:
        found.append(f"夜间调阅 {day.night} 次")
    if not found:
        return ()
    message = f"{day.person_name} {day.day:%Y-%m-%d} {'，'.join(found)}"
    return (looks_are_usual.finding(message, weight=Weight.WARN, next_step="请向本人核对用途；有理由的不必处理"),)
