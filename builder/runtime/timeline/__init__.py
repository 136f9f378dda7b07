"""The timeline of a record: follow-ups, changes, moves between stages, files and comments as one stream."""
