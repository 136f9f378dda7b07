"""A personal view changed from two places at the same moment keeps both changes."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Event

from builder.runtime import personal_views
from tests.runtime.conftest import Opener


def test_two_changes_of_a_view_at_once_both_stay(open_work: Opener) -> None:
    with open_work() as work:
        made = personal_views.create(work, {"entity": "company", "type": "table", "label": {"en": "Mine"}})
    number, changed = int(made["id"]), Event()

    def name_it() -> None:
        with open_work() as work:
            personal_views.update(work, number, {"label": {"en": "Big"}})
            changed.set()
            Event().wait(0.3)

    def page_it() -> None:
        changed.wait(10)
        with open_work() as work:
            personal_views.update(work, number, {"page_size": 100})

    with ThreadPoolExecutor(2) as pool:
        for each in (pool.submit(name_it), pool.submit(page_it)):
            each.result(30)
    with open_work() as work:
        (found,) = [item for item in personal_views.listed(work, "company") if item.get("personal")]
    assert (found["label"], found["page_size"]) == ({"en": "Big"}, 100)
