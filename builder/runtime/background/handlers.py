"""Every kind of background job and who does it. To add one: write its module, then list it here."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from builder.jobs.periodic import Periodic
from builder.jobs.running import Handler
from builder.runtime.background.bulk_change import KIND as BULK_CHANGE
from builder.runtime.background.bulk_change import bulk_handler
from builder.runtime.background.follow_ups_due import FOLLOW_UPS_DUE, SECONDS_BETWEEN, turn_due
from builder.runtime.background.hand_over import KIND as HAND_OVER
from builder.runtime.background.hand_over import hand_over_handler
from builder.runtime.background.publish_work import at_pace, convert, rebuild
from builder.runtime.background.sample_removal import KIND as SAMPLE_REMOVAL
from builder.runtime.background.sample_removal import removal_handler
from builder.runtime.background.search_catch_up import SEARCH_CATCH_UP, catch_up
from builder.runtime.background.sweeping import SWEEP, sweep
from builder.runtime.background.trash_purge import TRASH_PURGE, purge_trash
from builder.runtime.background.undoing import undo_handler
from builder.runtime.exports.running import KIND as EXPORT
from builder.runtime.exports.running import export_handler
from builder.runtime.imports.running import KIND as IMPORT
from builder.runtime.imports.running import AddOptions, import_handler
from builder.runtime.imports.uploads import folder_of
from builder.runtime.undo import JOB_KIND as UNDO
from builder.runtime.workspaces import Workspaces
from builder.storage import search
from builder.storage.deferred_work import COLUMN_CONVERSION, INDEX_BUILD, SEARCH_REBUILD, build_index
from builder.storage.element_purge import ELEMENT_PURGE, has_marked, purge_elements
from builder.storage.follow_ups import fell_due

QUICK = frozenset({SEARCH_CATCH_UP, SWEEP, FOLLOW_UPS_DUE})
"""Kinds that never wait behind long ones."""
PERIODIC = (
    Periodic(SEARCH_CATCH_UP, 5, lambda conn, space, _now: search.has_queued(conn, space)),
    Periodic(FOLLOW_UPS_DUE, SECONDS_BETWEEN, fell_due),
    Periodic(SWEEP, 6 * 3_600),
    Periodic(ELEMENT_PURGE, 60, lambda conn, space, _now: has_marked(conn, space)),
    Periodic(TRASH_PURGE, 24 * 3_600),
)


def job_handlers(workspaces: Workspaces, add_options: AddOptions) -> Mapping[str, Handler]:
    """Return kind → handler; ``add_options`` is how imports publish options that they meet."""
    return {
        INDEX_BUILD: partial(at_pace, build_index),
        COLUMN_CONVERSION: convert,
        SEARCH_REBUILD: rebuild,
        ELEMENT_PURGE: partial(at_pace, purge_elements),
        SEARCH_CATCH_UP: partial(catch_up, workspaces),
        TRASH_PURGE: partial(purge_trash, workspaces),
        FOLLOW_UPS_DUE: partial(turn_due, workspaces),
        SWEEP: sweep,
        BULK_CHANGE: bulk_handler(workspaces),
        HAND_OVER: hand_over_handler(workspaces),
        UNDO: undo_handler(workspaces),
        SAMPLE_REMOVAL: removal_handler(workspaces),
        EXPORT: export_handler(workspaces, folder_of(workspaces.database.data_dir)),
        IMPORT: import_handler(workspaces, folder_of(workspaces.database.data_dir), add_options),
    }
