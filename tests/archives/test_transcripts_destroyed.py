"""The transcript goes with the file that is destroyed: versions, contents, everything."""

import pytest
from django.utils import timezone
from tests import kept
from tests.archives.filed import play
from tests.archives.test_destroying import OVER, approved, put_away
from tests.archives.test_transcripts import spoken

from mingjing.archives import operations
from mingjing.archives.models import Destruction
from mingjing.cases import operations as cases
from mingjing.foundation import storage
from mingjing.records.models import Transcript


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_it_is_destroyed_with_the_file(transactional_db: None) -> None:
    kept.county()
    closed = play()
    made = spoken(closed)
    filed = put_away(closed)
    one = approved(closed, filed.id)
    cases.destroy_file(disposal_id=one.id, by=closed.person("档"), now=OVER)
    assert operations.sweep(by="system", now=timezone.now()) == 1
    assert not Transcript.objects.exists() and Destruction.objects.get(id=one.id).contents == []
    for sha256 in (made.vtt[0], made.text[0], filed.package_sha256):
        with pytest.raises(storage.Missing):
            storage.read(sha256)
