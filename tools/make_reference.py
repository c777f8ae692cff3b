"""Write the reference pages that come from the code: rules, operations, events, settings, addresses.

python tools/make_reference.py            writes docs/reference/{rules,operations,events,settings,urls}.md
python tools/make_reference.py --check    writes nothing; fails and names each page that is out of date
"""

import importlib
import inspect
import os
import pkgutil
import re
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator
from enum import StrEnum
from pathlib import Path
from types import ModuleType

ROOT = Path(__file__).resolve().parents[1]
SOURCE = ROOT / "src" / "mingjing"
REFERENCE = ROOT / "docs" / "reference"
MADE = "<!-- 由 tools/make_reference.py 生成，请改代码后运行 make reference，不要手改。 -->\n"
ROOM_NAMES = {
    "kernel": "基础规则",
    "foundation": "平台基础",
    "ledger": "留痕台账",
    "organs": "主体与人员",
    "parties": "行政相对人",
    "lawbook": "法规与目录",
    "records": "全过程记录",
    "publicity": "执法公示",
    "review": "法制审核",
    "archives": "归档与评查",
    "cases": "案件与程序",
    "inspections": "行政检查",
    "supervision": "监督与统计",
    "assist": "裁量辅助",
    "exchange": "共享交换",
    "sites": "网站",
}
# Every name the code reads from the environment. A name missing here, or no longer read, stops the build.
SETTINGS = {
    "MINGJING_CLOCK_TOLERANCE": ("120", "服务器时钟比台账最后一条落后多少秒就记一条时钟故障"),
    "MINGJING_DATABASE_URL": ("sqlite:///…/mingjing.sqlite3", "数据库地址，`sqlite:///路径` 或 `postgres://用户:口令@主机:端口/库名`"),
    "MINGJING_HOME": ("var", "数据目录：数据库、文件库、密钥、静态文件都在里面"),
    "MINGJING_HOSTS": ("localhost,127.0.0.1,[::1]", "允许访问的主机名，逗号分隔"),
    "MINGJING_HTTPS": ("0", "前面的代理用 HTTPS 时设为 1：会话只经 HTTPS 传送；代理须改写 `X-Forwarded-Proto`"),
    "MINGJING_LIVE_URL": ("", "静态副本里的查询、来信、证件核对指向的实时网站；空着时，副本写明没有在线办理"),
    "MINGJING_LOG_ORIGIN": ("mingjing.example/log", "台账检查点签名里的名称，全国唯一，启用后不要改"),
    "MINGJING_MAIL_FROM": ("", "订阅邮件的发信地址；与 `MINGJING_MAIL_URL` 都设了才发信"),
    "MINGJING_MAIL_URL": ("", "订阅邮件怎样发：`smtp://用户:口令@主机:25`、`smtps://…:465`、`file:///文件夹`、`console:`；不设就不提供邮件订阅"),
    "MINGJING_PORTAL_URL": ("http://127.0.0.1:8000", "公示门户对外地址，印在二维码和数据接口里"),
    "MINGJING_PROXIES": ("0", "前面有几层自己的代理（nginx 一层写 1）：限制访问频率时从 `X-Forwarded-For` 认访问者，不写时不限制来自本机代理的访问"),
    "MINGJING_PUSH_CA": ("", "推送到其他平台时信任的自有证书机构（PEM 文件），空为系统自带的"),
    "MINGJING_PUSH_NETWORKS": ("", "推送可以连接的内网网段，逗号分隔，例如 `10.1.0.0/16`；空为只连公网地址"),
    "MINGJING_PUSH_PLAIN": ("0", "设为 1 时推送地址可以是不加密的 http://，只在专网内使用"),
    "MINGJING_SEAL_CA": ("", "政务印章服务的证书由自有机构签发时，那个机构的证书（PEM 文件），空为系统自带的"),
    "MINGJING_SEAL_PASSWORD": ("", "`mingjing seals pilot` 装入 P12 时的口令；不设就在命令行询问"),
    "MINGJING_SEAL_REVOKED": ("", "印章证书的吊销清单（CRL 文件，PEM 或 DER），核对盖章时证书没有被吊销；空着时报告写明没有核对"),
    "MINGJING_SEAL_ROOTS": ("", "信任的印章根证书（PEM 文件，可以放多张），空着时报告写明证书链不能判断"),
    "MINGJING_SEAL_TOKEN": ("", "政务印章服务的口令所在的文件（只放口令一行，权限 0600）"),
    "MINGJING_SEAL_URL": ("", "政务电子印章服务的地址，接口见“电子印章”；空着时政务印章不能盖，文书留在“待盖章”"),
    "MINGJING_SECRET_KEY": ("首次启动时生成", "会话签名密钥，至少 32 个随机字符；单机默认保存在数据目录的 keys 下"),
    "MINGJING_SITE_ADDRESS": ("", "门户页脚：主办单位地址"),
    "MINGJING_SITE_CODE": ("", "门户页脚：政府网站标识码"),
    "MINGJING_SITE_COLOUR": ("", "门户页眉和按钮的颜色，写作 `#1a5aa8`；白字看不清的浅色不接受"),
    "MINGJING_SITE_ICP": ("", "门户页脚：ICP 备案号，链到工业和信息化部备案网站"),
    "MINGJING_SITE_LICENCE": ("", "开放数据的使用许可，写在“开放数据”页和数据目录里；空着时只写依法公开、不得用于信用评价"),
    "MINGJING_SITE_NAME": ("行政执法信息公示", "门户页眉：网站名称"),
    "MINGJING_SITE_OPERATOR": ("", "门户页脚：承办单位"),
    "MINGJING_SITE_ORGANISER": ("", "门户页脚：主办单位"),
    "MINGJING_SITE_PHONE": ("", "门户页脚：联系电话"),
    "MINGJING_SITE_POLICE": ("", "门户页脚：公安备案号"),
    "MINGJING_TSA_CERTIFICATES": ("", "信任的时间戳机构证书（PEM 文件），核对时间戳用，见 howto/timestamps"),
    "MINGJING_TSA_URL": ("", "时间戳服务（RFC 3161）的网址：每天给台账检查点盖一次，试点印章也带时间戳（服务不通时不盖章）；空着时台账可以用请求文件办理"),
    "MINGJING_WITNESS_POLICY": ("数据目录下的 witnesses.policy", "见证策略文件：见证单位、公钥、网址和至少几家，见 howto/witness；没有这个文件就是单方日志"),
    "MINGJING_STORE_S3_BUCKET": ("mingjing", "对象存储的桶，须开启版本和对象锁定"),
    "MINGJING_STORE_S3_ENDPOINT": ("", "S3 兼容对象存储的地址，例如 `https://10.1.2.3:8333`；空着时内容存在数据目录的 store 文件夹"),
    "MINGJING_STORE_S3_KEY": ("", "对象存储的访问密钥编号"),
    "MINGJING_STORE_S3_PREFIX": ("", "桶里名称的前缀，例如 `yjj/`"),
    "MINGJING_STORE_S3_REGION": ("us-east-1", "对象存储的区域名"),
    "MINGJING_STORE_S3_RETAIN_DAYS": ("0", "内容到达时锁定多少天（GOVERNANCE），0 为不锁定"),
    "MINGJING_STORE_S3_SECRET": ("", "对象存储的访问密钥"),
    "PORT": ("8000", "演示网站的端口"),
}  # fmt: skip
GRAMMAR = re.compile(r"[a-z_]+:[a-z_-]+:[a-z_-]+")
READ = re.compile(r"""environ(?:\.get\(|\.setdefault\(|\[)\s*["']((?:MINGJING_[A-Z0-9_]+)|PORT)["']""")


