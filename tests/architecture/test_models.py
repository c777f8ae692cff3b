"""Tables: explicit names, short identifiers, guarded keys between rooms, migrations up to date."""

from collections.abc import Iterator

import pytest
from django.apps import apps
from django.db import models
from django.db.migrations.autodetector import MigrationAutodetector
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.state import ProjectState
from django.utils import translation
from tests.architecture import places

LONGEST_NAME = 30


def ours() -> list[type[models.Model]]:
    """Every model of our rooms, through tables included."""
    every = [m for m in apps.get_models(include_auto_created=True) if m.__module__.startswith("mingjing.")]
    assert every
    return [m for m in every if not m._meta.proxy]


def keys_between_rooms() -> Iterator[tuple[str, models.ForeignKey]]:
    for model in ours():
        for field in model._meta.get_fields():
            if not isinstance(field, models.ForeignKey) or model._meta.auto_created:
                continue
            other = field.remote_field.model
            if other.__module__.startswith("mingjing.") and other._meta.app_label != model._meta.app_label:
                yield f"{model._meta.label}.{field.name}", field


def test_every_app_of_ours_has_the_label_of_its_room() -> None:
    wrong = {
        config.name: config.label
        for config in apps.get_app_configs()
        if config.name.startswith("mingjing.") and config.label != config.name.split(".")[-1]
    }
    assert not wrong


def test_every_table_is_named_by_hand() -> None:
    unnamed = [
        m._meta.label
        for m in ours()
        if not m._meta.db_table.startswith("mj_") or not (m._meta.auto_created or "db_table" in m._meta.original_attrs)
    ]
    assert not unnamed


def test_identifiers_are_short_enough_for_every_database() -> None:
    names = {(m._meta.label, m._meta.db_table) for m in ours()}
    for model in ours():
        names |= {(model._meta.label, field.column) for field in model._meta.local_fields}
        names |= {(model._meta.label, item.name) for item in [*model._meta.indexes, *model._meta.constraints]}
    assert not [(label, name) for label, name in names if len(name) > LONGEST_NAME]


def test_keys_between_rooms_protect_and_leave_no_name_behind() -> None:
    wrong = [
        name
        for name, field in keys_between_rooms()
        if field.remote_field.on_delete is not models.PROTECT
        or not (field.remote_field.related_name or "").endswith("+")
    ]
    assert not wrong


def test_no_migration_is_missing() -> None:
    loader = MigrationLoader(None, ignore_no_migrations=True)
    with translation.override(None):
        detector = MigrationAutodetector(loader.project_state(), ProjectState.from_apps(apps))
    rooms = {c.label for c in apps.get_app_configs() if c.name.startswith("mingjing.")}
    with translation.override(None):
        changes = detector.changes(graph=loader.graph)
    missing = {
        label: [operation.describe() for migration in changes[label] for operation in migration.operations]
        for label in changes.keys() & rooms
    }
    assert not missing


@pytest.mark.parametrize(
    "module", ["django.db.models.signals", "django.contrib.contenttypes.fields", "django.contrib.admin"]
)
def test_no_signals_no_generic_keys_no_admin(module: str) -> None:
    found = [n for n in places.python_files("src/") if any(i.startswith(module) for i in places.imported(n))]
    assert not found
