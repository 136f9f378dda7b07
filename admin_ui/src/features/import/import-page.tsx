/** Importing a file into an entity: file, columns, check, result. */

import { getRouteApi, Link } from "@tanstack/react-router";
import { useQuery } from "@tanstack/react-query";
import { Skeleton, Steps } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { readImport, type ImportInspection, type ImportState, type Mapping } from "../../lib/api/imports";
import { useAppPlace } from "../../lib/app-context";
import { textOf } from "../../lib/label";
import { entityOf, pluralOf, type EntityModel } from "../../lib/model";
import { useIsPhone } from "../../ui/use-is-phone";
import { NotHere } from "../../ui/not-here";
import { ColumnsStep } from "./columns-step";
import { FileStep } from "./file-step";
import "./import.css";
import { completed } from "./mapping";
import { PreviewStep } from "./preview-step";
import { RunStep } from "./run-step";

const route = getRouteApi("/signed-in/w/$workspace/$app/$entity/import");

export function ImportPage() {
  const params = route.useParams();
  const { model, workspace } = useAppPlace();
  const entity = entityOf(model, params.entity);
  const named = route.useSearch().import;
  /** The import that the wizard below began itself, and put into the address. */
  const [own, setOwn] = useState<string>();
  /** The import that somebody came for: one that was begun, or ended, before. */
  const earlier = named === own ? undefined : named;
  const opened = useQuery({
    queryKey: ["import", workspace, earlier],
    queryFn: () => readImport(workspace, earlier ?? ""),
    enabled: earlier !== undefined,
    staleTime: Infinity,
    retry: false,
  });
  if (!entity?.actions.includes("import")) return <NotHere />;
  if (earlier !== undefined && opened.isPending) return <Skeleton active />;
  const state = opened.data?.entity === entity.name ? opened.data : undefined;
  return (
    <ImportWizard
      key={`${entity.id} ${earlier ?? ""}`}
      entity={entity}
      opened={state}
      problem={opened.error}
      onBegun={(id) => {
        if (id !== earlier) setOwn(id);
      }}
    />
  );
}

const STEPS = ["file", "columns", "preview", "run"] as const;

/** Where the wizard stands; the address names the import, so that it leads back here. */
function useWizard(opened: ImportState | undefined, onBegun: (id: string) => void) {
  const navigate = route.useNavigate();
  const [step, setStep] = useState<(typeof STEPS)[number]>(
    opened ? (opened.job == null ? "columns" : "run") : "file",
  );
  const [inspection, setInspection] = useState<ImportInspection | null>(opened ?? null);
  const [mapping, setMapping] = useState<Mapping | null>(
    opened ? completed(opened.mapping, opened.columns) : null,
  );
  const [job, setJob] = useState<number | null>(opened?.job ?? null);
  const [madeFields, setMadeFields] = useState<string[]>([]);

  function inspected(next: ImportInspection) {
    setInspection(next);
    setMapping(completed(next.mapping, next.columns));
    setStep("columns");
    onBegun(next.id);
    void navigate({ search: { import: next.id }, replace: true });
  }

  function restart() {
    setInspection(null);
    setMapping(null);
    setJob(null);
    setMadeFields([]);
    setStep("file");
    onBegun("");
    void navigate({ search: {}, replace: true });
  }

  return {
    step,
    setStep,
    inspection,
    inspected,
    mapping,
    setMapping,
    job,
    setJob,
    madeFields,
    setMadeFields,
    restart,
  };
}

interface ImportWizardProps {
  entity: EntityModel;
  opened: ImportState | undefined;
  /** Why the import that the address names cannot be opened. */
  problem: unknown;
  onBegun: (id: string) => void;
}

function ImportWizard({ entity, opened, problem, onBegun }: ImportWizardProps) {
  const { t, i18n } = useTranslation();
  const { workspace, app } = useAppPlace();
  const phone = useIsPhone();
  const wizard = useWizard(opened, onBegun);
  const { step, inspection, mapping, job } = wizard;

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
      {step === "file" ? <FileStep entity={entity} problem={problem} onInspected={wizard.inspected} /> : null}
      {step === "columns" && inspection && mapping ? (
        <ColumnsStep
          entity={entity}
          inspection={inspection}
          mapping={mapping}
          onMapping={wizard.setMapping}
          onInspected={wizard.inspected}
          onBack={wizard.restart}
          onNext={() => wizard.setStep("preview")}
          onFieldMade={(label) => wizard.setMadeFields([...wizard.madeFields, label])}
        />
      ) : null}
      {step === "preview" && inspection && mapping ? (
        <PreviewStep
          entity={entity}
          inspection={inspection}
          mapping={mapping}
          onMapping={wizard.setMapping}
          onBack={() => wizard.setStep("columns")}
          onStarted={(started) => {
            wizard.setJob(started);
            wizard.setStep("run");
          }}
        />
      ) : null}
      {step === "run" && inspection && job !== null ? (
        <RunStep
          entity={entity}
          importId={inspection.id}
          fileName={inspection.file.name}
          job={job}
          madeFields={wizard.madeFields}
          onStarted={wizard.setJob}
          onColumns={() => wizard.setStep("columns")}
          onAgain={wizard.restart}
        />
      ) : null}
    </div>
  );
}
