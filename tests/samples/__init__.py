"""Apps and documents that tests work with."""
