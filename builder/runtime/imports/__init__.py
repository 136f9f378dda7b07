"""Imports: a file's rows become records through the one write pipeline, checked before, counted during, undone after.

    uploads (a file kept, looked at) → suggestions (a mapping proposed) → mapping (checked, bound to the entity)
      → preview (rows judged, nothing written) → running (a job, chunk by chunk) → failed_rows (what was refused)

`intake` judges and writes one chunk of rows; `columns` turns cells into values; `matching` finds the records, people
and keys that texts name.
"""
