"""The whole packaged library: what it holds, that it is what the manifest says, and that the seeds cite it rightly."""

import pytest
from django.test import TestCase
from tests.lawbook.shelf import ADMIN, AT, EMERGENCY, HEAD, MARKET, MARKET_HEAD, TODAY

from mingjing.lawbook import operations, queries
from mingjing.lawbook.models import Article, LawVersion
from mingjing.lawbook.operations import package
from mingjing.lawbook.rules.benchmarks import problems
from mingjing.lawbook.terms import Addressee, Form, ImportReport, Status
from mingjing.ledger.queries import stream_bundles


@pytest.mark.slow
class NationalLibrary(TestCase):
    """Imported once for all of these."""

    report: ImportReport
    told: list[tuple[str, int, int]]

    @classmethod
    def setUpTestData(cls) -> None:
        cls.told = []
        cls.report = operations.import_library(
            by=ADMIN, at=AT, progress=lambda what, done, total: cls.told.append((what, done, total))
        )

    def test_it_holds_378_laws_and_23995_current_articles_of_26196(self) -> None:
        assert (self.report.laws, self.report.articles, self.report.current_articles) == (378, 26196, 23995)
        assert queries.totals() == {"laws": 367, "versions": 378, "articles": 26196, "current": 23995}
        assert not self.report.warnings

    def test_the_difference_is_what_was_superseded_or_repealed(self) -> None:
        counts = dict.fromkeys(Status, 0)
        for draft in package.read(package.locate()):
            counts[draft.status] += len(draft.articles)
        assert counts == {
            Status.CURRENT: 23490, Status.AMENDED: 505, Status.SUPERSEDED: 1198, Status.REPEALED: 1003,
        }  # fmt: skip

    def test_items_and_whole_texts_are_not_taken_for_articles(self) -> None:
        assert Article.objects.filter(form=Form.ITEM).count() == 374
        assert Article.objects.filter(form=Form.WHOLE, number=None).count() == 25
        assert Article.objects.filter(form=Form.ARTICLE, sub__gt=0).count() == 53

    def test_progress_reaches_its_end_in_every_step(self) -> None:
        ends = {what: (done, total) for what, done, total in self.told}
        assert ends["计算摘要"] == (378, 378)
        assert ends["写入条文"] == (26196, 26196)
        assert ends["建立索引"][0] == ends["建立索引"][1] > 23995

    def test_a_second_run_does_nothing(self) -> None:
        with self.assertNumQueries(3):
            again = operations.import_library(by=ADMIN, at=AT)
        assert again.unchanged
        assert (again.laws, again.articles) == (378, 26196)

    def test_every_digest_holds(self) -> None:
        report = queries.check()
        assert (report.laws, report.articles, report.differences) == (378, 26196, ())

    def test_the_ledger_knows_the_file(self) -> None:
        assert len(stream_bundles("lawbook:library")) == 1

    def test_the_environmental_laws_ended_when_the_code_began(self) -> None:
        ended = LawVersion.objects.filter(effective_to="2026-08-15", status=Status.REPEALED)
        assert ended.count() == 10
        assert queries.article("环境保护法", 1, TODAY) is None
        assert queries.article("生态环境法典", 1242, TODAY) is not None

    def test_every_article_the_seeds_cite_is_in_force(self) -> None:
        from mingjing.lawbook.operations.seeds import load, matter_spec
        from mingjing.lawbook.rules.citing import keys_of

        for pack in operations.seeds.PACKS:
            for row in load(pack)["matters"]:
                spec = matter_spec(row, pack)
                keys = {text: keys_of(text) for text in (*spec.violates, *spec.penalises)}
                assert all(keys.values()), keys
                held = queries.articles([key for key in keys.values() if key], TODAY)
                assert [text for text, key in keys.items() if key not in held] == [], spec.code

    def test_the_seeds_of_both_bureaus_can_be_planted_once(self) -> None:
        planted = operations.plant_seeds(by=HEAD, at=AT, organ_id=EMERGENCY, pack="emergency", valid_from=TODAY)
        assert (planted.matters, planted.benchmarks, planted.lists) == (14, 13, 2)
        other = operations.plant_seeds(by=MARKET_HEAD, at=AT, organ_id=MARKET, pack="market", valid_from=TODAY)
        assert (other.matters, other.benchmarks, other.lists) == (14, 12, 2)
        again = operations.plant_seeds(by=HEAD, at=AT, organ_id=EMERGENCY, pack="emergency", valid_from=TODAY)
        assert (again.matters, again.benchmarks, again.lists) == (0, 0, 0)
        assert len(queries.matters(EMERGENCY, TODAY)) == 14
        assert queries.stale_matters(EMERGENCY, TODAY) == ()
        for one in queries.benchmarks(MARKET, TODAY):
            matter = queries.matter_by_code(MARKET, one.matter_code, TODAY)
            assert matter
            assert one.fictional
            assert problems(matter.spec, one.tiers) == ()

    def test_the_worked_case_lies_in_the_tier_of_60000_to_80000(self) -> None:
        operations.plant_seeds(by=HEAD, at=AT, organ_id=EMERGENCY, pack="emergency", valid_from=TODAY)
        matter = queries.matter_by_code(EMERGENCY, "AQ097-7", TODAY)
        found = queries.benchmark(EMERGENCY, "AQ097-7", TODAY)
        assert matter
        assert found
        assert matter.spec.penalises == ("《安全生产法》第九十七条第（七）项",)
        assert matter.spec.unit_fine
        assert matter.spec.unit_fine.high == 100000
        tier = found.tier("较重", Addressee.UNIT)
        assert tier
        assert (tier.fine.low, tier.fine.high) == (60000, 80000)

    def test_search_puts_the_law_of_that_name_first_and_the_cited_article_before_all(self) -> None:
        hits = queries.search("食品", 5)
        assert all("食品" in hit.article.law.short_title for hit in hits)
        assert queries.search("罚", 3)
        top = queries.search("行政处罚法第五十八条", 5)[0]
        assert top.article.citation == "《行政处罚法》第五十八条"
        assert queries.search("刑法120条之一", 5)[0].article.label == "第一百二十条之一"

    def test_what_has_ended_is_not_searched(self) -> None:
        words = queries.search("噪声污染防治法 噪声", 50)
        assert all(hit.article.law.short_title != "噪声污染防治法" for hit in words)

    def test_the_library_is_read_in_few_queries(self) -> None:
        with self.assertNumQueries(2):
            assert queries.article("民法典", 1260)
        with self.assertNumQueries(2):
            reading = queries.law("民法典")
        assert reading
        assert len(reading.articles) == 1260
        with self.assertNumQueries(2):
            queries.search("特种作业")
        with self.assertNumQueries(2):
            queries.laws("安全", limit=10)
        with self.assertNumQueries(1):
            queries.departments()
