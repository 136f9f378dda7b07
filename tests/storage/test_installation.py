"""The fixed tables: migrations give what the definitions say, start quickly, and stand several starters."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import insert, inspect, select, text, update

from builder.errors import Conflict, Unavailable
from builder.metadata.collation import sort_key
from builder.storage import account_rows, installation, job_rows, upload_rows
from builder.storage.engine import Database
from builder.storage.fixed_tables import platform, workspace_tables
from builder.storage.head import Head, read_head
from builder.storage.installation import create_workspace, prepare, sealing_secret, workspaces
from builder.storage.job_rows import NewJob
from tests.conftest import NOW


def differences(conn, metadata, version_table, schema=None):
    def mine(name, kind, parents):
        return kind != "schema" or name == schema

    names = {table.name for table in metadata.tables.values()}
    options = {
        "include_schemas": schema is not None,
        "include_name": mine,
        "version_table": version_table,
        "version_table_schema": schema,
        "include_object": lambda _o, name, kind, _r, _c: kind != "table" or name in names,
        "compare_type": True,
        "compare_server_default": False,
    }
    return compare_metadata(MigrationContext.configure(conn, opts=options), metadata)


def test_migrations_give_the_tables_that_the_definitions_say(database, space):
    with database.read() as conn:
        assert differences(conn, platform, "schema_version") == []
        assert differences(conn, workspace_tables(space).metadata, space.name("schema_version"), space.schema) == []
        names = inspect(conn).get_table_names(schema=space.schema)
        assert {table.name for table in workspace_tables(space)} <= set(names)


@pytest.mark.parametrize(("kind", "version"), [("platform", "PLATFORM_VERSION"), ("workspace", "WORKSPACE_VERSION")])
def test_the_newest_migration_is_the_one_a_start_looks_for(kind, version):
    config = Config()
    config.set_main_option("script_location", str(installation._MIGRATIONS / kind))
    assert ScriptDirectory.from_config(config).get_heads() == [getattr(installation, version)]


def test_an_older_installation_is_brought_up_to_date_and_keeps_its_workspaces(database):
    first_tables = ScriptDirectory(str(installation._MIGRATIONS / "platform")).get_revision("0001").module
    with database.write() as conn:
        for table in (platform.tables[name] for name in ("secret", "account_link", "session", "account")):
            table.drop(conn)
        older = [first_tables.account, first_tables.session]
        first_tables.platform.create_all(conn, tables=older)
        account = {"email": "chen@example.com", "display_name": "陈立", "created_at": NOW}
        conn.execute(insert(first_tables.account).values(account))
        moments = {"created_at": NOW, "expires_at": NOW + 9, "last_seen_at": NOW}
        conn.execute(insert(first_tables.session).values(id="s", account_id=1, csrf="c", **moments))
        conn.execute(text("UPDATE schema_version SET version_num = '0001'"))
    prepare(database)
    with database.read() as conn:
        first = sealing_secret(conn)
        assert len(first) == 64
        assert [row.key for row in workspaces(conn)] == ["main"]
        found, whose, _head = account_rows.session(conn, "s")
        assert (found.csrf, whose.id, whose.email, whose.username) == ("c", 1, "chen@example.com", None)
    with database.write() as conn:
        assert account_rows.insert_account(conn, email=None, display_name="李雷", password_hash=None, now=NOW) == 2
    prepare(database)
    with database.read() as conn:
        assert sealing_secret(conn) == first


def made_older(conn, space):
    """Take the tables of a workspace back to the first version."""
    tables = workspace_tables(space)
    place = f"{space.schema}." if space.schema else ""
    added = (
        (tables.member, ("name_key", "position", "joined_at", "absent_from", "absent_until", "deputy_id")),
        (tables.department, ("closed_at",)),
        (tables.upload, ("subject", "job_id")),
        (tables.personal_view, ("adjusts",)),
        (tables.option_name, ("label", "option_id")),
    )
    for table, columns in added:
        for index in table.indexes:
            if set(index.columns.keys()) & set(columns):
                conn.execute(text(f"DROP INDEX {place}{index.name}"))
        for column in columns:
            conn.execute(text(f"ALTER TABLE {place}{table.name} DROP COLUMN {column}"))
    for table in (
        tables.record_team,
        tables.team_member,
        tables.team,
        tables.notification,
        tables.comment,
        tables.file_use,
        tables.file,
        tables.fast_list,
    ):
        conn.execute(text(f"DROP TABLE {place}{table.name}"))
    version = f"{space.schema}.schema_version" if space.schema else space.name("schema_version")
    conn.execute(text(f"UPDATE {version} SET version_num = '0001'"))


def test_members_of_an_older_workspace_get_keys_for_their_names(database, space):
    with database.write() as conn:
        member = workspace_tables(space).member
        names = {1: "李雷", 2: "Wang Li"}
        rows = [
            {"account_id": key, "display_name": name, "email": name, "created_at": 0} for key, name in names.items()
        ]
        conn.execute(insert(member), rows)
        made_older(conn, space)
    prepare(database)
    with database.read() as conn:
        found = conn.execute(select(member.c.display_name, member.c.name_key, member.c.joined_at)).all()
    assert set(found) == {(name, sort_key(name), 0) for name in names.values()}


def test_jobs_of_an_older_workspace_keep_what_they_are_called(database, space):
    with database.write() as conn:
        job = job_rows.insert_job(conn, space, NewJob("import", "", {}, 1, 0))
        conn.execute(update(workspace_tables(space).job).values(label='客户 "neu".csv'))
        made_older(conn, space)
    prepare(database)
    with database.read() as conn:
        assert job_rows.find(conn, space, job).label == '客户 "neu".csv'


def test_uploads_of_an_older_workspace_are_listed_as_imports_of_their_entity(database, space):
    old = {"name": "a.csv", "path": "a", "size": 1, "sha256": "", "purpose": "import", "created_by": 1, "created_at": 0}
    bodies = {"one": '{"entity": "e_lead", "job": 7}', "two": '{"entity": "e_lead"}', "three": "{}"}
    with database.write() as conn:
        table = workspace_tables(space).upload
        rows = [{**old, "token": token, "body": body, "expires_at": 9} for token, body in bodies.items()]
        conn.execute(insert(table), rows)
        made_older(conn, space)
    prepare(database)
    with database.read() as conn:
        listed = upload_rows.with_jobs(conn, space, "import", "e_lead", None, 5)
    assert [(upload.token, upload.job) for upload in listed] == [("one", 7)]


def test_a_second_start_loads_no_migration(database, monkeypatch):
    monkeypatch.setattr(installation, "_migrate", None)
    started = time.thread_time()
    prepare(database)
    assert time.thread_time() - started < 0.5


def test_a_database_of_a_newer_release_is_refused(database):
    with database.write() as conn:
        conn.execute(text("UPDATE schema_version SET version_num = '9999'"))
    with pytest.raises(Unavailable) as refused:
        prepare(database)
    assert refused.value.code == "database_too_new"


def test_a_file_in_a_folder_that_is_not_there_yet(tmp_path):
    database = Database(f"sqlite:///{tmp_path}/new/folder/formloom.db", tmp_path)
    prepare(database)
    with database.read() as conn:
        assert workspaces(conn) == []
    database.close()


def test_several_starters_at_once_prepare_once(tmp_path):
    url = f"sqlite:///{tmp_path}/formloom.db"

    def start(_):
        database = Database(url, tmp_path)
        prepare(database)
        database.close()

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(start, range(4)))


def test_a_workspace_begins_with_its_head(database):
    with database.write() as conn:
        space = create_workspace(conn, "second", "第二", NOW)
        assert read_head(conn, space) == Head()
    with database.read() as conn:
        assert [(row.key, row.name) for row in workspaces(conn)] == [("main", "Main"), ("second", "第二")]


def test_a_key_is_given_once(database):
    with pytest.raises(Conflict) as refused, database.write() as conn:
        create_workspace(conn, "main", "again", NOW)
    assert refused.value.code == "workspace_exists"


@pytest.mark.parametrize("key", ["", "Main", "a b", "a__b", 'a"b', "1a", "x" * 40, "主"])
def test_keys_that_are_no_names_are_refused(database, key):
    with pytest.raises(ValueError, match="no key of a workspace"), database.write() as conn:
        create_workspace(conn, key, "x", NOW)


def test_a_workspace_that_fails_half_way_leaves_nothing(database):
    def fail():
        with database.write() as conn:
            create_workspace(conn, "second", "x", NOW)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    with database.read() as conn:
        assert [row.key for row in workspaces(conn)] == ["main"]
        space = database.space("second")
        assert not inspect(conn).has_table(space.name("head"), schema=space.schema)
