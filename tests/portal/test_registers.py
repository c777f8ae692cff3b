"""Organs, certificates, charts, the log, the checker; and the portal on a machine of its own."""

import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from uuid import uuid4

import pytest
from django.test import Client, RequestFactory
from tests.portal import pages
from tests.publicity import samples

from mingjing.foundation.access import Forbidden
from mingjing.kernel.days import CHINA
from mingjing.kernel.findings import Invalid
from mingjing.lawbook import operations as lawbook
from mingjing.organs import operations as organs
from mingjing.organs import queries as organs_queries
from mingjing.publicity import operations, queries
from mingjing.sites.portal.views import problems
from mingjing.sites.portal.views.registers import standing

pytestmark = pytest.mark.django_db
Read = Callable[[str], str]
ROOT = Path(__file__).resolve().parents[2]
CHART = {
    "key": "ordinary-penalty", "version": "1.0", "title": "行政处罚普通程序流程图", "svg": '<svg xmlns="http://www.w3.org/2000/svg"><text>立案</text></svg>',
    "bpmn": '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"/>', "text": "立案\n调查取证",
}  # fmt: skip


def test_an_organ_page_names_its_officers_and_its_decisions(read: Read) -> None:
    made = pages.organ()
    samples.released()
    body = read(f"/jg/{made.code}/")
    for piece in ("示范县应急管理局", "甲执法", "冀B-0001", "安全生产", samples.NUMBER, "可以执法"):
        assert piece in body, piece
    assert "示范县应急管理局" in read("/jg/")


def test_an_organ_without_decisions_says_so(read: Read) -> None:
    assert "还没有公示的执法决定" in read(f"/jg/{pages.organ().code}/")


def test_a_certificate_page_shows_five_facts_and_nothing_else(read: Read) -> None:
    pages.organ()
    body = read("/zj/冀B-0001/")
    for piece in ("甲执法", "示范县应急管理局", "冀B-0001", "安全生产", "有效"):
        assert piece in body, piece
    for private in ("队长", "执法大队", "2031", "示范县人民政府", "Chushi"):
        assert private not in body, private
    assert "noindex" in body


def test_a_suspended_certificate_says_so_now_without_the_reason(read: Read) -> None:
    made = pages.organ()
    account = next(one for one in organs_queries.accounts(made.id) if one.username == "xitong")
    by = organs_queries.actor(account.person_id, pages.START)
    held = organs_queries.certificate_by_number("冀B-0001")
    assert held is not None
    organs.suspend_certificate(
        certificate_id=held.id, reason="酒后执法被查", by=by, at=datetime(2026, 1, 5, tzinfo=CHINA)
    )
    body = read("/zj/冀B-0001/")
    assert "已暂扣" in body
    assert "酒后" not in body


@pytest.mark.parametrize(
    ("moment", "word"),
    [
        (datetime(2020, 12, 31, tzinfo=CHINA), "尚未生效"),
        (datetime(2021, 1, 1, tzinfo=CHINA), "有效"),
        (datetime(2031, 6, 30, 23, tzinfo=CHINA), "有效"),
        (datetime(2031, 7, 1, tzinfo=CHINA), "已过期"),
    ],
)
def test_a_certificate_stands_as_of_a_moment(moment: datetime, word: str) -> None:
    pages.organ()
    held = organs_queries.certificate_by_number("冀B-0001")
    assert held is not None
    assert standing(held, moment)[0] == word
    revoked = replace(held, revoked_at=datetime(2022, 1, 1, tzinfo=CHINA))
    assert standing(revoked, datetime(2022, 1, 2, tzinfo=CHINA))[0] == "已吊销或者注销"


def test_a_citation_leads_to_the_article(client: Client) -> None:
    made = pages.organ()
    account = next(one for one in organs_queries.accounts(made.id) if one.username == "xitong")
    by = organs_queries.actor(account.person_id, pages.START)
    text = "# 示范县安全条例\n\n2024年1月12日示范县人民代表大会公布\n\n第一条 为了安全，制定本条例。\n"
    lawbook.add_law(by=by, at=pages.START.replace(month=2), text=text, source="测试")
    answer = client.get("/fl/", {"c": "《示范县安全条例》第一条"})
    assert answer.status_code == 200
    assert "为了安全，制定本条例" in answer.content.decode()


@pytest.mark.parametrize("problem", ["not_found", "bad_request", "forbidden", "server_error"])
def test_problems_of_a_portal_alone_are_said_in_chinese(problem: str) -> None:
    answer = getattr(problems, problem)(RequestFactory().get("/nowhere/"))
    assert answer.status_code in {400, 403, 404, 500}
    assert '<html lang="zh-CN"' in answer.content.decode()


def test_looking_a_certificate_up_leads_to_its_address(client: Client) -> None:
    answer = client.get("/zj/", {"number": " 冀B-0001 "})
    assert answer.status_code == 302
    missing = client.get(answer["Location"])
    assert missing.status_code == 404
    assert "没有查到这个执法证件号码" in missing.content.decode()


def test_a_chart_is_published_once_per_version_and_shown(read: Read, client: Client) -> None:
    made = operations.publish_chart(**CHART, by=samples.PUBLICIST, at=samples.NOW)
    assert operations.publish_chart(**CHART, by="system", at=samples.NOW) == made
    newer = operations.publish_chart(**(CHART | {"version": "1.1", "text": "立案\n调查"}), by="system", at=samples.NOW)
    assert [one.version for one in queries.charts()] == [newer.version]
    body = read("/lc/ordinary-penalty/?version=1.0")
    assert "调查取证" in body
    assert "行政处罚普通程序流程图" in read("/lc/")
    image = client.get("/lc/ordinary-penalty/1.0.svg")
    assert image["Content-Type"].startswith("image/svg+xml")
    assert "sandbox" in image["Content-Security-Policy"]
    assert client.get("/lc/ordinary-penalty/1.0.bpmn").status_code == 200


