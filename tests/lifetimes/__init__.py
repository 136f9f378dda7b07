"""Records and the fields that they are made of, changed in any order and held against a plain model."""
