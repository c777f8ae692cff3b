"""Whose decisions may be gathered under one code."""

from mingjing.kernel.identifiers import uscc_problem
from mingjing.kernel.rulebook import rule
from mingjing.publicity.rules.folding import compact


@rule("PUB-85", cites=("国办发〔2018〕118号第二部分（六）", "个人信息保护法第六条"), acts=("release", "correct"))
def subject_code(natural: bool, code: str, public_text: str) -> str:
    """只有单位的决定可以按统一社会信用代码归集，代码须已写在公开的文本中；自然人的决定不归集，撤下的决定不再归集。"""
    tidy = code.strip().upper()
    if natural or uscc_problem(tidy) or tidy not in compact(public_text):
        return ""
    return tidy
