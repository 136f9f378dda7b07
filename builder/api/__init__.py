"""The HTTP interface: shapes in, one use case, shapes out; nothing here decides a rule of the product."""

from builder.api.registration import register_api

__all__ = ["register_api"]
