"""The report: docs/reference/benchmarks.md, one part per database; measuring one leaves the other's part alone."""

import os
import re
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from mingjing.sites.bench.meter import Figure

VERDICTS = ("达到", "折算达到", "**未达到**")
HEAD = """# 性能测量

由 `make bench` 生成（`mingjing bench --cases 100000 --decisions 1000000 --database sqlite|postgresql`）。目标出自工作规程；没有达到的如实标出。

## 怎样测

- **数据**由测量程序自己造：在用完即删的目录里，经各室的正式操作建立示范县、办理四十个案件（各个阶段和出口都有），再把这些案件的行
  成批复制到所要的数量。复制只为测量：新的编号、案号、当事人、日期写在案件的列上，步骤的内容仍是原案件的；二十个案件中只有一个复制文书，公示至多
  两万件；承办人打散，被测人员承办其中约五十分之一。
- **身份**：应急管理局的一名承办人，只看得见本机关的案件。整页测量经过全部中间件、会话、视图和模板（Django 测试客户端，同一进程）。
- **时间**是本进程的 CPU 时间（`time.process_time`）：先热身四次，再取三十次（排版十次）的中位数；机器由多人共用，墙上时间没有意义。
  PostgreSQL 服务进程的 CPU 另列“库端”（每次平均；并行的辅助进程不在内）。SQLite 在本进程内，已计入。
- **语句**不计事务控制（BEGIN、SAVEPOINT 等），是热身前第一次调用的条数。
- **比值**是测得的毫秒数与校准循环（固定的纯 Python 计算：两万次字典与字符串操作，在每次测量之间交替运行，取中位数）相除，便于不同机器、
  不同负载相比。机器被别人占用时，同样的计算要用更多的 CPU 时间（本机校准空闲时约 3.5 毫秒，占用时到 7 毫秒以上）；**折算**是比值乘以本次
  测量中最快的校准，即“机器空闲时应为多少”。结果栏先看测得，测得超过目标而折算不超过的，写“折算达到”。
- **步骤**每次在一个未办过的案件上办理，含查权限、核对字段、全部规则、编号、冻结文书数据、台账、派生列、期限、事件；文书排版在第一次打开时进行，另测。
- **台账**在同一个库中追加，冷证明每次在新进程中取得，取五个进程的中位数，内存是整个进程的峰值（解释器、Django 和全部模块在内）。
- **公示**在案件测完以后写进同一个库：由测量程序成批写入（PostgreSQL 的全文索引写完以后一次建成），五个机关、二百种案由、二十五万个当事人，每件正文四百字左右，逐件全文索引。“第 95 百分位”
  是三百个不同的问题各问一次，一百次里有九十五次不超过的时间；PostgreSQL 的库端时间逐次计入（2026-11-30 17 时以前写成的部分是平均分摊）。
- **静态导出**在新进程里把全部公示写成文件：先由一个进程写（页数除以 CPU 时间），再由两个进程写到另一个文件夹（页数除以墙上时间，目标以它为准，
  两个核都归它用的机器上才作准；另按 CPU 时间推算两个核都归它时的快慢：第一个进程的时间加其余进程的一半）。每件决定另有证明文件和二维码，都算在时间里。复制出来的决定先按自己的文号登记台账，才有证明可写。
  公示部分另建一个五千件的库来导：一百万件要一小时。**批量导出**经过整个网站流式下载全部行。
- **双公示导入**由测量程序写一份两千行的 Excel，读表、逐项核对、登记待公示，每行一个新文号。
- **案卷**（`--documents`）：每个案件一百份文书，只有著录没有内容，由数据库一轮一轮成批写入（PostgreSQL 的索引写完以后重建，测时全部都在，已 ANALYZE）；监督员、
  承办人各问三百个不同的条件（当事人、文书编号、日期、经办人员、事项、材料种类、有没有音像，十二种问法轮流）。大案卷是正式办理的一件，加二百份 PDF 和一段 1.9 GB 的音像，都经正式操作收入；导出、核验按墙上时间，与同一块磁盘写同样多的字节相比。
- **类案**（`--only similar`）：由测量程序写入决定的要素，两种分布各问一遍；案件页打开类案时的全部查询和比较都计入。
- **法制审核**（`--only reviewing`）：正式办理的一件送审案件，退回补查，按步骤询问、勘验、收集证据到二百份文书，再送审；从库里取出案件、逐步重问全部规则、核对全部
  期限（执法监督和案卷体检用的同一个查询），以及审核人打开的意见页，都从头算起，什么也不缓存。
- **单测**（`--only`）的结果另成一部分，不动同一数据库的总表；只测台账时，统计信息是写入一千万条之前的，与刚装好的平台一样旧。
- **负载**：每一部分写明测完时的一分钟平均负载；测量自己约占 1（PostgreSQL 约占 2），超过的是同一台机器上别的工作，数字因此偏慢不偏快。
- **`--keep 文件夹`** 把写好的公示留下来，下次用同一个文件夹就不必重写；写到一半中断的，接着写。
- **内存**是一个进程答完各类页面（列表、案件页、待办、门户）并排出五份文书之后的峰值。
"""


