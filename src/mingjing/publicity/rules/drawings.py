"""Drawings that may be put into a public page."""

import re

_ACTIVE = re.compile(
    r"<\s*(?:script|foreignObject|iframe|object|embed|handler)\b|\son[a-z]+\s*=|javascript:|<!ENTITY", re.I
)
_FOREIGN = re.compile(r"\b(?:href|src)\s*=\s*[\"'](?!#|data:image/)[^\"']+[\"']", re.I)


def drawing_problem(xml: str) -> str:
    """Why an SVG or BPMN text may not be published, empty where it may."""
    if _ACTIVE.search(xml):
        return "图里有脚本或者可执行内容，不能公开"
    if _FOREIGN.search(xml):
        return "图里引用了外部地址，不能公开"
    return ""
