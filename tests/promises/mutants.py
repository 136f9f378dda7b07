"""Protections, each with the change that removes it and the test that must then fail; and the plugin that tries it.

A run of pytest with ``-p tests.promises.mutants`` and the tests named here takes a protection away while its test
runs, and writes to the file ``MUTANTS_TOLD`` what became of each: ``{"nodeid": "failed" | "passed" | "broken"}``.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import and_

from builder.api import auth, operations, repetition
from builder.errors import NotFound
from builder.identity.rights import Principal, principal_of
from builder.identity.sessions import Session
from builder.metadata.rights import Access, EntityRights, full_rights
from builder.metadata.role_rights import UserFacts
from builder.runtime import (
    checks,
    cursors,
    prepare,
    save_records,
    trash_records,
    undo_steps,
    wire,
    workspaces,
    write_plan,
)
from builder.runtime.spreadsheets import failed_rows
from builder.storage import catalogs, engine, indexes, job_claims, job_rows
from builder.storage.head import read_head
from builder.storage.turnstile import Turnstile

Remove = Callable[[pytest.MonkeyPatch], None]
HOUR = 3_600_000_000


@dataclass(frozen=True)
class Mutant:
    """One protection that is taken away."""

    name: str
    test: str
    """The node id of the test that misses it; the beginning of it where there are several."""
    remove: Remove
    early: bool = False
    """Whether it is taken away before the test's fixtures are made, too."""


def setting(place: Any, name: str, value: Any) -> Remove:
    """Return what puts a value in the place of a protection."""
    return lambda patch: patch.setattr(place, name, value)


def doing(place: Any, name: str, answer: Any = None) -> Remove:
    """Return what puts a function in the place of a protection that does nothing and answers always the same."""
    return setting(place, name, lambda *_, **__: answer)


def _writable(patch: pytest.MonkeyPatch) -> None:
    real = write_plan.WritePlan.parse
    patch.setattr(
        write_plan.WritePlan,
        "parse",
        lambda plan, given, rights: real(plan, given, replace(rights, fields={}, default=Access.WRITE)),
    )


def _any_version(patch: pytest.MonkeyPatch) -> None:
    real = save_records.refusal
    for module in (save_records, trash_records):
        patch.setattr(module, "refusal", lambda before, _version: real(before, None))


@contextmanager
def _no_turn(_turnstile: Turnstile, _priority: str) -> Iterator[None]:
    yield


def _short_leases(patch: pytest.MonkeyPatch) -> None:
    real = job_claims.claim
    patch.setattr(
        job_claims, "claim", lambda conn, space, owner, now, *more: real(conn, space, owner, now + HOUR, *more)
    )


def _open_to_strangers(patch: pytest.MonkeyPatch) -> None:
    def anybody(conn: Any, catalog: Any, account_id: int) -> Principal:
        try:
            return principal_of(conn, catalog, account_id)
        except NotFound:
            return Principal(full_rights(account_id), UserFacts(account_id))

    patch.setattr(workspaces, "principal_of", anybody)


def _old_catalogues(patch: pytest.MonkeyPatch) -> None:
    real = catalogs.CatalogCache.at
    patch.setattr(catalogs.CatalogCache, "at", lambda cache, *asked: cache._kept.get(asked[1]) or real(cache, *asked))


def _plain_indexes(patch: pytest.MonkeyPatch) -> None:
    real = indexes.IndexLayout
    patch.setattr(indexes, "IndexLayout", lambda name, columns, *more: real(name, columns, False, *more[1:]))


def _late_lock(conn: Any) -> None:
    conn.exec_driver_sql("BEGIN")


