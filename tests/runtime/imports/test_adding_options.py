"""Who may add options by an import: told before it starts, never only by the job."""

from __future__ import annotations

import pytest

from builder.errors import Invalid
from builder.identity import members
from tests.runtime.imports.conftest import Importer, columns, table

CONTENT = table(
    ("公司名称", "线索来源", "邮箱"),
    ("Acme", "A new source", "a@example.com"),
    ("Bolt", "Another source", "b@example.com"),
)


@pytest.fixture
def keeper(importer: Importer, colleague: Importer) -> Importer:
    """Somebody who may configure leads and import them, but is no administrator."""
    actions = {"view": ["all"], "create": True, "edit": ["all"], "import": True, "configure": True}
    role = {
        "kind": "role",
        "name": "keeper",
        "label": {"en": "Keeper"},
        "entities": [{"entity": "lead", "actions": actions}],
    }
    with importer.reading() as work:
        app = work.entity("lead").app
    importer.publish([role], app)
    with importer.publishing() as work:
        made = next(str(body["id"]) for body in work.model.of_kind("role") if body["name"] == "keeper")
        members.set_roles(work.conn, work.space, work.model, colleague.account, [made])
    return colleague


def test_who_may_configure_but_not_publish_is_proposed_nothing_that_the_job_refuses(keeper: Importer) -> None:
    opened = keeper.open(CONTENT, "lead")
    assert [entry.get("unknown") for entry in opened["mapping"]["columns"]] == [None, "blank", None]
    assert keeper.preview(opened["id"], opened["mapping"])["summary"]["create"] == 2
    job = keeper.work_off(keeper.start(opened["id"], opened["mapping"]))
    assert (job.state, job.result and job.result["created"]) == ("done", 2)


def test_a_preview_says_that_options_may_not_be_added(keeper: Importer) -> None:
    opened = keeper.open(CONTENT, "lead")
    mapping = columns(A="company_name", B="source")
    mapping["columns"][1]["unknown"] = "create"
    for ask in (keeper.preview, keeper.start):
        with pytest.raises(Invalid) as refused:
            ask(opened["id"], mapping)
        assert [(one.path, one.code) for one in refused.value.problems] == [
            ("columns.1.unknown", "may_not_add_options")
        ]
