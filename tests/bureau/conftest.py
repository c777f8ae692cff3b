"""The county, its people signed in, and one small law."""

from collections.abc import Callable
from datetime import datetime

import pytest
from django.core.cache import cache
from django.test import Client
from tests.bureau.county import PASSWORD, County, build
from tests.kept import kept

from mingjing.kernel.days import CHINA
from mingjing.lawbook import operations as lawbook
from mingjing.lawbook.terms import LawFacts
from mingjing.organs import queries

LAW = """# 示范县安全生产条例

2024年1月12日示范县人民代表大会公布

## 第一章 总则

第一条 为了加强安全生产，制定本条例。

第二条 生产经营单位应当遵守《中华人民共和国安全生产法》第四条的规定。

不得冒险作业。

## 第二章 法律责任

第三条 违反本条例的，处一万元以上<b>三万元</b>以下罚款。

第四条 本条例自2024年3月1日起施行。
"""


@pytest.fixture
def county(db: None) -> County:
    """A fresh county; failed sign-ins of other tests are forgotten."""
    cache.clear()
    return kept("小县", build)


@pytest.fixture
def signed_in(county: County) -> Callable[[str], Client]:
    """A browser of a person, by user name, signed in with the form."""

    def enter(username: str) -> Client:
        client = Client()
        client.post("/bureau/sign-in/", {"username": username, "password": PASSWORD})
        return client

    return enter


@pytest.fixture
def law(county: County) -> LawFacts:
    """A law of four articles in two chapters."""
    by = queries.actor(county.people["xitong"], datetime(2026, 1, 5, tzinfo=CHINA))
    facts, _ = lawbook.add_law(by=by, at=datetime(2026, 1, 5, 9, tzinfo=CHINA), text=LAW, source="测试")
    return facts
