"""What a written opinion must contain."""

from collections.abc import Sequence

from mingjing.kernel.findings import Finding
from mingjing.kernel.rulebook import rule
from mingjing.review.terms import CHECK_NAMES, RESULT_NAMES, SHORTEST_REASON, Answer, Check, Result


@rule("REV-05", cites="国办发〔2018〕118号（十三）")
def answers_findings(answers: Sequence[Answer], problems: str, result: str) -> tuple[Finding, ...]:
    """法制审核须逐项回答八项内容；有问题的须写明问题；结论须与各项回答一致。"""
    return tuple(answers_findings.finding(text, field=field) for field, text in _gaps(answers, problems, result))


def _gaps(answers: Sequence[Answer], problems: str, result: str) -> list[tuple[str, str]]:
    given = [answer.check for answer in answers]
    found = [(check.value, f"“{CHECK_NAMES[check]}”没有回答") for check in Check if check not in given]
    found += [(check, f"“{check}”不在八项审核内容之中") for check in given if check not in set(Check)]
    found += [(check, "同一项回答了两次") for check in sorted(set(given)) if given.count(check) > 1]
    failed = [answer for answer in answers if not answer.passed]
    found += [
        (answer.check, f"“{_name(answer.check)}”有问题，但没有写明问题")
        for answer in failed
        if len(answer.text.strip()) < SHORTEST_REASON
    ]
    return found + _result_gaps(failed, problems, result)


def _result_gaps(failed: Sequence[Answer], problems: str, result: str) -> list[tuple[str, str]]:
    if result not in set(Result):
        return [("result", "请选择审核结论：同意、退回补正或者不同意")]
    if result == Result.AGREE and failed:
        names = "、".join(_name(answer.check) for answer in failed)
        return [("result", f"“{names}”有问题，结论不能是“同意”")]
    if result != Result.AGREE and not failed:
        return [("result", f"结论是“{RESULT_NAMES[Result(result)]}”，但八项内容都没有问题")]
    if result != Result.AGREE and len(problems.strip()) < SHORTEST_REASON:
        return [("problems", f"结论是“{RESULT_NAMES[Result(result)]}”，须写明存在的问题和处理建议")]
    return []


def _name(check: str) -> str:
    return CHECK_NAMES[Check(check)] if check in set(Check) else check
