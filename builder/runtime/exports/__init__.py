"""Exports: records of a list become a file that its asker downloads."""
