"""What tables are made of: two kinds of column, names that follow from the table, leases, partial indexes."""

from __future__ import annotations

from typing import Any

from sqlalchemy import BigInteger, Column, ForeignKey, Integer, MetaData, Table, Text
from sqlalchemy import text as sql
from sqlalchemy.types import TypeEngine, UserDefinedType

from builder.storage.space import Space

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}
"""Names of indexes and constraints follow from the table, so that the two databases and migrations agree."""


INTEGER: TypeEngine[int] = BigInteger().with_variant(Integer(), "sqlite")
"""BIGINT; on SQLite INTEGER, which is as wide and makes a primary key the row id itself."""
TEXT: TypeEngine[str] = Text().with_variant(Text(collation="C"), "postgresql")
"""TEXT compared byte by byte: UTF-8 order is code point order, the same on both databases."""


class Named(UserDefinedType[str]):
    """A type that one of the databases has, by its name: taking it from its dialect would load all of that."""

    cache_ok = True

    def __init__(self, name: str) -> None:
        self.name = name

    def get_col_spec(self, **_: Any) -> str:
        """Return the name, as SQLAlchemy asks for it."""
        return self.name


ZERO = sql("0")
"""Server default of counts and flags."""
NOTHING = sql("''")
"""Server default of texts that rows from before a migration have not."""


def integer(name: str, *constraints: Any, optional: bool = False, **more: Any) -> Column[int]:
    """Return an integer column, NOT NULL unless optional."""
    return Column(name, INTEGER, *constraints, nullable=optional, **more)


def text(name: str, *constraints: Any, optional: bool = False, **more: Any) -> Column[str]:
    """Return a text column, NOT NULL unless optional."""
    return Column(name, TEXT, *constraints, nullable=optional, **more)


def lease() -> list[Any]:
    """Return the columns that say who works on a row and until when; the epoch is the fencing token."""
    return [
        text("lease_owner", optional=True),
        integer("lease_until", optional=True),
        integer("epoch", server_default=ZERO),
    ]


def where(condition: str) -> dict[str, Any]:
    """Return what makes an index partial on both databases."""
    return {"sqlite_where": sql(condition), "postgresql_where": sql(condition)}


class TableMaker:
    """Makes tables of one workspace."""

    def __init__(self, space: Space) -> None:
        self.space = space
        self.metadata = MetaData(naming_convention=NAMING, schema=space.schema)

    def table(self, name: str, *items: Any, **more: Any) -> Table:
        """Return a table by its plain name."""
        return Table(self.space.name(name), self.metadata, *items, **more)

    def key_to(self, target: str, **more: Any) -> ForeignKey:
        """Return a foreign key to ``table.column``, both by plain name."""
        table, column = target.split(".")
        physical = self.space.name(table)
        qualified = f"{self.space.schema}.{physical}" if self.space.schema else physical
        return ForeignKey(f"{qualified}.{column}", **more)
