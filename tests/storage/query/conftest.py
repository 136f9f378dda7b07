"""The published sample app, for tests of queries."""

from tests.runtime.conftest import open_work, work

__all__ = ["open_work", "work"]
