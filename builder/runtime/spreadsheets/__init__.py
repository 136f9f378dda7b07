"""Tables out of uploaded files: text with separators and workbooks, read safely; knows no entity and no database.

A file is never parsed in the asking process. `reading` starts a bounded child, which runs the chain

    child → confinement → file_kinds → delimited_tables (encodings, separators, records)
                                     | workbook_tables (archives, sheet_scan, legacy_cells, calamine)
          → layouts (header rows, width, names) → guessing (type_tests) → wire

and answers in JSON lines. `failed_rows` serves the import that follows. How numbers and dates are written is read by
`builder.metadata.written`.
"""
