"""While people build: check, publish, revisions, trash of elements, install, clone, export."""
