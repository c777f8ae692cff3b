"""Discretion benchmarks: what a decision cites is public, in force and has the tier; where one is public, it is cited."""

from collections.abc import Iterator, Mapping
from typing import Any

from mingjing.cases.terms import CaseFacts, Context, Proposed
from mingjing.cases.terms.display import benchmark_words
from mingjing.kernel.findings import Finding
from mingjing.kernel.rulebook import rule

CITES = ("行政处罚法第三十四条", "国办发〔2022〕27号")
ACTS = ("report", "notify", "decide", "decide_no_penalty")


@rule("G-42", cites=CITES, acts=ACTS)
def cited_benchmark_is_public(case: CaseFacts, act: Proposed, ctx: Context) -> Iterator[Finding]:
    """引用的裁量基准应当是已经向社会公布、在作出之日施行的版本。"""
    cited = act.data.get("benchmark")
    if cited and (why := _not_in_force(cited, act.on.isoformat())):
        yield cited_benchmark_is_public.finding(
            f"引用的{benchmark_words(cited)}{why}",
            next_step="请改选当日施行的版本；还没有公布的，请先在“事前公示”的“行政裁量基准”里发布",
            field="benchmark",
        )


def _not_in_force(cited: Mapping[str, Any], day: str) -> str:
    if not cited["released_on"]:
        return "没有公布过"
    if cited["released_on"] > day:
        return f" {cited['released_on']} 才公布，作出之日（{day}）还没有公布"
    if cited["valid_from"] > day:
        return f"自 {cited['valid_from']} 起施行，作出之日（{day}）还没有施行"
    if cited["ended_on"] and cited["ended_on"] <= day:
        return f"已于 {cited['ended_on']} 停止施行"
    return ""


@rule("G-42", cites=CITES, acts=ACTS)
def tier_is_of_the_cited_benchmark(case: CaseFacts, act: Proposed, ctx: Context) -> Iterator[Finding]:
    """裁量阶次应当是所引用的裁量基准对该类当事人规定的阶次；减轻、不予处罚的可以不写阶次。"""
    cited, tier = act.data.get("benchmark"), str(act.data.get("tier", "")).strip()
    if not cited or tier in cited["tiers"]:
        return
    report = case.last("report")
    discretion = act.data.get("discretion") or (report.data.get("discretion") if report else None)
    if not tier and (discretion in {"reduced", "none"} or act.code == "decide_no_penalty"):
        return
    yield tier_is_of_the_cited_benchmark.finding(
        f"{benchmark_words(cited)}没有“{tier}”阶次" if tier else f"引用了{benchmark_words(cited)}，没有写裁量阶次",
        next_step=f"请填写其中的一个阶次：{'、'.join(cited['tiers'])}",
        field="tier",
    )


@rule("G-42", cites=CITES, acts=["decide"])
def published_benchmark_is_cited(case: CaseFacts, act: Proposed, ctx: Context) -> Iterator[Finding]:
    """本事项有已经公布并施行的裁量基准的，处罚决定应当引用；不引用的，写明理由。"""
    public = act.data.get("benchmarks_public")
    if public and not act.data.get("benchmark") and len(str(act.data.get("benchmark_reason", ""))) < 4:
        yield published_benchmark_is_cited.finding(
            f"本事项有已经公布的裁量基准（{'；'.join(benchmark_words(one) for one in public)}），决定没有引用",
            next_step="请选取裁量基准和阶次；不适用的，在“不引用裁量基准的理由”里写明（不少于 4 个字）",
            field="benchmark_reason",
        )


@rule("G-42", cites=CITES, acts=ACTS)
def benchmark_is_of_the_matter(case: CaseFacts, act: Proposed, ctx: Context) -> Iterator[Finding]:
    """引用的裁量基准应当是本案违法行为的；引用其他事项的基准的，核对后写明理由。"""
    cited, code = act.data.get("benchmark"), case.matter.get("code")
    if cited and cited["code"] != code:
        yield benchmark_is_of_the_matter.finding(
            f"引用的{benchmark_words(cited)}是事项 {cited['code']} 的，本案是 {code}",
            next_step="请核对；确实适用的，在裁量理由里写明",
            field="benchmark",
        ).as_warning()
