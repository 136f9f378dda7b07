/** One template of the gallery: its picture, what is inside, the ways to install it, the apps made from it. */

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useRouter } from "@tanstack/react-router";
import { Button } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { installTemplate, type InstallChoice, type Template } from "../../lib/api/templates";
import { textOf } from "../../lib/label";
import { ProblemNote } from "../../ui/problem-note";
import { CloneDialog } from "./clone-dialog";
import { InstalledApp } from "./installed-app";
import { TemplateContents } from "./template-contents";
import { TemplatePicture } from "./template-picture";
import { TemplateScreens } from "./template-screens";

interface TemplateCardProps {
  workspace: string;
  template: Template;
  /** Names of the apps that are there. */
  taken: readonly string[];
  /** Nothing is installed yet and this comes first: its button is the one that stands out. */
  first: boolean;
}

export function TemplateCard({ workspace, template, taken, first }: TemplateCardProps) {
  const { t, i18n } = useTranslation();
  const [cloning, setCloning] = useState(false);
  const install = useInstall(workspace, template.name);
  const label = textOf(template.label, i18n.language);
  return (
    <section className="card template-card" aria-label={label}>
      {template.pictures.length > 0 ? (
        <TemplateScreens workspace={workspace} template={template} />
      ) : (
        <TemplatePicture />
      )}
      <div className="template-body">
        <div className="row-line">
          <h2>{label}</h2>
          <span className="muted small numeric">{template.version}</span>
        </div>
        <div>{textOf(template.description, i18n.language)}</div>
        <TemplateContents template={template} />
        {install.error ? <ProblemNote error={install.error} /> : null}
        {install.isPending ? (
          <div className="note" role="status">
            {t(install.variables.sampleData ? "templates.makingCompany" : "templates.installing")}
          </div>
        ) : null}
        <div className="row-line wrap-line">
          {taken.includes(template.name) ? null : (
            <InstallButtons
              label={label}
              first={first}
              withSample={template.has_sample_data}
              pending={install.isPending ? install.variables : undefined}
              onInstall={install.mutate}
            />
          )}
          <Button disabled={install.isPending} onClick={() => setCloning(true)}>
            {t("templates.clone")}
          </Button>
        </div>
        {template.installed.map((installed) => (
          <InstalledApp
            key={installed.app.id}
            workspace={workspace}
            installed={installed}
            canHaveSample={template.has_sample_data}
            installing={install.isPending}
          />
        ))}
      </div>
      {cloning ? (
        <CloneDialog
          template={template}
          taken={taken}
          onCancel={() => setCloning(false)}
          onClone={(choice) => {
            setCloning(false);
            install.mutate(choice);
          }}
        />
      ) : null}
    </section>
  );
}

function useInstall(workspace: string, template: string) {
  const router = useRouter();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (choice: InstallChoice) => installTemplate(workspace, template, choice),
    onSuccess: async (app) => {
      void queries.invalidateQueries({ queryKey: ["templates", workspace] });
      await queries.invalidateQueries({ queryKey: ["apps", workspace] });
      await router.navigate({ to: "/w/$workspace/$app", params: { workspace, app: app.name } });
    },
  });
}

interface InstallButtonsProps {
  label: string;
  first: boolean;
  withSample: boolean;
  pending: InstallChoice | undefined;
  onInstall: (choice: InstallChoice) => void;
}

function InstallButtons({ label, first, withSample, pending, onInstall }: InstallButtonsProps) {
  const { t } = useTranslation();
  const only = withSample ? t("templates.installOnly") : t("templates.install");
  return (
    <>
      {withSample ? (
        <Button
          type={first ? "primary" : "default"}
          loading={pending?.sampleData === true}
          disabled={pending !== undefined}
          aria-label={`${t("templates.installWithSample")} ${label}`}
          onClick={() => onInstall({ sampleData: true })}
        >
          {t("templates.installWithSample")}
        </Button>
      ) : null}
      <Button
        type={first && !withSample ? "primary" : "default"}
        loading={pending?.sampleData === false}
        disabled={pending !== undefined}
        aria-label={`${only} ${label}`}
        onClick={() => onInstall({ sampleData: false })}
      >
        {only}
      </Button>
    </>
  );
}
