"""Law texts in the Markdown form that public collections use: # title, dated history, ## chapters, 第X条 paragraphs."""

import re
from datetime import date

from mingjing.kernel.findings import Invalid
from mingjing.kernel.text import clean
from mingjing.lawbook.rules.numerals import label_parts
from mingjing.lawbook.rules.validity import entry_stated
from mingjing.lawbook.terms import DraftArticle, DraftLaw, Form, Status

LIMIT = 2_000_000
_ARTICLE = re.compile(r"(第[零〇一二三四五六七八九十百千两\d]+条(?:之[一二三四五六七八九十]+)?)(?:[\s　]+(.*))?$")
_HEADING = re.compile(r"(第[零〇一二三四五六七八九十百千\d]+)(编|分编|章|节)[\s　]*(.*)")
_DATED = re.compile(r"(\d{4})年(\d{1,2})月(\d{1,2})日")
_NAMED = re.compile(r"[（(](\d{4})-(\d{2})-(\d{2})[）)]")


def read(text: str, *, name: str = "") -> DraftLaw:
    """Read one text. `name` is the file's name, whose (2021-01-22) is the day of the version.

    Raises Invalid, naming what is missing, for a text without title, date or articles, or with control characters.
    """
    if len(text) > LIMIT:
        raise Invalid({"text": ["文本过大，不像一部法规；请检查文件。"]})
    tidy, hidden = clean(text)
    if hidden:
        raise Invalid({"text": hidden})
    head, body = _split(tidy)
    title = next((line.lstrip("# ").strip() for line in head if line.startswith("# ")), "")
    if not title:
        raise Invalid({"title": ["没有标题：第一行应是“# 法规名称”。"]})
    if len(title) > 200:
        raise Invalid({"title": ["标题超过200字，请检查第一行是否只有法规名称。"]})
    history = [line.strip("　 ") for line in head if line.strip("　 ") and not line.startswith(("#", "<!--"))]
    published = _published(history, name)
    articles = _articles(body)
    if not articles:
        raise Invalid({"text": ["没有读到条文：每条应另起一行，以“第X条”开头。"]})
    level, issuer = _issuer("\n".join(history))
    amended = sum(bool(_DATED.match(line)) for line in history) > 1
    entry = entry_stated((article.text for article in articles[-6:]), None if amended else published)
    return DraftLaw(
        reference=f"{title}({published.isoformat()})", title=title, level=level, kind=level, department="",
        issuer=issuer, published_on=published, entry_on=entry, status=Status.CURRENT, articles=articles,
        history="\n".join(history),
    )  # fmt: skip


def _split(text: str) -> tuple[list[str], list[str]]:
    lines = text.split("\n")
    for index, line in enumerate(lines):
        if _ARTICLE.match(line) or line.startswith("##") or "INFO END" in line:
            return lines[:index], lines[index:]
    return lines, []


def _published(history: list[str], name: str) -> date:
    dated = _NAMED.search(name) or next((found for line in reversed(history) if (found := _DATED.match(line))), None)
    if dated is None:
        raise Invalid(
            {"published_on": ["没有版本日期：文件名应含“(2021-01-22)”，或者标题下有“2021年1月22日 … 公布”。"]}
        )
    try:
        return date(int(dated[1]), int(dated[2]), int(dated[3]))
    except ValueError:
        raise Invalid({"published_on": [f"没有这一天：{dated[0]}。"]}) from None


def _articles(lines: list[str]) -> tuple[DraftArticle, ...]:
    found: list[tuple[str, str, str, list[str]]] = []
    chapter = section = ""
    for line in (raw.strip().strip("　") for raw in lines):
        if not line or line.startswith("<!--"):
            continue
        heading = _HEADING.fullmatch(line.lstrip("# ")) if line.startswith("#") else None
        if heading:
            words = f"{heading[1]}{heading[2]} {''.join(heading[3].split())}".strip()
            chapter, section = (chapter, words) if heading[2] == "节" else (words, "")
        elif (start := _ARTICLE.match(line)) and not line.startswith("#"):
            found.append((start[1], chapter, section, [start[2] or ""]))
        elif found:
            found[-1][3].append(line.lstrip("# "))
    return tuple(_article(*one) for one in found)


def _article(label: str, chapter: str, section: str, lines: list[str]) -> DraftArticle:
    parts = label_parts(label)
    assert parts is not None
    text = "\n".join(line for line in lines if line)
    return DraftArticle(label, Form.ARTICLE, parts[0], parts[1], chapter, section, text)


def _issuer(history: str) -> tuple[str, str]:
    """(level, issuing body) as the history lines tell."""
    if "国务院令" in history or "国务院批准" in history or "政务院" in history or "国务院关于" in history:
        return "行政法规", "国务院"
    if found := re.search(r"日[\s　]*([\u4e00-\u9fff、\s　]+?)(?:令|公告|第|公布|发布)", history):
        body = found[1].strip().split("　")[-1]
        local = re.search(r"[省市县区]人民代表大会", body)
        return ("地方性法规" if local else "地方政府规章" if "人民政府" in body else "部门规章"), body
    return "规范性文件", ""
