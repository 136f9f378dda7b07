/** The next steps of a new workspace, until they are done or waved away. */

import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { Button, Progress } from "antd";
import { Circle, CircleCheck, X } from "lucide-react";
import { useState, type ReactNode } from "react";
import { useTranslation } from "react-i18next";

import { readEarlierImports } from "../../lib/api/imports";
import { mayBuild, useAppPlace } from "../../lib/app-context";
import { textOf } from "../../lib/label";
import { entitiesInMenu } from "../../lib/menu";
import { pluralOf } from "../../lib/model";

const STORED = "formloom.steps";

interface Kept {
  dismissed?: boolean;
  done?: string[];
}

function useKept(): [Kept, (next: Kept) => void] {
  const { workspace, app } = useAppPlace();
  const key = `${STORED}.${workspace}.${app}`;
  const [kept, setKept] = useState<Kept>(() => {
    try {
      return JSON.parse(window.localStorage.getItem(key) ?? "{}") as Kept;
    } catch {
      return {};
    }
  });
  return [
    kept,
    (next) => {
      setKept(next);
      window.localStorage.setItem(key, JSON.stringify(next));
    },
  ];
}

interface Step {
  name: string;
  text: string;
  done: boolean;
  link: (children: ReactNode, onClick: () => void) => ReactNode;
}

/** What there is to do; steps that leave a trace are done when it is there, the others when they were visited. */
function useSteps(visited: readonly string[]): Step[] {
  const { t, i18n } = useTranslation();
  const place = useAppPlace();
  const { workspace, app, model, session } = place;
  const first = entitiesInMenu(model).find(({ actions }) => actions.includes("import"));
  const imports = useQuery({
    queryKey: ["imports", workspace, app, first?.name],
    queryFn: () => readEarlierImports(workspace, app, first?.name ?? ""),
    enabled: first !== undefined,
    retry: false,
  });
  const steps: Step[] = [];
  if (first) {
    const params = { workspace, app, entity: first.name };
    steps.push({
      name: "import",
      text: t("home.stepImport", { name: textOf(pluralOf(first), i18n.language) }),
      done: (imports.data?.length ?? 0) > 0,
      link: (children) => (
        <Link to="/w/$workspace/$app/$entity/import" params={params} search={{}}>
          {children}
        </Link>
      ),
    });
    steps.push({
      name: "view",
      text: t("home.stepView", { name: textOf(pluralOf(first), i18n.language) }),
      done: visited.includes("view"),
      link: (children, onClick) => (
        <Link to="/w/$workspace/$app/$entity" params={params} search={{}} onClick={onClick}>
          {children}
        </Link>
      ),
    });
  }
  steps.push({
    name: "profile",
    text: t("home.stepProfile"),
    done: Boolean(session.user.time_zone) || visited.includes("profile"),
    link: (children, onClick) => (
      <Link to="/w/$workspace/$app/-me" params={{ workspace, app }} onClick={onClick}>
        {children}
      </Link>
    ),
  });
  steps.push({
    name: "templates",
    text: t("home.stepTemplates"),
    done: visited.includes("templates"),
    link: (children, onClick) => (
      <Link to="/w/$workspace/-/templates" params={{ workspace }} onClick={onClick}>
        {children}
      </Link>
    ),
  });
  return steps;
}

export function Checklist() {
  const place = useAppPlace();
  return mayBuild(place) ? <Steps /> : null;
}

function Steps() {
  const { t } = useTranslation();
  const [kept, keep] = useKept();
  const visited = kept.done ?? [];
  const steps = useSteps(visited);
  const done = steps.filter((step) => step.done).length;
  if (kept.dismissed || done === steps.length) return null;
  return (
    <section className="card home-steps" aria-label={t("home.steps")}>
      <div className="row-line">
        <h2>{t("home.steps")}</h2>
        <span className="muted small numeric">{`${done} / ${steps.length}`}</span>
        <span className="home-steps-bar">
          <Progress
            percent={(done / steps.length) * 100}
            showInfo={false}
            size="small"
            aria-label={t("home.steps")}
          />
        </span>
        <span className="grow" />
        <Button
          type="text"
          size="small"
          icon={<X size={15} aria-hidden="true" />}
          aria-label={t("home.dismiss")}
          title={t("home.dismiss")}
          onClick={() => keep({ ...kept, dismissed: true })}
        />
      </div>
      <ul>
        {steps.map((step) => (
          <li key={step.name} className={step.done ? "done" : undefined}>
            {step.done ? (
              <CircleCheck size={16} aria-hidden="true" />
            ) : (
              <Circle size={16} aria-hidden="true" />
            )}
            {step.done ? <span className="sr-only">{t("home.stepDone")}</span> : null}
            {step.link(step.text, () => keep({ ...kept, done: [...visited, step.name] }))}
          </li>
        ))}
      </ul>
    </section>
  );
}