def write(path: Path, database: str, part: str) -> None:
    """Put a database's part into the page, in place of the one before."""
    old = path.read_text(encoding="utf-8") if path.exists() else ""
    parts = dict(re.findall(r"<!-- (\w+) -->\n(.*?)<!-- /\1 -->", old, re.DOTALL))
    parts[database] = part
    body = "\n".join(f"<!-- {name} -->\n{parts[name]}<!-- /{name} -->\n" for name in sorted(parts, reverse=True))
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"{HEAD}\n{body}", encoding="utf-8")


def part(name: str, machine: str, at: datetime, figures: list[Figure]) -> str:
    """One database's part as Markdown."""
    idle = min(each.calibration for each in figures if each.calibration)
    verdicts = {each.name: _verdict(each, idle) for each in figures if each.met is not None}
    told = [
        f"{verdict.strip('*')} {list(verdicts.values()).count(verdict)} 项"
        for verdict in VERDICTS
        if verdict in verdicts.values()
    ]
    missed = [name for name, verdict in verdicts.items() if verdict == VERDICTS[2]]
    lines = [
        f"## {name}",
        "",
        f"{at:%Y-%m-%d}；{machine}{_load()}。",
        "",
        f"有目标的 {len(verdicts)} 项：{'，'.join(told)}。" + (f"未达到：{'；'.join(missed)}。" if missed else ""),
        f"本次测量中校准循环最快的一次为 {idle:.1f} ms，折算以它为准。",
        "",
        "| 测量 | 目标 | 测得 | 校准 | 与校准之比 | 折算 | 语句 | 库端 | 结果 |",
        "|---|---:|---:|---:|---:|---:|---:|---:|---|",
        *(_row(each, idle) for each in figures),
    ]  # fmt: skip
    return "\n".join(lines) + "\n"


def _load() -> str:
    """How busy the machine was: what others did on it slowed the figures."""
    return f"；测完时一分钟平均负载 {os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else ""


def _verdict(each: Figure, idle: float) -> str:
    if each.met or each.ratio is None:
        return VERDICTS[0] if each.met else VERDICTS[2]
    return VERDICTS[1] if replace(each, value=each.ratio * idle).met else VERDICTS[2]


def _row(each: Figure, idle: float) -> str:
    sign = "≥" if each.floor else "≤"
    target = "—" if each.target is None else f"{sign} {each.target:,.0f} {each.unit}"
    if each.query_target is not None:
        target += f"，≤ {each.query_target} 条"
    cells = [
        each.name + (f"（{each.note}）" if each.note else ""),
        target,
        f"{_shown(each.value)} {each.unit}",
        f"{each.calibration:.1f} ms" if each.calibration else "—",
        "—" if each.ratio is None else f"{each.ratio:.2f}",
        "—" if each.ratio is None else f"{_shown(each.ratio * idle)} ms",
        "—" if each.queries is None else str(each.queries),
        "—" if each.server is None else f"{each.server:.1f} ms",
        "参考" if each.met is None else _verdict(each, idle),
    ]
    return f"| {' | '.join(cells)} |"


def _shown(value: float) -> str:
    return f"{value:,.0f}" if value >= 1000 else f"{value:.1f}" if value >= 10 else f"{value:.2f}"
