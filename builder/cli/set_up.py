"""``builder init``: the first administrator and the first workspace."""

from __future__ import annotations

import os

import click

from builder.cli.opening import now_in_microseconds, open_database
from builder.cli.output import Output, json_option
from builder.config import from_environment


@click.command()
@click.option("--admin-email", required=True, metavar="EMAIL", help="E-mail address of the first administrator.")
@click.option(
    "--admin-password",
    required=True,
    envvar="BUILDER_ADMIN_PASSWORD",
    metavar="PASSWORD",
    help="Their password; better given as BUILDER_ADMIN_PASSWORD, which other processes cannot list.",
)
@click.option("--admin-name", default="", metavar="NAME", help="Their name as others see it.")
@click.option("--workspace-name", default="", metavar="NAME", help="Name of the first workspace.")
@json_option
def init(out: Output, admin_email: str, admin_password: str, admin_name: str, workspace_name: str) -> None:
    """Create the first administrator and the workspace "main". Only once: exit code 1 when there is one."""
    from builder.identity.accounts import new_account
    from builder.identity.setting_up import set_up

    person = new_account(admin_email, admin_password, admin_name)
    with open_database(from_environment(os.environ)) as database, database.write() as conn:
        made = set_up(conn, person, workspace_name, now_in_microseconds())
    out.say("set_up", email=person.email, workspace=made.workspace)
    out.answer({"account": made.account_id, "email": person.email, "workspace": made.workspace})
