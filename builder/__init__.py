"""Formloom: an app is a set of JSON documents; this package turns them into tables, forms, lists, rules and work."""

__version__ = "0.1.0"
