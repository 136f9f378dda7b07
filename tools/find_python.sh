#!/bin/sh
# Print the first Python of version 3.11 or newer: $PYTHON if set, then python3, then the versioned names.
set -eu
for candidate in "${PYTHON:-python3}" python3 python3.14 python3.13 python3.12 python3.11; do
    if command -v "$candidate" >/dev/null 2>&1 &&
        "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; then
        command -v "$candidate"
        exit 0
    fi
done
echo "Python 3.11 or newer was not found. Install it (Debian: apt-get install python3 python3-venv;" >&2
echo "macOS: brew install python) or name it: make PYTHON=/path/to/python3.12" >&2
exit 1
