"""Tables of the log. All but the last, partly filled tiles are written once; triggers refuse the rest.

Rows that outsiders vouch for are named by a digest of what they say, so that nothing can be put in their place.
"""

from django.db import models


class Entry(models.Model):
    """One leaf of both trees: its public entry and where it belongs. Holds nothing that can be guessed back."""

    index = models.BigIntegerField(primary_key=True, db_column="idx")
    leaf256 = models.BinaryField(max_length=32)
    leafsm3 = models.BinaryField(max_length=32)
    public = models.BinaryField()
    stream = models.CharField(max_length=100)
    stream_seq = models.PositiveIntegerField()
    event_hash = models.CharField(max_length=64)
    kind = models.CharField(max_length=80)
    at = models.DateTimeField()

    class Meta:
        db_table = "mj_ledger_entry"
        constraints = [models.UniqueConstraint(fields=["stream", "stream_seq"], name="mj_ledger_stream_once")]


class Opening(models.Model):
    """What opens the commitments of an entry: the private event and its salt (blank after a lawful destruction)."""

    entry = models.OneToOneField(
        Entry, models.PROTECT, primary_key=True, db_column="idx", related_name="opening", db_constraint=False
    )
    event = models.BinaryField()
    salt = models.BinaryField(max_length=16)

    class Meta:
        db_table = "mj_ledger_opening"


class Tile(models.Model):
    """Up to 256 hashes of one tree, eight levels of it (C2SP tlog-tiles): a tile may grow at its end, nothing else."""

    tree = models.CharField(max_length=6)
    level = models.PositiveSmallIntegerField()
    index = models.BigIntegerField(db_column="idx")
    data = models.BinaryField(max_length=8192)

    class Meta:
        db_table = "mj_ledger_tile"
        constraints = [models.UniqueConstraint(fields=["tree", "level", "index"], name="mj_ledger_tile_once")]


class Head(models.Model):
    """The signed state of both trees at one size."""

    size = models.BigIntegerField(primary_key=True)
    root256 = models.BinaryField(max_length=32)
    rootsm3 = models.BinaryField(max_length=32)
    checkpoint256 = models.TextField()
    checkpointsm3 = models.TextField()

    class Meta:
        db_table = "mj_ledger_head"


class Cosignature(models.Model):
    """A witness's word for one checkpoint (C2SP tlog-cosignature): it saw this log grow to this size and root."""

    digest = models.CharField(max_length=64, primary_key=True)
    size = models.BigIntegerField(db_index=True)
    tree = models.CharField(max_length=6)
    witness = models.CharField(max_length=200)
    at = models.DateTimeField()
    line = models.TextField()

    class Meta:
        db_table = "mj_ledger_cosignature"
        indexes = [models.Index(fields=["tree", "witness", "size"], name="mj_ledger_cosigned")]


class Stamp(models.Model):
    """A time stamp (RFC 3161, GB/T 20520) over one checkpoint, by an authority that is not us."""

    digest = models.CharField(max_length=64, primary_key=True)
    size = models.BigIntegerField(db_index=True)
    tree = models.CharField(max_length=6)
    at = models.DateTimeField(db_index=True)
    authority = models.CharField(max_length=300)
    token = models.BinaryField()

    class Meta:
        db_table = "mj_ledger_stamp"


class KeyChange(models.Model):
    """A key that signs checkpoints larger than `begins`, brought in by a statement signed with the key before and by itself."""

    digest = models.CharField(max_length=64, primary_key=True)
    algorithm = models.CharField(max_length=8)
    public = models.BinaryField(max_length=65)
    begins = models.BigIntegerField()
    at = models.DateTimeField()
    statement = models.TextField()

    class Meta:
        db_table = "mj_ledger_key"


class Erasure(models.Model):
    """An entry whose event and salt were destroyed lawfully, and the entry that says on what basis."""

    index = models.BigIntegerField(primary_key=True, db_column="idx")
    by_index = models.BigIntegerField()

    class Meta:
        db_table = "mj_ledger_erasure"
