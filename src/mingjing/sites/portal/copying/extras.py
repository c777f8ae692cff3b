"""What only the copy has to say: which services are answered elsewhere, and what web servers must know of its files."""

from django.urls import reverse

_SERVICES = {
    "certificates": ("核对执法人员证件", "执法证件现在是否有效，以实时查询为准。静态副本不能回答这一刻的情况。"),
    "certificate": ("核对执法人员证件", "执法证件现在是否有效，以实时查询为准。静态副本不能回答这一刻的情况。"),
    "letters": ("更正、咨询、投诉", "申请更正、咨询、投诉举报和查询答复，要在实时网站上办理。"),
    "letter_new": ("更正、咨询、投诉", "申请更正、咨询、投诉举报，要在实时网站上办理。"),
    "letter_query": ("查询来信的答复", "来信的答复凭受理编号和查询码，在实时网站上查询。"),
    "progress": ("查办理进度", "案件办到哪一步，凭文书上的编号和查询码，在实时网站上查询。"),
    "apply": ("网上申请", "陈述申辩、听证、回避、分期缴款等申请，凭文书上的编号和查询码，在实时网站上办理。"),
    "apply_repair": ("提前停止公示申请", "当事人申请提前停止公示，要在实时网站上办理。"),
    "application_query": ("查申请办到哪里", "网上申请的办理情况，凭受理编号和查询码，在实时网站上查询。"),
    "visit": ("查看一次入企检查", "检查的人员、事项、依据凭检查码在实时网站上查看，企业的确认和评价也在那里。"),
    "subscribe": ("保存和订阅查询", "订阅和退订要在实时网站上办理；整份数据的更新可以用 Atom 订阅。"),
}
_OTHER = ("在线服务", "这项服务要在实时网站上办理。")
# IIS hands out no file whose kind it does not know, and none without an ending.
WEB_CONFIG = b"""<?xml version="1.0" encoding="utf-8"?>
<configuration>
  <system.webServer>
    <defaultDocument><files><clear /><add value="index.html" /></files></defaultDocument>
    <staticContent>
      <remove fileExtension=".json" /><mimeMap fileExtension=".json" mimeType="application/json; charset=utf-8" />
      <remove fileExtension=".svg" /><mimeMap fileExtension=".svg" mimeType="image/svg+xml" />
      <remove fileExtension=".csv" /><mimeMap fileExtension=".csv" mimeType="text/csv; charset=utf-8" />
      <mimeMap fileExtension=".jsonl" mimeType="application/jsonl; charset=utf-8" />
      <mimeMap fileExtension=".jsonld" mimeType="application/ld+json; charset=utf-8" />
      <mimeMap fileExtension=".atom" mimeType="application/atom+xml; charset=utf-8" />
      <mimeMap fileExtension=".bpmn" mimeType="application/xml" />
      <mimeMap fileExtension=".note" mimeType="text/plain; charset=utf-8" />
      <mimeMap fileExtension=".py" mimeType="text/plain; charset=utf-8" />
      <mimeMap fileExtension="." mimeType="application/octet-stream" />
      <clientCache cacheControlMode="UseMaxAge" cacheControlMaxAge="00:00:00" />
    </staticContent>
    <httpErrors><remove statusCode="404" /><error statusCode="404" path="404.html" responseMode="File" /></httpErrors>
  </system.webServer>
</configuration>
"""


def service(name: str, path: str) -> tuple[str, str]:
    """Title and words of the page that stands in for a live one."""
    title, words = _SERVICES.get(name, _OTHER)
    return (f"执法证件 {path.strip('/').rpartition('/')[2]}", words) if name == "certificate" else (title, words)


def services() -> tuple[tuple[str, str, str], ...]:
    """(what, why it is not here, address) of each live service."""
    return (
        ("查询全部公示内容", "按任意词查询要由服务器回答；这里可以按月份、机关、类别翻看。", reverse("portal:search")),
        *(
            (*_SERVICES[name], reverse(f"portal:{name}"))
            for name in (
                "certificates",
                "letters",
                "letter_query",
                "progress",
                "apply",
                "application_query",
                "subscribe",
            )
        ),
    )
