"""`mingjing chart --publish` brings charts and rights to the portal, once."""

import argparse

import pytest
from django.test import Client

from mingjing.cases.terms.procedure import FOLDERS
from mingjing.publicity.models import PublishedChart, PublishedRights
from mingjing.sites.commands import chart


@pytest.mark.django_db
def test_publishing_twice_publishes_once(capsys: pytest.CaptureFixture[str]) -> None:
    parser = argparse.ArgumentParser()
    chart.arguments(parser)
    for _ in range(2):
        assert chart.run(parser.parse_args(["--publish"])) == 0
    assert "告知与权利已公开：普通程序行政处罚" in capsys.readouterr().out
    assert (PublishedChart.objects.count(), PublishedRights.objects.count()) == (len(FOLDERS) + 1, len(FOLDERS))
    told = Client().get("/gz/ordinary-penalty/").content.decode()
    assert "行政处罚事先告知书" in told and "申请回避" in told
    assert "普通程序行政处罚" in Client().get("/gz/").content.decode()
