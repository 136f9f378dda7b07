"""Every field type an entity can use. To add one: write its module, then list it here."""

from __future__ import annotations

from builder.metadata.field_types.address import AddressField
from builder.metadata.field_types.auto_number import AutoNumberField
from builder.metadata.field_types.base import FieldTypeRegistry
from builder.metadata.field_types.boolean import BooleanField
from builder.metadata.field_types.codes import BarcodeField, ColorField, CreditCodeField, IdNumberField
from builder.metadata.field_types.contacts import EmailField, PhoneField, UrlField
from builder.metadata.field_types.dates import DateField
from builder.metadata.field_types.files import FileField, ImageField, SignatureField
from builder.metadata.field_types.json_value import JsonField
from builder.metadata.field_types.location import LocationField
from builder.metadata.field_types.long_text import LongTextField
from builder.metadata.field_types.moments import DatetimeField, DurationField, TimeField
from builder.metadata.field_types.money import CurrencyField, MoneyField
from builder.metadata.field_types.number import (
    CoordinateField,
    IntegerField,
    NumberField,
    PercentField,
    RatingField,
)
from builder.metadata.field_types.ranges import DateRangeField, NumberRangeField
from builder.metadata.field_types.reference import (
    DepartmentField,
    ReferenceAnyField,
    ReferenceField,
    UserField,
)
from builder.metadata.field_types.rich_text import RichTextField
from builder.metadata.field_types.select import CascadeField, SelectField
from builder.metadata.field_types.several import MultiSelectField, ReferencesField, TagsField, UsersField
from builder.metadata.field_types.sub_table import SubTableField
from builder.metadata.field_types.text import PlainTextField, TextField

FIELD_TYPES = FieldTypeRegistry(
    [
        TextField(),
        LongTextField(),
        RichTextField(),
        NumberField(),
        IntegerField(),
        MoneyField(),
        PercentField(),
        RatingField(),
        BooleanField(),
        DateField(),
        DatetimeField(),
        TimeField(),
        DurationField(),
        DateRangeField(),
        NumberRangeField(),
        SelectField(),
        MultiSelectField(),
        CascadeField(),
        TagsField(),
        EmailField(),
        PhoneField(),
        UrlField(),
        IdNumberField(),
        CreditCodeField(),
        ColorField(),
        BarcodeField(),
        UserField(),
        UsersField(),
        DepartmentField(),
        ReferenceField(),
        ReferencesField(),
        ReferenceAnyField(),
        SubTableField(),
        AddressField(),
        LocationField(),
        FileField(),
        ImageField(),
        SignatureField(),
        AutoNumberField(),
        JsonField(),
        PlainTextField(),
        CoordinateField(),
        CurrencyField(),
    ]
)
