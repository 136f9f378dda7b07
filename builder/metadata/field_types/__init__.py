"""Every field type an entity can use. To add one: write its module, then list it here."""

from __future__ import annotations

from builder.metadata.field_types.base import FieldTypeRegistry
from builder.metadata.field_types.number import NumberField
from builder.metadata.field_types.reference import ReferenceField
from builder.metadata.field_types.select import SelectField
from builder.metadata.field_types.text import TextField

FIELD_TYPES = FieldTypeRegistry(
    [
        TextField(),
        NumberField(),
        SelectField(),
        ReferenceField(),
    ]
)
