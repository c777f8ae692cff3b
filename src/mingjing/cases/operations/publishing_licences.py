"""What the public page says of a licence: the text of the served decision, paragraph by paragraph."""

from mingjing.cases.terms import ActFacts, CaseFacts
from mingjing.cases.terms.display import chinese_date

OUTCOMES = {"grant": "准予行政许可", "deny": "不予行政许可"}
TITLES = {"grant": "准予行政许可决定书", "deny": "不予行政许可决定书"}


def result_of(decision: ActFacts) -> str:
    """The result in one line: 准予行政许可：许可证（编号），有效期…"""
    data = decision.data
    if decision.code == "deny":
        return OUTCOMES["deny"]
    return f"{OUTCOMES['grant']}：{data['licence_name']}（{data['certificate_no']}），有效期{_validity(decision)}"


def _validity(decision: ActFacts) -> str:
    start, end = decision.data["valid_from"], decision.data.get("valid_to")
    return f"自{chinese_date(start)}起{f'至{chinese_date(end)}止' if end else '长期有效'}"


def body(facts: CaseFacts, decision: ActFacts, you: str) -> list[str]:
    """The paragraphs between the party and the foot, as the template prints them."""
    data, number = decision.data, facts.acts[0].number
    basis = "、".join(data.get("basis", ()))
    head = [
        f"{you}提出的“{facts.matter['name']}”（申请编号：{number}）申请，本机关依法审查。",
        str(data.get("facts", "")),
        str(data.get("hearing_basis", "")),
    ]
    if decision.code == "deny":
        law = "《中华人民共和国行政许可法》第三十八条第二款"
        result = [str(data["reason"]), f"依据{law}和{basis}的规定，决定不予行政许可。"]
    else:
        law = "《中华人民共和国行政许可法》第三十八条第一款"
        result = [
            f"经审查，申请符合法定条件、标准。依据{law}和{basis}的规定，决定准予行政许可：",
            f"许可证件：{data['licence_name']}，编号{data['certificate_no']}。",
            str(data["content"]),
            f"有效期：{_validity(decision)}。",
            str(data.get("conditions", "")),
        ]
    return [*head, *result, str(data.get("remedies", ""))]