def load(home: str) -> None:
    """Import every module of every room, so that rules and operations have registered themselves."""
    import django

    os.environ["MINGJING_HOME"] = home
    os.environ.setdefault("MINGJING_SECRET_KEY", "only-for-the-manual-and-known-to-everybody")
    os.environ["DJANGO_SETTINGS_MODULE"] = "mingjing.sites.settings.testing"
    django.setup()
    for name in modules():
        importlib.import_module(name)


def modules() -> Iterator[str]:
    """Dotted names of the modules that register rules and operations or describe events."""
    wanted = {"rules", "operations", "events", "terms"}
    for entry in pkgutil.walk_packages([str(SOURCE)], "mingjing."):
        parts = entry.name.split(".")
        if parts[1] != "kernel" and "migrations" not in parts and "sites" not in parts and wanted & set(parts[2:3]):
            yield entry.name


def room(module: str) -> str:
    """The room's Chinese name."""
    return ROOM_NAMES.get(module.split(".")[1], module)


def cell(text: object) -> str:
    """Text that cannot break a Markdown table."""
    return " ".join(str(text).split()).replace("|", "\\|")


def table(heads: Iterable[str], rows: Iterable[Iterable[object]]) -> str:
    """A Markdown table; a line saying so where there is nothing."""
    body = [f"| {' | '.join(cell(value) for value in row)} |" for row in rows]
    names = list(heads)
    top = [f"| {' | '.join(names)} |", f"|{'|'.join('---' for _ in names)}|"]
    return "\n".join([*top, *body]) + "\n" if body else "（暂无）\n"


