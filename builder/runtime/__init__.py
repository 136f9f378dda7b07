"""While people work: records, lists, imports and all that happens on a published app."""
