"""One folder a partner, each with the same four files: mapping, schema, fixtures, tests."""