def first_line(thing: object) -> str:
    """The first sentence of a docstring."""
    return (inspect.getdoc(thing) or "").strip().split("\n\n")[0]


def grouped(rows: Iterable[tuple[str, tuple[object, ...]]], heads: tuple[str, ...]) -> str:
    """One section per room, in the order of the house."""
    sections: dict[str, list[tuple[object, ...]]] = {}
    for name, row in rows:
        sections.setdefault(name, []).append(row)
    order = [name for name in ROOM_NAMES.values() if name in sections]
    return "\n".join(f"## {name}\n\n{table(heads, sections[name])}" for name in order) or "（暂无）\n"


def rules() -> str:
    """Every registered rule: number, sentence, sources, what it guards, where."""
    from mingjing.kernel import rulebook

    rows = []
    for number, pieces in rulebook.registered().items():
        for piece in sorted(pieces, key=lambda piece: (piece.function.__module__, piece.function.__qualname__)):
            module = piece.function.__module__
            acts = "、".join(sorted(piece.acts)) or "—"
            place = f"`{module}.{piece.function.__name__}`"
            rows.append((room(module), (number, piece.sentence, "；".join(piece.cites), acts, place)))
    return "# 规则总表\n\n每条规则一句话：同一句话是屏幕上的提示、本手册的条目和测试的名称。\n\n" + grouped(
        rows, ("编号", "规则", "依据", "守卫的行为", "位置")
    )


def operations() -> str:
    """Every operation: event name, what it does, its arguments."""
    from mingjing.foundation.operations import operations as registered

    rows = []
    for event, path in registered().items():
        module, _, name = path.rpartition(".")
        function = getattr(importlib.import_module(module), name)
        arguments = "、".join(f"`{argument}`" for argument in inspect.signature(function).parameters)
        rows.append((room(module), (f"`{event}`", first_line(function), arguments, f"`{path}`")))
    return "# 操作总表\n\n案件和登记的每一次改变，都经过下列操作之一；一个操作就是一个法律行为。\n\n" + grouped(
        rows, ("名称", "说明", "参数", "位置")
    )


def defined() -> Iterator[tuple[str, tuple[str, str]]]:
    """Every event name the rooms define, as a constant or as a member of an enum."""
    for name in [name for name in modules() if name.split(".")[2] in {"events", "terms"}]:
        for label, thing in sorted(vars(importlib.import_module(name)).items()):
            home = getattr(thing, "__module__", name)
            members = thing if inspect.isclass(thing) and issubclass(thing, StrEnum) and home == name else [thing]
            for value in members:
                if isinstance(value, str) and GRAMMAR.fullmatch(value) and not label.startswith("_"):
                    yield room(name), (f"`{value}`", f"`{name}`")


