"""What the documents of whole cases print: every label is a Chinese word, and only the catalogue lists the contents."""

import re

import pytest
from tests.bureau.case_desk import case_at

from mingjing.foundation import typesetting
from mingjing.records import queries as records
from mingjing.records.models import Document
from mingjing.sites.journeys.world import World

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


@pytest.mark.parametrize("story", ("worked-example", "party-change"))
def test_no_document_prints_the_name_of_a_field(shifan: World, story: str) -> None:
    case_at(shifan, 51, f"{story}.yaml")
    rows = Document.objects.all()
    assert rows
    for row in rows:
        data = row.data
        made = typesetting.render(records.template(row.form, row.form_version), data, created=row.made_at.date())
        text = " ".join(typesetting.text_of(made.pdf))
        printed = set(re.findall(r"[a-z_]{4,}", text)) & {*data["fields"], *data["tables"]}
        assert not printed, row.form
        if row.form != "file_catalogue":
            assert "catalogue" not in data["tables"], row.form


def test_the_hearing_record_names_who_chairs_and_who_records(shifan: World) -> None:
    case_at(shifan, 32)
    row = Document.objects.get(form="hearing_record")
    made = typesetting.render(records.template(row.form, row.form_version), row.data, created=row.made_at.date())
    text = re.sub(r"\s", "", "".join(typesetting.text_of(made.pdf)))
    fields = row.data["fields"]
    assert f"听证主持人{fields['chair']}" in text and f"记录员{fields['recorder']}" in text
