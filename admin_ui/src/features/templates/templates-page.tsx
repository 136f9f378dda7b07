/** The gallery of templates: what each holds, installing it, and the apps that were made from it. */

import { useQuery } from "@tanstack/react-query";
import { getRouteApi, Link } from "@tanstack/react-router";
import { Skeleton } from "antd";
import { useTranslation } from "react-i18next";

import { textOf } from "../../lib/label";
import { appsQuery, templatesQuery } from "../../lib/queries";
import { AppIcon } from "../../ui/app-icon";
import { Brand } from "../../ui/brand";
import { HelpLink } from "../../ui/help-link";
import { LanguageMenu } from "../../ui/language-menu";
import { ProblemNote } from "../../ui/problem-note";
import { useKeepLocale } from "../../ui/use-keep-locale";
import { TemplateCard } from "./template-card";
import "./templates.css";

const route = getRouteApi("/signed-in/w/$workspace/-/templates");

export function TemplatesPage() {
  const { t } = useTranslation();
  const { workspace } = route.useParams();
  const templates = useQuery(templatesQuery(workspace));
  const { data: apps = [] } = useQuery(appsQuery(workspace));
  const keepLocale = useKeepLocale();
  return (
    <main className="templates">
      <div className="row-line">
        <Brand />
        <span className="grow" />
        <LanguageMenu labelled onChosen={keepLocale} />
        <HelpLink page="crm-template" />
      </div>
      <div>
        <h1>{t("templates.title")}</h1>
        <div className="muted">{apps.length === 0 ? t("templates.first") : t("templates.more")}</div>
      </div>
      <OpenApps workspace={workspace} />
      {templates.error ? (
        <ProblemNote error={templates.error} onRetry={() => void templates.refetch()} />
      ) : null}
      {templates.isPending ? <Skeleton active paragraph={{ rows: 8 }} /> : null}
      {(templates.data ?? []).map((template, index) => (
        <TemplateCard
          key={template.name}
          workspace={workspace}
          template={template}
          taken={apps.map(({ name }) => name)}
          first={index === 0 && apps.length === 0}
        />
      ))}
    </main>
  );
}

/** The way back into the apps that are there. */
function OpenApps({ workspace }: { workspace: string }) {
  const { t, i18n } = useTranslation();
  const { data: apps = [] } = useQuery(appsQuery(workspace));
  if (apps.length === 0) return null;
  return (
    <nav className="row-line wrap-line" aria-label={t("templates.yours")}>
      <span className="muted small">{t("templates.yours")}</span>
      {apps.map((app) => (
        <Link key={app.id} className="app-chip" to="/w/$workspace/$app" params={{ workspace, app: app.name }}>
          <AppIcon name={app.icon} />
          {textOf(app.label, i18n.language)}
        </Link>
      ))}
    </nav>
  );
}
