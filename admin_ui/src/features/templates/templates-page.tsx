/** The choice of a template: what a new workspace starts from, one click each. */

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { getRouteApi, Link, useRouter } from "@tanstack/react-router";
import { Button, Skeleton } from "antd";
import { LayoutTemplate } from "lucide-react";
import { useTranslation } from "react-i18next";

import { installTemplate, type Template } from "../../lib/api/apps";
import { textOf } from "../../lib/label";
import { appsQuery, templatesQuery } from "../../lib/queries";
import { Brand } from "../../ui/brand";
import { LanguageMenu } from "../../ui/language-menu";
import { ProblemNote } from "../../ui/problem-note";
import { useKeepLocale } from "../../ui/use-keep-locale";
import "./templates.css";

const route = getRouteApi("/signed-in/w/$workspace/-/templates");

export function TemplatesPage() {
  const { t, i18n } = useTranslation();
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
      </div>
      <div>
        <h1>{t("templates.title")}</h1>
        <div className="muted">{apps.length === 0 ? t("templates.first") : t("templates.more")}</div>
      </div>
      {apps.length > 0 ? (
        <div className="row-line wrap-line">
          {apps.map((app) => (
            <Link key={app.id} to="/w/$workspace/$app" params={{ workspace, app: app.name }}>
              {textOf(app.label, i18n.language)}
            </Link>
          ))}
        </div>
      ) : null}
      {templates.error ? (
        <ProblemNote error={templates.error} onRetry={() => void templates.refetch()} />
      ) : null}
      {templates.isPending ? <Skeleton active /> : null}
      <div className="template-grid">
        {(templates.data ?? []).map((template, index) => (
          <TemplateCard
            key={template.name}
            workspace={workspace}
            template={template}
            installed={apps.some((app) => app.name === template.name)}
            first={index === 0}
          />
        ))}
      </div>
    </main>
  );
}

interface TemplateCardProps {
  workspace: string;
  template: Template;
  installed: boolean;
  first: boolean;
}

function TemplateCard({ workspace, template, installed, first }: TemplateCardProps) {
  const { t, i18n } = useTranslation();
  const router = useRouter();
  const queries = useQueryClient();
  const label = textOf(template.label, i18n.language);
  const install = useMutation({
    mutationFn: () => installTemplate(workspace, template.name),
    onSuccess: async (app) => {
      await queries.invalidateQueries({ queryKey: ["apps", workspace] });
      await router.navigate({ to: "/w/$workspace/$app", params: { workspace, app: app.name } });
    },
  });
  return (
    <section className="card template-card" aria-label={label}>
      <div className="template-drawing" aria-hidden="true">
        <LayoutTemplate size={40} strokeWidth={1.3} />
      </div>
      <div className="row-line">
        <h2>{label}</h2>
        <span className="muted small">{template.version}</span>
      </div>
      <div className="muted">{textOf(template.description, i18n.language)}</div>
      {install.error ? <ProblemNote error={install.error} /> : null}
      {installed ? (
        <Link to="/w/$workspace/$app" params={{ workspace, app: template.name }}>
          {t("templates.open")}
        </Link>
      ) : (
        <Button
          type={first ? "primary" : "default"}
          loading={install.isPending}
          aria-label={t("templates.installNamed", { name: label })}
          onClick={() => install.mutate()}
        >
          {install.isPending ? t("templates.installing") : t("templates.install")}
        </Button>
      )}
    </section>
  );
}
