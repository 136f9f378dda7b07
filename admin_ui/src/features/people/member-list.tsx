/** Members by name, as searched and chosen; each leads to what the workspace says of them. */

import { Button, Input, Segmented, Skeleton } from "antd";
import { useDeferredValue, useState } from "react";
import { useTranslation } from "react-i18next";

import type { Member, MembersAsked } from "../../lib/api/staff";
import { textOf } from "../../lib/label";
import { spaced } from "../../fields/phone/phone";
import { useDepartments } from "../../fields/pieces/people";
import { Avatar } from "../../ui/avatar";
import { EmptyState } from "../../ui/empty-state";
import { Pill } from "../../ui/pill";
import { ProblemNote } from "../../ui/problem-note";
import { useMembers, useRoles } from "./use-people";
import "../../fields/short-rows.css";

interface MemberListProps {
  department: number | undefined;
  onOpen: (member: number) => void;
  onInvite: () => void;
}

const STATES = ["all", "active", "invited", "disabled"] as const;

export function MemberList({ department, onOpen, onInvite }: MemberListProps) {
  const { t } = useTranslation();
  const [text, setText] = useState("");
  const [state, setState] = useState<(typeof STATES)[number]>("all");
  const search = useDeferredValue(text.trim());
  return (
    <section className="card people-members" aria-label={t("people.members")}>
      <div className="row-line wrap-line">
        <Input.Search
          className="people-search"
          allowClear
          maxLength={200}
          placeholder={t("people.find")}
          aria-label={t("people.find")}
          value={text}
          onChange={(event) => setText(event.target.value)}
        />
        <span className="grow" />
        <Segmented
          aria-label={t("people.state")}
          value={state}
          onChange={setState}
          options={STATES.map((value) => ({ value, label: t(`people.states.${value}`) }))}
        />
      </div>
      <Found asked={askedFor(search, department, state)} onOpen={onOpen} onInvite={onInvite} />
    </section>
  );
}

function askedFor(
  search: string,
  department: number | undefined,
  state: (typeof STATES)[number],
): MembersAsked {
  return {
    ...(search ? { search } : {}),
    ...(department === undefined ? {} : { department }),
    ...(state === "all" ? {} : { state }),
  };
}

interface FoundProps extends Pick<MemberListProps, "onOpen" | "onInvite"> {
  asked: MembersAsked;
}

function Found({ asked, onOpen, onInvite }: FoundProps) {
  const { t } = useTranslation();
  const found = useMembers(asked);
  const members = found.data?.pages.flatMap(({ items }) => items) ?? [];
  if (found.isPending) return <Skeleton active title={false} paragraph={{ rows: 6 }} />;
  if (found.error) return <ProblemNote error={found.error} onRetry={() => void found.refetch()} />;
  if (members.length === 0) {
    return (
      <EmptyState text={t("people.nobody")}>
        <Button onClick={onInvite}>{t("people.invite")}</Button>
      </EmptyState>
    );
  }
  return (
    <>
      <Rows members={members} onOpen={onOpen} />
      {found.hasNextPage ? (
        <Button type="link" loading={found.isFetchingNextPage} onClick={() => void found.fetchNextPage()}>
          {t("list.more")}
        </Button>
      ) : null}
    </>
  );
}

function Rows({ members, onOpen }: { members: readonly Member[]; onOpen: (member: number) => void }) {
  const { t } = useTranslation();
  return (
    <div className="short-rows people-rows">
      <table>
        <thead>
          <tr>
            <th scope="col">{t("people.fullName")}</th>
            <th scope="col">{t("people.department")}</th>
            <th scope="col">{t("people.roles")}</th>
            <th scope="col">{t("people.signsInWith")}</th>
            <th scope="col">{t("people.state")}</th>
          </tr>
        </thead>
        <tbody>
          {members.map((member) => (
            <Row key={member.id} member={member} onOpen={() => onOpen(member.id)} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Row({ member, onOpen }: { member: Member; onOpen: () => void }) {
  const { departments } = useDepartments();
  const home = departments.find(({ id }) => id === member.department)?.label ?? "";
  return (
    <tr onClick={onOpen}>
      <td className="elastic">
        <span className="row-line">
          <Avatar name={member.label} />
          <span className="people-who">
            <button type="button" className="plain-link clip" onClick={onOpen}>
              {member.label}
            </button>
            {member.position ? <span className="muted small clip">{member.position}</span> : null}
          </span>
        </span>
      </td>
      <td className="people-home">{home}</td>
      <td>
        <RoleNames member={member} />
      </td>
      <td className="people-sign-in muted">{member.email || spaced(member.mobile) || member.username}</td>
      <td>
        <StatePill member={member} />
      </td>
    </tr>
  );
}

function RoleNames({ member }: { member: Member }) {
  const { t, i18n } = useTranslation();
  const { data: roles = [] } = useRoles();
  if (member.administrator) return <Pill text={t("people.administrator")} meaning="info" />;
  const names = member.roles.map((role) => textOf(roles.find(({ id }) => id === role)?.label, i18n.language));
  const shown = names.filter(Boolean).join(t("nextStep.comma"));
  return shown ? <span>{shown}</span> : <span className="muted">{t("people.noRole")}</span>;
}

export function StatePill({ member }: { member: Member }) {
  const { t } = useTranslation();
  if (member.state === "disabled") return <Pill text={t("people.states.disabled")} />;
  if (member.state === "invited") return <Pill text={t("people.states.invited")} meaning="warn" />;
  if (!member.signs_in) return <Pill text={t("people.states.noPassword")} />;
  return <Pill text={t("people.states.active")} meaning="ok" />;
}
