/** Teams of members from wherever: added, renamed, closed; who is in one is said of the member. */

import { useMutation } from "@tanstack/react-query";
import { Button, Input, Skeleton } from "antd";
import { Plus } from "lucide-react";
import { useState, type FormEvent } from "react";
import { useTranslation } from "react-i18next";

import { asProblem } from "../../lib/api/problem";
import { addTeam, changeTeam, type Team } from "../../lib/api/staff";
import { useAppPlace } from "../../lib/app-context";
import { EmptyState } from "../../ui/empty-state";
import { ProblemNote, useProblemText } from "../../ui/problem-note";
import { useMessage } from "../../ui/use-message";
import { usePeopleChanged, useTeams } from "./use-people";
import "../../fields/short-rows.css";

const NEW_TEAM = "people-new-team";

export function Teams() {
  const { t } = useTranslation();
  const found = useTeams();
  return (
    <section className="card people-members" aria-label={t("people.teams")}>
      <NewTeam />
      {found.isPending ? <Skeleton active title={false} paragraph={{ rows: 4 }} /> : null}
      {found.error ? <ProblemNote error={found.error} onRetry={() => void found.refetch()} /> : null}
      {found.data?.length === 0 ? (
        <EmptyState text={t("people.noTeams")}>
          <Button onClick={() => document.getElementById(NEW_TEAM)?.focus()}>{t("people.addTeam")}</Button>
        </EmptyState>
      ) : null}
      {found.data && found.data.length > 0 ? (
        <div className="short-rows people-rows">
          <table>
            <thead>
              <tr>
                <th scope="col">{t("people.name")}</th>
                <th scope="col">{t("people.members")}</th>
                <th scope="col">
                  <span className="sr-only">{t("people.actions")}</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {found.data.map((team) => (
                <TeamRow key={team.id} team={team} />
              ))}
            </tbody>
          </table>
        </div>
      ) : null}
    </section>
  );
}

function NewTeam() {
  const { t } = useTranslation();
  const { workspace } = useAppPlace();
  const changed = usePeopleChanged();
  const [name, setName] = useState("");
  const add = useMutation({
    mutationFn: () => addTeam(workspace, name),
    onSuccess: async () => {
      setName("");
      await changed();
    },
  });
  function submit(event: FormEvent) {
    event.preventDefault();
    if (name.trim()) add.mutate();
  }
  return (
    <form className="row-line" onSubmit={submit}>
      <Input
        id={NEW_TEAM}
        className="people-search"
        maxLength={200}
        aria-label={t("people.newTeam")}
        placeholder={t("people.newTeam")}
        value={name}
        onChange={(event) => setName(event.target.value)}
      />
      <Button
        htmlType="submit"
        loading={add.isPending}
        disabled={!name.trim()}
        icon={<Plus size={15} aria-hidden="true" />}
      >
        {t("people.add")}
      </Button>
      {add.error ? <ProblemNote error={add.error} /> : null}
    </form>
  );
}

function TeamRow({ team }: { team: Team }) {
  const { t } = useTranslation();
  const { workspace } = useAppPlace();
  const changed = usePeopleChanged();
  const message = useMessage();
  const say = useProblemText();
  const [name, setName] = useState(team.label);
  const change = useMutation({
    mutationFn: (body: { name?: string; closed?: boolean }) => changeTeam(workspace, team.id, body),
    onSuccess: changed,
    onError: (error) => {
      setName(team.label);
      message.error(say(asProblem(error)));
    },
  });
  function rename() {
    if (name.trim() && name.trim() !== team.label) change.mutate({ name });
    else setName(team.label);
  }
  return (
    <tr>
      <td className="elastic">
        <Input
          variant="borderless"
          maxLength={200}
          aria-label={t("people.renameTeam", { name: team.label })}
          value={name}
          onChange={(event) => setName(event.target.value)}
          onBlur={rename}
          onPressEnter={(event) => event.currentTarget.blur()}
        />
      </td>
      <td className="numeric">{team.people}</td>
      <td>
        <Button type="link" size="small" onClick={() => change.mutate({ closed: !team.closed })}>
          {team.closed ? t("people.openTeam") : t("people.closeTeam")}
        </Button>
      </td>
    </tr>
  );
}
