"""Numbers, dates, booleans and codes as people write them, read into values; used by field types and by imports."""
