"""Migrations of the fixed tables, by Alembic: those of the installation and those of each workspace."""
