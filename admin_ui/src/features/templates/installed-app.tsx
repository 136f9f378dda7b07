/** An app that was made from a template: the way into it, and its sample company, to be added or taken away. */

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { Button, Progress } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import {
  addSampleData,
  removeSampleData,
  type InstalledFrom,
  type SampleRemoval,
} from "../../lib/api/templates";
import { textOf } from "../../lib/label";
import { AppIcon } from "../../ui/app-icon";
import { LeftRecords } from "../../ui/left-records";
import { ProblemNote } from "../../ui/problem-note";
import { useUndo } from "../../ui/use-undo";

interface InstalledAppProps {
  workspace: string;
  installed: InstalledFrom;
  canHaveSample: boolean;
  /** The template is being installed: what it brings can be taken away when it is there. */
  installing: boolean;
}

export function InstalledApp({ workspace, installed, canHaveSample, installing }: InstalledAppProps) {
  const { t, i18n } = useTranslation();
  const { app, sample_data: sample } = installed;
  const [share, setShare] = useState<number>();
  const { add, remove } = useSampleData(workspace, app.name, setShare);
  const label = textOf(app.label, i18n.language);
  const busy = installing || add.isPending || remove.isPending;
  return (
    <div className="installed-app">
      <div className="row-line wrap-line">
        <Link className="app-chip" to="/w/$workspace/$app" params={{ workspace, app: app.name }}>
          <AppIcon name={app.icon} />
          {t("templates.openNamed", { name: label })}
        </Link>
        <span className="muted small grow">
          {sample ? t("templates.sampleThere", { count: sample.records }) : null}
        </span>
        {sample ? (
          <Button
            size="small"
            loading={remove.isPending}
            disabled={busy || sample.state === "removing"}
            aria-label={`${t("templates.removeSample")} ${label}`}
            onClick={() => remove.mutate()}
          >
            {t("templates.removeSample")}
          </Button>
        ) : null}
        {!sample && canHaveSample ? (
          <Button
            size="small"
            loading={add.isPending}
            disabled={busy}
            aria-label={`${t("templates.addSample")} ${label}`}
            onClick={() => add.mutate()}
          >
            {t("templates.addSample")}
          </Button>
        ) : null}
      </div>
      {share === undefined ? null : (
        <Progress percent={Math.round(100 * share)} size="small" aria-label={t("templates.removing")} />
      )}
      {remove.data ? <Removed workspace={workspace} app={app.name} result={remove.data} /> : null}
      {add.error ? <ProblemNote error={add.error} /> : null}
      {remove.error ? <ProblemNote error={remove.error} /> : null}
    </div>
  );
}

function useSampleData(workspace: string, app: string, onProgress: (share?: number) => void) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const offerUndo = useUndo(workspace);
  const renew = () => {
    for (const key of ["templates", "records", "model"]) void queries.invalidateQueries({ queryKey: [key] });
  };
  const add = useMutation({
    mutationFn: () => addSampleData(workspace, app),
    onSettled: renew,
  });
  const remove = useMutation({
    mutationFn: () => {
      onProgress(0);
      return removeSampleData(workspace, app, onProgress);
    },
    onSettled: () => {
      onProgress(undefined);
      renew();
    },
    onSuccess: ({ removed, change_set }) => offerUndo(t("templates.removed", { count: removed }), change_set),
  });
  return { add, remove };
}

/** What stayed of the sample company, and why. */
function Removed({ workspace, app, result }: { workspace: string; app: string; result: SampleRemoval }) {
  const { t } = useTranslation();
  if (result.count === 0) return null;
  return (
    <div className="note warn" role="status">
      <div>
        {t("templates.kept", { count: result.count })}
        <LeftRecords workspace={workspace} app={app} records={result.conflicts} count={result.count} />
      </div>
    </div>
  );
}
