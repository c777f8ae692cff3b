"""Which file stands for which address, on every file system; how a page is made fit."""

import pytest

from mingjing.sites.portal.copying.addresses import Addresses, Place, file_of, segment
from mingjing.sites.portal.copying.assets import Assets
from mingjing.sites.portal.copying.rewriting import Rewriter
from mingjing.sites.portal.copying.terms import Site

LIVE = "https://live.example"


@pytest.mark.parametrize(
    ("address", "path"),
    [
        ("/", "index.html"),
        ("/gs/", "gs/index.html"),
        ("/gs.csv", "gs.csv"),
        ("/log/checkpoint", "log/checkpoint"),
        ("/gs/%E7%A4%BA/%E7%BD%9A%E3%80%942026%E3%80%951%E5%8F%B7/", "gs/示/罚〔2026〕1号/index.html"),
        ("/gs/%2E%2E/%2E%2E/", "gs/~2e~2e/~2e~2e/index.html"),
        ("/sq/a/b/c%3Fd/", "sq/a/b/c~3fd/index.html"),
    ],
)
def test_an_address_has_one_file(address: str, path: str) -> None:
    assert file_of(address) == path


@pytest.mark.parametrize(
    "name", ["..", ".", ".htaccess", "CON", "nul.txt", "a:b", "a\\b", "end.", "end ", "\x00", "a" * 300, "字" * 90]
)
def test_no_name_leaves_the_folder_or_breaks_a_file_system(name: str) -> None:
    made = segment(name)
    assert not made.startswith(".") and not made.endswith((".", " "))
    assert not set(made) & set('\x00<>:"|?*\\/')
    assert 0 < len(made.encode()) <= 200
    assert made.upper() not in {"CON", "NUL.TXT"}


def test_names_that_differ_stay_different() -> None:
    names = ["a?", "a*", "a", "a~3f", "字" * 90, "字" * 91]
    assert len({segment(name) for name in names}) == len(names)


@pytest.mark.parametrize(
    ("link", "place"),
    [
        ("/fl/?c=%E3%80%8A%E6%B3%95%E3%80%8B", Place("fl/c/《法》/index.html", "/fl/?c=%E3%80%8A%E6%B3%95%E3%80%8B")),
        ("/sq/a/window/x/?v=2", Place("sq/a/window/x/v/2/index.html", "/sq/a/window/x/?v=2")),
        ("/gs/", Place("gs/index.html")),
        ("/gs/?organ=a", Place("all/organ/a/index.html")),
        ("/gs/?category=penalty", Place("all/category/penalty/index.html")),
        ("/gs/?state=withdrawn", Place("all/state/withdrawn/index.html")),
        ("/gs/?q=a", Place(href=f"{LIVE}/gs/?q=a")),
        ("/lx/new/?kind=complaint", Place(href=f"{LIVE}/lx/new/?kind=complaint")),
        ("/lx/", Place("lx/index.html", "/lx/")),
        ("/s/", Place("s/index.html")),
        ("/nowhere/", None),
        ("/bureau/", None),
    ],
)
def test_a_link_leads_to_a_file_or_to_the_live_portal(link: str, place: Place | None) -> None:
    assert Addresses(Site("https://a.example", LIVE)).place(link, "/") == place


def test_without_a_live_portal_no_link_leaves_the_copy() -> None:
    addresses = Addresses(Site("https://a.example"))
    for link in ("/gs/?q=a", "/lx/new/?kind=complaint", "/sq/?q=a", "/gs.csv?organ=a"):
        place = addresses.place(link, "/")
        assert place is not None and place.path and not place.href


def test_a_page_is_made_fit() -> None:
    rewriter = Rewriter(Addresses(Site("https://a.example", LIVE)), Assets())
    html = (
        '<meta charset="utf-8"><a href="/gs/">甲</a><a href="#x">乙</a><a href="https://b.example/">丙</a>'
        '<img src="/static/mingjing/mark.svg"><form class="k" action="/s/" method="get"><h1>题</h1><label>词</label>'
        '<input name="q"><button>查</button></form><a href="/nowhere/">丁</a>'
    )
    made = rewriter.page(html, "/a/b/", "a/b/index.html").decode()
    assert '<a href="../../gs/index.html">甲</a><a href="#x">乙</a><a href="https://b.example/">丙</a>' in made
    assert 'src="../../static/mingjing/mark.' in made
    assert '<div class="k"><h1>题</h1>' in made and "<input" not in made and "<form" not in made
    assert 'href="../../s/index.html"' in made
    assert "Content-Security-Policy" in made
    assert [str(one) for one in rewriter.dead] == ["a/b/index.html → /nowhere/"]
