"""What urging letter and enforcement application say of the remedies: who decided what, under which number, on which days.

行政强制法第五十三条至第五十五条; 行政复议法第七十八条; 行政诉讼法第四十五条、第九十五条、第九十七条.
"""

from datetime import date

from mingjing.cases.rules.days import served_on
from mingjing.cases.rules.limits import court_window, remedy_expiry
from mingjing.cases.terms import ActFacts, CaseFacts, Context
from mingjing.cases.terms.display import chinese_date

VERBS = {"reconsideration": "申请行政复议", "lawsuit": "提起行政诉讼"}
PAPERS = {"reconsideration": "复议决定", "lawsuit": "裁判"}
RESULTS = {
    "reconsideration": {"upheld": "维持（驳回申请）", "withdrawn": "因撤回申请而终止", "changed": "变更原决定"},
    "lawsuit": {"upheld": "驳回诉讼请求", "withdrawn": "准许撤回起诉", "changed": "变更原决定"},
}


def ended_remedies(case: CaseFacts) -> tuple[tuple[ActFacts, ActFacts], ...]:
    """Each remedy that has a result, with that result, oldest first."""
    ends = {each.data["remedy_seq"]: each for each in case.all("end_remedy")}
    return tuple((asked, ends[asked.seq]) for asked in case.all("receive_remedy") if asked.seq in ends)


def remedies_told(case: CaseFacts, who: str, ctx: Context) -> str:
    """What became of the remedies, as a clause of a sentence about the party."""
    ended = ended_remedies(case)
    told = [_told(who, asked, end) for asked, end in ended]
    changed = case.last("change_decision")
    if changed and changed.data.get("kind") == "changed":
        told.append(_changed(changed))
    if last := _last_chance(ended, who, remedy_expiry(case, ctx)):
        told.append(last)
    return "；".join(told)


def _told(who: str, asked: ActFacts, end: ActFacts) -> str:
    kind, data = asked.data["kind"], end.data
    made = f"于{_day(data['made_on'])}" if data.get("made_on") else ""
    number = f"，案号为{asked.data['case_no']}" if asked.data.get("case_no") else ""
    result = RESULTS[kind].get(data["result"], "对原决定作出处理")
    return (
        f"{who}不服，于{_day(asked.data['filed_on'])}向{asked.data['body']}{VERBS[kind]}{number}，{asked.data['body']}{made}"
        f"以{data['document_no']}{result}，该{PAPERS[kind]}于{_day(data['result_on'])}生效"
    )


def _changed(change: ActFacts) -> str:
    data = change.data
    number = f"（{data['document_no']}）" if data.get("document_no") else ""
    return f"原决定经{data['decided_by']}{number}变更，变更后的罚款为{data.get('new_fine', '0')}元"


def _last_chance(ended: tuple[tuple[ActFacts, ActFacts], ...], who: str, expiry: object) -> str:
    due = getattr(expiry, "due_on", None)
    until = f"（期限于{_day(due.isoformat())}届满）" if isinstance(due, date) else ""
    if not ended:
        return f"{who}在法定期限内未申请行政复议或者提起行政诉讼{until}"
    asked, end = ended[-1]
    if asked.data["kind"] == "lawsuit":
        return ""
    within = "在法定期限内" if end.data["result"] == "withdrawn" else "自收到复议决定书之日起十五日内"
    return f"{who}{within}未提起行政诉讼{until}"


def urging_told(case: CaseFacts, ctx: Context) -> str:
    """When and under which number the party was urged, and since when the letter was served."""
    letter = case.last("urge")
    served = served_on(case, letter, ctx)
    if letter is None or served is None:
        return ""
    return f"申请人于{_day(letter.on.isoformat())}作出{letter.number}催告书，并于{_day(served.isoformat())}送达被申请人"


def window_told(case: CaseFacts, ctx: Context) -> str:
    """That the application comes inside its three months."""
    expiry, window = remedy_expiry(case, ctx), court_window(case, ctx)
    if expiry is None or window is None:
        return ""
    start, end = _day(expiry.due_on.isoformat()), _day(window.due_on.isoformat())
    return f"复议、诉讼期限于{start}届满，申请强制执行的期限至{end}"


def law_told(case: CaseFacts) -> str:
    """The articles an application rests on besides 行政强制法第五十三条、第五十四条."""
    kept = {asked.data["kind"] for asked, end in ended_remedies(case) if end.data["result"] in {"upheld", "changed"}}
    found = ["《中华人民共和国行政处罚法》第七十二条第一款第（四）项"]
    if "reconsideration" in kept:
        found.append("《中华人民共和国行政复议法》第七十八条")
    return "、".join([*found, "《中华人民共和国行政诉讼法》第九十五条"] if "lawsuit" in kept else found)


def _day(text: str) -> str:
    return chinese_date(text[:10])
