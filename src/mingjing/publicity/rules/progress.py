"""Asking how far a matter is: number and code together, and a wrong one told like another."""

from mingjing.kernel.findings import Finding
from mingjing.kernel.rulebook import rule


@rule("PUB-57", cites="国办发〔2018〕118号第二部分（五）", acts=("ask_progress",))
def number_and_code(known: bool) -> tuple[Finding, ...]:
    """查询办理进度，要有文书上的编号和进度查询码；编号不对和查询码不对，答复一样。"""
    if known:
        return ()
    return (
        number_and_code.finding(
            "没有查到：编号和进度查询码要与送达给您的文书一致", next_step="请核对后再查，或者拨打文书上的联系电话"
        ),
    )
