/** Takes a list, or chosen records, out as a file: a job writes it, the browser fetches it when it is done. */

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Button } from "antd";
import { useTranslation } from "react-i18next";

import { cancelJob } from "../../lib/api/imports";
import { asProblem } from "../../lib/api/problem";
import { type Place, type RecordQuery } from "../../lib/api/records";
import { endOfJob } from "../../lib/api/job-result";
import { exportAddress, startExport, type ExportAsk } from "../../lib/api/exports";
import { formatCount } from "../../lib/format/numbers";
import type { EntityModel } from "../../lib/model";
import { useProblemText } from "../../ui/problem-note";
import { useMessage } from "../../ui/use-message";

interface ExportResult {
  file: string;
  name: string;
  rows: number;
}

/** Have the browser fetch a file under the name that the server gives it. */
export function download(address: string): void {
  const link = document.createElement("a");
  link.href = address;
  link.download = "";
  document.body.append(link);
  link.click();
  link.remove();
}

export function useExport(entity: EntityModel, place: Place) {
  const { t, i18n } = useTranslation();
  const message = useMessage();
  const say = useProblemText();
  const queries = useQueryClient();
  const run = useMutation({
    mutationFn: async (ask: ExportAsk) => {
      const job = await startExport(place, ask);
      const key = `export-${job}`;
      const show = (text: string) =>
        message.open({
          key,
          type: "loading",
          duration: 0,
          content: (
            <span className="row-line numeric">
              {text}
              <Button type="link" size="small" onClick={() => void cancelJob(place.workspace, job)}>
                {t("action.cancel")}
              </Button>
            </span>
          ),
        });
      show(t("export.running"));
      try {
        const end = await endOfJob(place.workspace, job, ({ done, total }) => {
          const shown = formatCount(done, i18n.language);
          if (done > 0) {
            show(
              total
                ? t("export.runningOf", { done: shown, total: formatCount(total, i18n.language) })
                : t("export.runningSome", { done: shown }),
            );
          }
        });
        return { key, result: end.state === "done" ? (end.result as ExportResult) : null };
      } catch (error) {
        message.close(key);
        throw error;
      }
    },
    onSuccess: ({ key, result }) => {
      if (!result) {
        message.open({ key, type: "info", content: t("export.cancelled") });
        return;
      }
      const shown = formatCount(result.rows, i18n.language);
      message.open({ key, type: "success", content: t("export.done", { count: result.rows, shown }) });
      void queries.invalidateQueries({ queryKey: ["exports", place] });
      download(exportAddress(place.workspace, result.file));
    },
    onError: (error) => void message.error(say(asProblem(error))),
  });

  /** Menu items: one for each kind of file. */
  function items(wanted: RecordQuery & { ids?: number[] }) {
    const ask = {
      ...(wanted.ids ? { ids: wanted.ids } : {}),
      ...(wanted.filter ? { filter: wanted.filter } : {}),
      ...(wanted.search ? { search: wanted.search } : {}),
      ...(wanted.view ? { view: wanted.view } : {}),
      ...(wanted.sort ? { sort: wanted.sort } : {}),
      ...(wanted.fields ? { fields: withTitle(entity, wanted.fields) } : {}),
    };
    return [
      { key: "xlsx", label: t("export.xlsx"), onClick: () => run.mutate({ ...ask, format: "xlsx" }) },
      { key: "csv", label: t("export.csv"), onClick: () => run.mutate({ ...ask, format: "csv" }) },
      {
        key: "csv-bare",
        label: t("export.csvBare"),
        onClick: () => run.mutate({ ...ask, format: "csv", bom: false }),
      },
    ];
  }
  return { items, busy: run.isPending };
}

/** The columns of the list; the title that a list always shows is one of them. */
function withTitle(entity: EntityModel, fields: readonly string[]): string[] {
  const titled = fields.some((path) => entity.title.includes(path));
  const title = entity.title[0];
  return titled || !title ? [...fields] : [title, ...fields];
}
