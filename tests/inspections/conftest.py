"""A ledger key per test, and tests that really commit."""

from tests.publicity.conftest import committed, keys, pytest_runtest_teardown

__all__ = ["committed", "keys", "pytest_runtest_teardown"]
