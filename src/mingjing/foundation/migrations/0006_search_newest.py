"""PostgreSQL: the search from the newest block on becomes one question, asked inside the server (`search_stores`)."""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

# EXECUTE, not a plan with parameters: which index is right depends on the words.
MAKE = """
CREATE FUNCTION mj_search_newest(
    sought text, of_kind text, since date, until date, most int, block int, steps int[], rare int
) RETURNS SETOF uuid LANGUAGE plpgsql STABLE AS $body$
DECLARE
    lowest bigint; upper bigint; lower bigint; step int; fresh bigint; words text; kinds text := '';
    ask text := 'SELECT e.object_id FROM mj_search e WHERE e.vector @@ %L::tsquery AND e.kind = ' || quote_literal(of_kind);
    tail text := ' ORDER BY e.id DESC LIMIT %s';
BEGIN
    IF since IS NOT NULL THEN ask := ask || format(' AND e.day >= %L', since); END IF;
    IF until IS NOT NULL THEN ask := ask || format(' AND e.day <= %L', until); END IF;
    SELECT e.id / block INTO lowest FROM mj_search e ORDER BY e.id LIMIT 1;
    -- From the newest row of this kind on: the blocks above it may be full of another, and would say nothing of how rare a word is.
    SELECT e.id / block INTO upper FROM mj_search e WHERE e.kind = of_kind ORDER BY e.id DESC LIMIT 1;
    IF upper IS NULL THEN RETURN; END IF;
    FOREACH step IN ARRAY steps LOOP
        lower := greatest(upper - step + 1, lowest);
        SELECT string_agg(format($$'=b%s'$$, one), ' | ') INTO words FROM generate_series(lower, upper) one;
        RETURN QUERY EXECUTE format(ask || tail, format('%s%s & (%s)', sought, kinds, words), most);
        GET DIAGNOSTICS fresh = ROW_COUNT;
        most := most - fresh;
        -- In the few newest blocks the kind is read from the rows: as a word it stands everywhere and costs most of all.
        kinds := format($$ & '=k%s'$$, of_kind);
        IF most <= 0 OR lower = lowest THEN RETURN; END IF;
        EXIT WHEN fresh * (lower - lowest) <= rare * (upper - lower + 1);
        upper := lower - 1;
    END LOOP;
    RETURN QUERY EXECUTE format(ask || ' AND e.id < %s' || tail, sought || kinds, lower * block, most);
END $body$
"""
DROP = "DROP FUNCTION mj_search_newest(text, text, date, date, int, int, int[], int)"


def make(apps: StateApps, schema: BaseDatabaseSchemaEditor) -> None:
    """Only where the store is a tsvector."""
    if schema.connection.vendor == "postgresql":
        schema.execute(MAKE, params=None)


def drop(apps: StateApps, schema: BaseDatabaseSchemaEditor) -> None:
    """Back to before."""
    if schema.connection.vendor == "postgresql":
        schema.execute(DROP)


class Migration(migrations.Migration):
    """The search from the newest on."""

    dependencies = [("foundation", "0005_search_blocks")]

    operations = [migrations.RunPython(make, drop)]