def event_classes() -> Iterator[tuple[str, tuple[str, str]]]:
    """Public classes of the rooms' events modules."""
    for name in modules():
        if name.split(".")[2] != "events":
            continue
        module: ModuleType = importlib.import_module(name)
        for label, thing in sorted(vars(module).items()):
            if inspect.isclass(thing) and thing.__module__ == name and not label.startswith("_"):
                yield room(name), (f"`{label}`", first_line(thing))


def events() -> str:
    """Events: what is emitted, and the frozen facts that describe it."""
    sent = grouped(sorted(set(defined())), ("事件", "定义处"))
    facts = grouped(event_classes(), ("类", "说明")).replace("## ", "### ")
    lead = "事件名的语法是 `主语:宾语:动词`，与操作同名。谁听什么，只写在 `mingjing.sites.wiring` 一页里。"
    return f"# 事件总表\n\n{lead}\n\n{sent}\n# 事件的内容\n\n{facts}".replace("\n# 事件的内容", "\n## 事件的内容")


def settings() -> str:
    """Every environment variable the code reads. Raises SystemExit where this page and the code disagree."""
    read = {name for path in SOURCE.rglob("*.py") for name in READ.findall(path.read_text(encoding="utf-8"))}
    unknown, stale = read - SETTINGS.keys(), SETTINGS.keys() - read - {"PORT"}
    if unknown or stale:
        raise SystemExit(f"tools/make_reference.py 的 SETTINGS 缺 {sorted(unknown)}，多 {sorted(stale)}")
    rows = [(f"`{name}`", f"`{default}`", meaning) for name, (default, meaning) in sorted(SETTINGS.items())]
    return "# 设置\n\n设置都从环境变量读取。单机使用不必设置任何一项。\n\n" + table(("名称", "默认", "说明"), rows)


def addresses(patterns: Iterable[object], prefix: str = "", space: str = "") -> Iterator[tuple[str, str, str]]:
    """Every named address below these patterns: route, name, what the page is."""
    for pattern in patterns:
        route = prefix + str(pattern.pattern).lstrip("^").rstrip("$")
        if hasattr(pattern, "url_patterns"):
            inner = f"{space}{pattern.namespace}:" if pattern.namespace else space
            yield from addresses(pattern.url_patterns, route, inner)
        else:
            view = getattr(pattern.callback, "view_class", pattern.callback)
            yield f"`/{route}`", f"`{space}{pattern.name}`" if pattern.name else "—", first_line(view)


def urls() -> str:
    """Every address of the bureau and the portal."""
    from django.urls import get_resolver

    rows = sorted(set(addresses(get_resolver().url_patterns)))
    return "# 地址总表\n\n公示门户在根地址，办案系统在 `/bureau/` 下。\n\n" + table(("地址", "名称", "说明"), rows)


PAGES: dict[str, Callable[[], str]] = {
    "rules": rules, "operations": operations, "events": events, "settings": settings, "urls": urls,
}  # fmt: skip


def main(arguments: list[str]) -> int:
    """Write the pages, or compare them."""
    with tempfile.TemporaryDirectory(prefix="mingjing-reference-") as home:
        load(home)
        return write(check="--check" in arguments)


def write(*, check: bool) -> int:
    """Write every page that differs from the code; with `check`, only name them."""
    stale = []
    for name, make in PAGES.items():
        path, wanted = REFERENCE / f"{name}.md", MADE + "\n" + make()
        if path.exists() and path.read_text(encoding="utf-8") == wanted:
            continue
        stale.append(path.relative_to(ROOT).as_posix())
        if not check:
            path.write_text(wanted, encoding="utf-8")
    if check and stale:
        print(f"与代码不一致：{'、'.join(stale)}。请运行 make reference 并提交。", file=sys.stderr)
        return 1
    print("写好：" + "、".join(stale) if stale else "参考页与代码一致。")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
