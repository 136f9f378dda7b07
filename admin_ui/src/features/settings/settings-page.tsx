/** Settings of the workspace, for administrators: languages, zone, currency, and the calendar it works by. */

import { getRouteApi, useNavigate } from "@tanstack/react-router";
import { Segmented, Skeleton } from "antd";
import { useTranslation } from "react-i18next";

import { mayBuild, useAppPlace } from "../../lib/app-context";
import { NotHere } from "../../ui/not-here";
import { ProblemNote } from "../../ui/problem-note";
import { GeneralSettings } from "./general-settings";
import { useSettings } from "./use-settings";
import { WorkingWeek } from "./working-week";
import { YearCalendar } from "./year-calendar";
import "./settings.css";

const route = getRouteApi("/signed-in/w/$workspace/$app/-settings");

export function SettingsPage() {
  const place = useAppPlace();
  return mayBuild(place) ? <Settings /> : <NotHere />;
}

function Settings() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { of } = route.useSearch();
  const found = useSettings();
  return (
    <div className="page settings-page">
      <div className="page-title wrap-line">
        <h1>{t("settings.title")}</h1>
        <span className="grow" />
        <Segmented
          aria-label={t("settings.title")}
          value={of ?? "general"}
          onChange={(next) =>
            void navigate({ to: ".", search: next === "calendar" ? { of: next } : {}, replace: true })
          }
          options={[
            { value: "general", label: t("settings.general") },
            { value: "calendar", label: t("settings.calendar") },
          ]}
        />
      </div>
      {found.isPending ? <Skeleton active title={false} paragraph={{ rows: 8 }} /> : null}
      {found.error ? <ProblemNote error={found.error} onRetry={() => void found.refetch()} /> : null}
      {found.data && of !== "calendar" ? <GeneralSettings settings={found.data} /> : null}
      {found.data && of === "calendar" ? (
        <>
          <WorkingWeek settings={found.data} />
          <YearCalendar settings={found.data} />
        </>
      ) : null}
    </div>
  );
}
