/** Who works here: members with their departments, roles and teams, for administrators. */

import { getRouteApi, useNavigate } from "@tanstack/react-router";
import { Button, Segmented } from "antd";
import { UserPlus } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { mayBuild, useAppPlace } from "../../lib/app-context";
import { NotHere } from "../../ui/not-here";
import { DepartmentTree } from "./department-tree";
import { InviteDialog } from "./invite-dialog";
import { MemberDialog } from "./member-dialog";
import { MemberList } from "./member-list";
import { Teams } from "./teams";
import "./people.css";

const route = getRouteApi("/signed-in/w/$workspace/$app/-people");

export function PeoplePage() {
  const { t } = useTranslation();
  const place = useAppPlace();
  const navigate = useNavigate();
  const { of, member, department } = route.useSearch();
  const [inviting, setInviting] = useState(false);
  if (!mayBuild(place)) return <NotHere />;

  function show(next: { of?: "teams"; member?: number; department?: number }, replace = false) {
    void navigate({ to: ".", search: next, replace });
  }
  const within = department === undefined ? {} : { department };
  return (
    <div className="page people-page">
      <div className="page-title wrap-line">
        <h1>{t("people.title")}</h1>
        <span className="grow" />
        <Segmented
          aria-label={t("people.title")}
          value={of ?? "members"}
          onChange={(next) => show(next === "teams" ? { of: "teams" } : {}, true)}
          options={[
            { value: "members", label: t("people.members") },
            { value: "teams", label: t("people.teams") },
          ]}
        />
        {of === "teams" ? null : (
          <Button
            type="primary"
            icon={<UserPlus size={15} aria-hidden="true" />}
            onClick={() => setInviting(true)}
          >
            {t("people.invite")}
          </Button>
        )}
      </div>
      {of === "teams" ? (
        <Teams />
      ) : (
        <div className="people-columns">
          <DepartmentTree
            chosen={department}
            onChoose={(next) => show(next === undefined ? {} : { department: next })}
          />
          <MemberList
            department={department}
            onOpen={(next) => show({ ...within, member: next })}
            onInvite={() => setInviting(true)}
          />
        </div>
      )}
      {inviting ? <InviteDialog department={department ?? null} onClose={() => setInviting(false)} /> : null}
      {member === undefined ? null : (
        <MemberDialog key={member} id={member} onClose={() => show(within, true)} />
      )}
    </div>
  );
}
