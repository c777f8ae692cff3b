"""Addresses of the portal. Every filter state, version and proof has one."""

from django.urls import path

from mingjing.foundation import pages
from mingjing.sites.portal.views import (
    charts,
    decisions,
    exports,
    home,
    laws,
    ledger,
    letters,
    lists,
    registers,
    search,
)

app_name = "portal"

urlpatterns = [
    path("", home.home, name="home"),
    path("about/", home.about, name="about"),
    path("display/", pages.display, name="display"),
    path("robots.txt", home.robots, name="robots"),
    path("sitemap.xml", exports.sitemap, name="sitemap"),
    path("s/", search.search, name="search"),
    path("gs/", decisions.listing, name="decisions"),
    path("gs.atom", exports.atom, name="atom"),
    path("gs.csv", exports.table, name="csv"),
    path("gs.json", exports.records, name="json"),
    path("gs/<str:organ>/<str:number>/", decisions.decision, name="decision"),
    path("gs/<str:organ>/<str:number>/v/<int:seq>/", decisions.version, name="version"),
    path("gs/<str:organ>/<str:number>/proof.json", decisions.proof, name="proof"),
    path("gs/<str:organ>/<str:number>/qr.svg", decisions.qr, name="qr"),
    path("sq/", lists.lists, name="lists"),
    path("sq/<str:organ>/", lists.lists_of, name="lists_of"),
    path("sq/<str:organ>/<slug:kind>/", lists.entries, name="list"),
    path("sq/<str:organ>/<slug:kind>.csv", lists.table, name="list_csv"),
    path("sq/<str:organ>/<slug:kind>.json", lists.records, name="list_json"),
    path("sq/<str:organ>/<slug:kind>/<str:code>/", lists.entry, name="entry"),
    path("sq/<str:organ>/<slug:kind>/<str:code>/report.<slug:paper>", lists.report, name="report"),
    path("jg/", registers.organs, name="organs"),
    path("jg/<str:code>/", registers.organ, name="organ"),
    path("zj/", registers.certificates, name="certificates"),
    path("zj/<str:number>/", registers.certificate, name="certificate"),
    path("lc/", charts.charts, name="charts"),
    path("lc/<slug:key>/", charts.chart, name="chart"),
    path("lc/<slug:key>/<str:version>.svg", charts.svg, name="chart_svg"),
    path("lc/<slug:key>/<str:version>.bpmn", charts.bpmn, name="chart_bpmn"),
    path("lx/", letters.letters, name="letters"),
    path("lx/new/", letters.letter_new, name="letter_new"),
    path("lx/query/", letters.letter_query, name="letter_query"),
    path("fl/", laws.cite, name="cite"),
    path("log/", ledger.log, name="log"),
    path("log/checkpoint", ledger.checkpoint, name="checkpoint"),
    path("log/checkpoint-sm3", ledger.checkpoint_sm3, name="checkpoint_sm3"),
    path("log/policy.json", ledger.policy, name="policy"),
    path("verify/", ledger.verify, name="verify"),
    path("verify/mingjing_verify.py", ledger.verifier, name="verifier"),
]
