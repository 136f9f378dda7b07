/** What is inside a template: how many documents of each kind, its kinds of records, its roles. */

import { Button } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import type { Template } from "../../lib/api/templates";
import { textOf } from "../../lib/label";
import { AppIcon } from "../../ui/app-icon";

const KINDS = ["entity", "view", "stage_flow", "form", "page", "role"] as const;
const SHOWN = 10;

export function TemplateContents({ template }: { template: Template }) {
  const { t, i18n } = useTranslation();
  const [all, setAll] = useState(false);
  const counts = KINDS.filter((kind) => template.counts[kind]);
  const entities = all ? template.entities : template.entities.slice(0, SHOWN);
  const more = template.entities.length - entities.length;
  return (
    <>
      <ul className="template-counts" aria-label={t("templates.inside")}>
        {counts.map((kind) => (
          <li key={kind}>
            <b className="numeric">{template.counts[kind]}</b>{" "}
            <span className="muted">
              {t(`templates.kind.${kind}`, { count: template.counts[kind] ?? 0 })}
            </span>
          </li>
        ))}
      </ul>
      <ul className="template-chips" aria-label={t("templates.records")}>
        {entities.map(({ name, label, icon }) => (
          <li key={name}>
            <AppIcon name={icon} size={14} />
            {textOf(label, i18n.language)}
          </li>
        ))}
        {more > 0 ? (
          <li className="template-more">
            <Button type="link" size="small" onClick={() => setAll(true)}>
              {t("templates.showMore", { count: more })}
            </Button>
          </li>
        ) : null}
      </ul>
      {template.roles.length > 0 ? (
        <div className="small muted">
          {t("templates.roles")} {template.roles.map(({ label }) => textOf(label, i18n.language)).join(" · ")}
        </div>
      ) : null}
    </>
  );
}
