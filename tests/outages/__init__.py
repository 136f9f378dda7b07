"""Disks that fill up and databases that go away in the middle of a write, and what is left then."""
