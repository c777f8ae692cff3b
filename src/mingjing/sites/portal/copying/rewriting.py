"""A page of the portal made fit for a plain server: links relative, forms replaced, scripts and styles of the copy."""

import re
from html import escape
from urllib.parse import quote

from mingjing.sites.portal.copying.addresses import ONLINE, REMEMBERED, Addresses, Place
from mingjing.sites.portal.copying.assets import Assets
from mingjing.sites.portal.copying.terms import Dead

# Without a boundary before the name: a search for one looks at every sign of the page.
_LINK = re.compile(r'(href|src)="([^"]*)"')
_FORM = re.compile(r"<form\b([^>]*)>(.*?)</form>", re.DOTALL)
_CLASS = re.compile(r'\bclass="([^"]*)"')
_ACTION = re.compile(r'\baction="([^"]*)"')
# What a visitor could fill in: in the copy nothing takes it in.
_CONTROLS = re.compile(r"<(label|select|textarea|button|fieldset)\b[^>]*>.*?</\1>|<input\b[^>]*>", re.DOTALL)
_ELSEWHERE = re.compile(r"(?i)[a-z][a-z0-9+.-]*:")
# The copy needs nothing from anywhere; where the server sends no such header, the page says it itself.
_POLICY = (
    "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'self'; img-src 'self' data:; object-src"
    " 'none'; base-uri 'none'; form-action 'none'\">"
)


class Rewriter:
    """Makes pages fit; collects the links that lead nowhere."""

    def __init__(self, addresses: Addresses, assets: Assets) -> None:
        self.addresses, self.assets = addresses, assets
        self.dead: list[Dead] = []
        # The further pages that the page rewritten last leads to.
        self.needed: set[str] = set()
        self._roots: dict[str, str | None] = {}
        self._drawn: dict[str, str] = {}
        self._told: dict[tuple[str, str], tuple[str, str]] = {}

    def page(self, html: str, address: str, path: str) -> bytes:
        """The page of an address as the file of a path."""
        if "<form" in html:
            html = _FORM.sub(lambda found: self._no_form(found, address), html)
        up = "../" * path.count("/")
        self.needed = set()
        html = _LINK.sub(lambda found: self._link(found, up, address, path), html)
        return html.replace('<meta charset="utf-8">', f'<meta charset="utf-8">\n{_POLICY}', 1).encode()

    def _link(self, found: re.Match[str], up: str, address: str, path: str) -> str:
        """A link as it stands in the copy. Most stand on every page: from the same depth they are written the same."""
        told = self._told.get((up, found[0]))
        if told is None:
            target = found[2]
            root = self._root(target, address, path)
            text = found[0] if root is None else f'{found[1]}="{root if root[:1] == "#" else _led(up, root)}"'
            told = text, self._drawn.get(target, "")
            if target.startswith("/") and target in self._roots and root is not None:
                if len(self._told) > REMEMBERED:
                    self._told.clear()
                self._told[up, found[0]] = told
        if told[1]:
            self.needed.add(told[1])
        return told[0]

    def _root(self, target: str, address: str, path: str) -> str | None:
        """A link as seen from the root of the copy; None where it stays as it is."""
        if target.startswith("/"):
            if target not in self._roots:
                if len(self._roots) > REMEMBERED:
                    self._roots.clear()
                    self._drawn.clear()
                self._roots[target] = self._found(target, address, path)
            return self._roots[target]
        if not target or target.startswith("#") or _ELSEWHERE.match(target):
            return None
        return self._found(target, address, path)

    def _found(self, target: str, address: str, path: str) -> str | None:
        if self.assets.is_ours(target):
            return self.assets.href(target)
        place = self.addresses.place(target, address)
        if place is None:
            self.dead.append(Dead(path, target))
            return None
        if place.address:
            self._drawn[target] = place.address
        return _href(place) + (f"#{target.partition('#')[2]}" if "#" in target else "")

    def _no_form(self, found: re.Match[str], address: str) -> str:
        """The words of a form without anything to fill in, and a way to where it is answered."""
        looks = _CLASS.search(found[1])
        action = _ACTION.search(found[1])
        wanted = action[1] if action else address
        place = self.addresses.place(wanted, address)
        live = self.addresses.site.live
        leads = wanted if place and place.path.startswith("s/") else live + wanted if live else ONLINE
        words = "查询" if leads.startswith("/s/") else "到实时网站查询、办理" if live else "怎样查询、办理"
        inside = _CONTROLS.sub("", found[2])
        button = f'<p class="mj-copy-way"><a class="btn btn-primary" href="{escape(leads)}">{words}</a></p>'
        return f'<div class="{looks[1] if looks else "mj-form"}">{inside}{button}</div>'


def _href(place: Place) -> str:
    return escape(place.href) if place.href else quote(place.path)


def _led(up: str, root: str) -> str:
    return root if _ELSEWHERE.match(root) else up + root
