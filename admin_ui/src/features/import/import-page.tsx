/** Importing a file into an entity: file, columns, check, result. */

import { getRouteApi, Link } from "@tanstack/react-router";
import { Steps } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import type { ImportInspection, Mapping } from "../../lib/api/imports";
import { useAppPlace } from "../../lib/app-context";
import { textOf } from "../../lib/label";
import { entityOf, pluralOf, type EntityModel } from "../../lib/model";
import { EmptyState } from "../../ui/empty-state";
import { useIsPhone } from "../../ui/use-is-phone";
import { ColumnsStep } from "./columns-step";
import { FileStep } from "./file-step";
import "./import.css";
import { completed } from "./mapping";
import { PreviewStep } from "./preview-step";
import { RunStep } from "./run-step";

const route = getRouteApi("/signed-in/w/$workspace/$app/$entity/import");

export function ImportPage() {
  const { t } = useTranslation();
  const params = route.useParams();
  const { model } = useAppPlace();
  const entity = entityOf(model, params.entity);
  if (!entity?.actions.includes("import")) return <EmptyState page text={t("problem.notFound")} />;
  return <ImportWizard key={entity.id} entity={entity} />;
}

const STEPS = ["file", "columns", "preview", "run"] as const;

function ImportWizard({ entity }: { entity: EntityModel }) {
  const { t, i18n } = useTranslation();
  const { workspace, app } = useAppPlace();
  const phone = useIsPhone();
  const [step, setStep] = useState<(typeof STEPS)[number]>("file");
  const [inspection, setInspection] = useState<ImportInspection | null>(null);
  const [mapping, setMapping] = useState<Mapping | null>(null);
  const [job, setJob] = useState<number | null>(null);
  const [madeFields, setMadeFields] = useState<string[]>([]);

  function inspected(next: ImportInspection) {
    setInspection(next);
    setMapping(completed(next.mapping, next.columns));
    setStep("columns");
  }

  function restart() {
    setInspection(null);
    setMapping(null);
    setJob(null);
    setMadeFields([]);
    setStep("file");
  }

  return (
    <div className="page import-page">
      <div className="page-title">
        <h1>{t("import.title", { name: textOf(pluralOf(entity), i18n.language) })}</h1>
        <span className="grow" />
        <Link to="/w/$workspace/$app/$entity" params={{ workspace, app, entity: entity.name }} search={{}}>
          {t("import.backToList")}
        </Link>
      </div>
      {phone ? null : (
        <Steps
          size="small"
          current={STEPS.indexOf(step)}
          items={STEPS.map((name) => ({ title: t(`import.step.${name}`) }))}
        />
      )}
      {step === "file" ? <FileStep entity={entity} onInspected={inspected} /> : null}
      {step === "columns" && inspection && mapping ? (
        <ColumnsStep
          entity={entity}
          inspection={inspection}
          mapping={mapping}
          onMapping={setMapping}
          onInspected={inspected}
          onBack={restart}
          onNext={() => setStep("preview")}
          onFieldMade={(label) => setMadeFields([...madeFields, label])}
        />
      ) : null}
      {step === "preview" && inspection && mapping ? (
        <PreviewStep
          entity={entity}
          inspection={inspection}
          mapping={mapping}
          onMapping={setMapping}
          onBack={() => setStep("columns")}
          onStarted={(started) => {
            setJob(started);
            setStep("run");
          }}
        />
      ) : null}
      {step === "run" && inspection && job !== null ? (
        <RunStep
          entity={entity}
          importId={inspection.id}
          job={job}
          madeFields={madeFields}
          onAgain={restart}
        />
      ) : null}
    </div>
  );
}
