"""``builder template``: what can be installed, installing it, and its sample data."""

from __future__ import annotations

import click

from builder.cli.desk import Desk, at_desk
from builder.cli.output import PARTLY, Output, json_option
from builder.cli.waiting_jobs import result_of
from builder.errors import NotFound
from builder.metadata.values import text_of


@click.group()
def template() -> None:
    """List, install and clone templates, add and remove their sample data."""


@template.command("list")
@json_option
def list_templates(out: Output) -> None:
    """List the templates that can be installed."""
    from builder.designer.installing import templates

    found = templates()
    out.table(
        ["name", "version", "label", "description"],
        [
            [item.name, item.version, text_of(item.label, out.locale), text_of(item.description, out.locale)]
            for item in found
        ],
    )
    out.answer(
        {
            "items": [
                {
                    "name": item.name,
                    "version": item.version,
                    "label": item.label,
                    "description": item.description,
                    "documents": item.counts,
                    "sample_data": item.has_sample_data,
                }
                for item in found
            ]
        }
    )


@template.command()
@click.argument("name")
@click.option("--sample-data", is_flag=True, help="Add records to try it with.")
@at_desk
def install(out: Output, desk: Desk, name: str, sample_data: bool) -> None:
    """Install the template NAME as an app."""
    from builder.designer.installing import install as install_template

    with desk.publishing() as work:
        made = install_template(work, name, None, sample_data)
    _tell(out, desk, (made.app, made.name), made.published.revision, made.sample_records)


@template.command()
@click.argument("name")
@click.option("--name", "new_name", metavar="NAME", help="API name of the new app; default: NAME_2, NAME_3 …")
@click.option("--label", default="", metavar="LABEL", help="Its label; default: the label of the original.")
@click.option("--sample-data", is_flag=True, help="Add records to try it with.")
@at_desk
def clone(out: Output, desk: Desk, name: str, new_name: str | None, label: str, sample_data: bool) -> None:
    """Make another app of the template NAME, or else of the installed app NAME, with ids of its own."""
    from builder.designer.installing import clone_app, templates
    from builder.designer.installing import install as install_template

    template_info = next((item for item in templates() if item.name == name), None)
    with desk.publishing() as work:
        source = work.model.app(name)
        if template_info is None and source is None:
            raise NotFound("unknown_template", name=name[:100])
        chosen = new_name or _free_name(name, {item.name for item in work.model.apps.values()})
        given = dict.fromkeys(("zh-CN", "zh-TW", "en"), label) if label else None
        if template_info is not None:
            made = install_template(work, name, (chosen, given or template_info.label), sample_data)
        elif source is not None:
            made = clone_app(work, source.id, chosen, given or source.label)
    _tell(out, desk, (made.app, made.name), made.published.revision, made.sample_records)


@template.command("add-sample")
@click.argument("app")
@at_desk
def add_sample(out: Output, desk: Desk, app: str) -> None:
    """Add the sample company of its template to the installed app APP."""
    from builder.designer.template_gallery import add_samples

    with desk.publishing() as work:
        records = add_samples(work, app)
    desk.run_jobs()
    out.say("samples_added", records=records)
    out.answer({"records": records})


@template.command("remove-sample")
@click.argument("app")
@at_desk
def remove_sample(out: Output, desk: Desk, app: str) -> None:
    """Take the sample company away from APP. Exit code 3 when something stays: what people made or changed."""
    from builder.designer.template_gallery import remove_samples_of

    with desk.writing() as work:
        job = remove_samples_of(work, app)
    desk.run_jobs()
    found = result_of(desk, job)
    kept = found["conflicts"]
    if kept:
        out.table(
            ["entity", "id", "title", "code"], [[one["entity"], one["id"], one["title"], one["code"]] for one in kept]
        )
    out.say("samples_removed", removed=found["removed"], kept=found["count"])
    out.answer(
        {"change_set": found["change_set"], "removed": found["removed"], "kept": found["count"], "conflicts": kept}
    )
    if found["count"]:
        raise SystemExit(PARTLY)


def _free_name(name: str, taken: set[str]) -> str:
    number = 2
    while f"{name}_{number}" in taken:
        number += 1
    return f"{name}_{number}"


def _tell(out: Output, desk: Desk, app: tuple[str, str], revision: int, sample_records: int) -> None:
    desk.run_jobs()
    out.say("installed", name=app[1])
    out.answer({"app": {"id": app[0], "name": app[1]}, "revision": revision, "sample_records": sample_records})