@pytest.mark.parametrize(
    "changes",
    [
        {"svg": "<svg><script>alert(1)</script></svg>"},
        {"svg": '<svg onload="alert(1)"/>'},
        {"svg": '<svg><image href="http://elsewhere.example/x.png"/></svg>'},
        {"svg": "<svg><foreignObject/></svg>"},
        {"bpmn": '<!DOCTYPE x [<!ENTITY a "b">]><definitions/>'},
        {"text": " "},
        {"title": ""},
    ],
)
def test_an_active_or_empty_chart_is_refused(changes: dict[str, str]) -> None:
    with pytest.raises(Invalid):
        operations.publish_chart(**(CHART | changes), by=samples.PUBLICIST, at=samples.NOW)


def test_a_version_of_a_chart_never_changes() -> None:
    operations.publish_chart(**CHART, by=samples.PUBLICIST, at=samples.NOW)
    with pytest.raises(Invalid):
        operations.publish_chart(**(CHART | {"text": "别的"}), by=samples.PUBLICIST, at=samples.NOW)
    with pytest.raises(Forbidden):
        operations.publish_chart(**CHART, by=samples.HANDLER, at=samples.NOW)


def test_a_script_task_is_no_script() -> None:
    bpmn = (
        '<definitions><process><scriptTask id="a"/><sequenceFlow sourceRef="a" targetRef="b"/></process></definitions>'
    )
    assert operations.publish_chart(**(CHART | {"bpmn": bpmn}), by=samples.PUBLICIST, at=samples.NOW).bpmn == bpmn


def test_the_log_page_shows_the_signed_head(read: Read) -> None:
    samples.released()
    body = read("/log/")
    assert "mingjing.example/log" in body
    assert read("/log/checkpoint").splitlines()[1] == "5"


def test_the_checker_page_runs_only_our_own_scripts(read: Read) -> None:
    body = read("/verify/")
    assert "ledger/verify.js" in body
    assert "portal/verify_page.js" in body
    assert "<noscript>" in body
    assert "def main" in read("/verify/mingjing_verify.py")


@pytest.mark.parametrize("where", ["/", "/gs/", "/about/", "/verify/"])
def test_pages_are_titled_in_chinese_and_load_nothing_from_elsewhere(where: str, read: Read) -> None:
    body = read(where)
    assert '<html lang="zh-CN"' in body
    assert "<style" not in body
    assert " style=" not in body
    assert "onclick=" not in body
    assert 'src="http' not in body


def test_crawlers_are_kept_from_the_bureau_and_the_certificates(read: Read) -> None:
    samples.released()
    samples.withdrawn(samples.decision(number="示应急罚〔2026〕3号"))
    robots = read("/robots.txt")
    assert "Disallow: /bureau/" in robots
    assert "Disallow: /zj/" in robots
    assert read("/sitemap.xml").count("<url>") == 1


ALONE = """
import os, sys, tempfile
home = tempfile.mkdtemp()
os.environ.update(MINGJING_HOME=home, MINGJING_SECRET_KEY="alone" * 10, DJANGO_SETTINGS_MODULE="mingjing.sites.settings.portal")
os.environ.pop("MINGJING_DATABASE_URL", None)
from mingjing.sites.settings import portal
portal.ALLOWED_HOSTS = ["testserver"]
portal.SECURE_SSL_REDIRECT = False
portal.STORAGES = {
    "default": portal.STORAGES["default"],
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
import django
django.setup()
from django.core.management import call_command
from django.db import connection
call_command("migrate", verbosity=0)
tables = connection.introspection.table_names()
assert not [t for t in tables if t.startswith(("mj_case", "mj_review", "mj_archive", "mj_record", "mj_dossier"))], tables
from tests.publicity import samples
samples.released()
from django.test import Client, RequestFactory
from tests.portal import pages
for where in (*pages.PLAIN, *pages.OF_A_DECISION, "/gs/?q=恒源", "/s/?q=恒源", "/lx/", "/lx/new/?kind=complaint", "/lx/query/"):
    answer = Client().get(where)
    assert answer.status_code == 200, (where, answer.status_code)
refused = Client(enforce_csrf_checks=True).post("/lx/new/", {"text": "没有标记的表单"})
assert refused.status_code == 403 and "表单已经过期" in refused.content.decode()
lost = Client().get("/nowhere/")
assert lost.status_code == 404 and "没有找到这一页" in lost.content.decode()
assert Client().get("/bureau/").status_code == 404
loaded = [m for m in sys.modules if m.startswith(("mingjing.cases", "mingjing.review", "mingjing.archives", "mingjing.sites.bureau"))]
assert not loaded, loaded
print("alone")
"""


@pytest.mark.slow
def test_the_portal_stands_alone_without_a_case_table() -> None:
    clean = {k: v for k, v in os.environ.items() if not k.startswith(("MINGJING_", "DJANGO_", "PYTEST_"))}
    clean["PYTHONPATH"] = os.pathsep.join((str(ROOT / "src"), str(ROOT)))
    done = subprocess.run(
        [sys.executable, "-c", ALONE], cwd=ROOT, env=clean, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr[-3000:]
    assert done.stdout.strip().endswith("alone")


def test_a_publication_of_nobody_is_no_page(client: Client) -> None:
    assert client.get(f"/gs/{uuid4()}/").status_code == 404