MUTANTS = (
    Mutant(
        "fields are written with the right to",
        "tests/runtime/test_saving.py::test_fields_are_written_only_with_the_right_to[sqlite]",
        _writable,
    ),
    Mutant(
        "hidden fields are hidden",
        "tests/runtime/test_reading.py::test_hidden_fields_are_absent_and_masked_ones_masked_everywhere[sqlite]",
        doing(EntityRights, "access", Access.READ),
    ),
    Mutant(
        "masks cover",
        "tests/api/test_records.py::test_a_seller_sees_own_records_with_fields_as_the_role_says[sqlite]",
        setting(wire, "mask_text", lambda _kind, text: text),
    ),
    Mutant(
        "a record is created within the condition of the right",
        "tests/runtime/test_saving.py::test_a_condition_on_creating_is_held[sqlite]",
        doing(prepare.Preparation, "_may_create", True),
    ),
    Mutant(
        "references lead to visible records",
        "tests/runtime/test_saving.py::test_a_record_out_of_sight_answers_as_one_that_is_not_there[sqlite]",
        setting(checks, "_known", lambda _work, _kind, _entity, numbers: numbers),
    ),
    Mutant(
        "actions need their right",
        "tests/identity/test_rights.py::test_a_role_gives_what_it_says_and_no_more[sqlite]",
        doing(EntityRights, "may", True),
    ),
    Mutant(
        "building is for builders",
        "tests/api/test_policies.py::test_what_builders_do_is_refused_to_others[sqlite]",
        doing(operations, "check_policy"),
    ),
    Mutant(
        "a foreign workspace is closed",
        "tests/runtime/test_workspaces.py::test_a_foreign_workspace_looks_like_an_unknown_one[sqlite-other-",
        _open_to_strangers,
    ),
    Mutant(
        "the CSRF token",
        "tests/api/test_policies.py::test_every_unsafe_route_wants_the_csrf_token[sqlite]",
        doing(Session, "csrf_matches", True),
    ),
    Mutant(
        "the origin of a request",
        "tests/api/test_sessions.py::test_a_request_from_elsewhere_changes_nothing[sqlite-",
        doing(auth, "refuse_foreign_origin"),
    ),
    Mutant(
        "a change is made from the version it names",
        "tests/api/test_records.py::test_of_two_editors_the_second_is_told[sqlite]",
        _any_version,
    ),
    Mutant(
        "a change names its version",
        "tests/api/test_records.py::test_a_change_needs_the_version_it_was_made_from[sqlite-",
        doing(operations, "wanted_version"),
    ),
    Mutant(
        "a repeated request is done once",
        "tests/api/test_repetition.py::test_the_same_request_is_answered_alike_and_done_once[sqlite]",
        doing(repetition.idempotency, "claim"),
    ),
    Mutant(
        "a key belongs to one request",
        "tests/api/test_repetition.py::test_another_request_under_the_same_key_is_refused[sqlite-",
        doing(repetition, "_request_hash", "same"),
    ),
    Mutant(
        "the turnstile",
        "tests/storage/test_turnstile.py::test_one_at_a_time_among_threads",
        setting(Turnstile, "turn", _no_turn),
    ),
    Mutant(
        "SQLite takes the lock when a write begins",
        "tests/storage/test_engine.py::test_a_database_locked_by_a_foreign_program_is_unavailable_and_works_again",
        setting(engine, "_begin_sqlite", _late_lock),
        early=True,
    ),
    Mutant(
        "writers hold the head",
        "tests/runtime/test_workspaces.py::test_a_publish_waits_for_writers_that_began_under_the_old_rules[postgresql]",
        setting(workspaces, "hold", read_head),
    ),
    Mutant(
        "a publish holds the head alone",
        "tests/runtime/test_workspaces.py::test_who_waits_for_a_publish_works_under_the_new_rules[postgresql-",
        setting(workspaces, "hold_alone", read_head),
    ),
    Mutant(
        "a write reads the head anew",
        "tests/designer/test_concurrent_publishing.py::test_a_record_written_while_the_rules_change_obeys_the_new_ones"
        "[sqlite]",
        _old_catalogues,
    ),
    Mutant(
        "a lease keeps others away",
        "tests/jobs/test_leases.py::test_a_leased_job_is_nobody_elses_until_the_lease_runs_out[sqlite]",
        _short_leases,
    ),
    Mutant(
        "who lost a lease is fenced out",
        "tests/jobs/test_leases.py::test_effects_of_a_worker_that_lost_its_lease_are_rolled_back[sqlite]",
        setting(job_rows, "_held", lambda table, lease: and_(table.c.id == lease.job_id, table.c.state == "running")),
    ),
    Mutant(
        "uniqueness is checked",
        "tests/runtime/test_saving.py::test_a_unique_value_is_taken_by_living_records_only[sqlite]",
        doing(checks, "_unique"),
    ),
    Mutant(
        "uniqueness is an index",
        "tests/storage/test_publish.py::test_a_unique_field_of_another_type_is_still_unique[sqlite]",
        _plain_indexes,
    ),
    Mutant(
        "cursors are sealed",
        "tests/runtime/test_cursors.py::test_a_cursor_with_another_position_is_refused[sqlite]",
        doing(cursors, "_seal", b"\0" * cursors.SEAL_BYTES),
    ),
    Mutant(
        "undo keeps what came later",
        "tests/runtime/test_trash_and_undo.py::test_undo_keeps_what_was_changed_later[sqlite]",
        doing(undo_steps, "_changed_since", set()),
    ),
    Mutant(
        "a restored record takes no value that was taken",
        "tests/runtime/test_trash_and_undo.py::test_a_record_whose_unique_value_was_taken_stays_in_the_trash[sqlite]",
        doing(trash_records, "_taken", []),
    ),
    Mutant(
        "no text becomes a formula",
        "tests/runtime/spreadsheets/test_failed_rows.py::test_no_text_becomes_a_formula_in_the_file_of_failed_rows",
        setting(failed_rows, "guard", lambda text: text),
    ),
)


def mutant_of(nodeid: str) -> Mutant | None:
    """Return the mutant that a test is to find."""
    return next((one for one in MUTANTS if nodeid.startswith(one.test)), None)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Keep the tests that are to find a mutant."""
    items[:] = [item for item in items if mutant_of(item.nodeid)]


@contextmanager
def without_protection(item: pytest.Item, early: bool) -> Iterator[None]:
    """Take the protection away that an item guards, if now is the time."""
    found = mutant_of(item.nodeid)
    with pytest.MonkeyPatch.context() as patch:
        if found is not None and found.early is early:
            found.remove(patch)
        yield


@pytest.hookimpl(wrapper=True)
def pytest_runtest_setup(item: pytest.Item) -> Any:
    """Make fixtures without the protection where it must go early."""
    with without_protection(item, early=True):
        return (yield)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: pytest.Item) -> Any:
    """Run the test without the protection."""
    with without_protection(item, early=False), without_protection(item, early=True):
        return (yield)


TOLD: dict[str, str] = {}


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    """Note how a test ended."""
    if report.when == "call":
        TOLD[report.nodeid] = report.outcome
    elif report.failed:
        TOLD[report.nodeid] = "broken"


def pytest_sessionfinish() -> None:
    """Tell how all ended."""
    if "MUTANTS_TOLD" in os.environ:
        Path(os.environ["MUTANTS_TOLD"]).write_text(json.dumps(TOLD), "utf-8")
