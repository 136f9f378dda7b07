"""Files of records: received, looked at, kept, given out to those who may see the record, swept away at the end."""
