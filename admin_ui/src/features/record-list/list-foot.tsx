/** The foot of a list: how much of it is here, and its sums. */

import { useTranslation } from "react-i18next";

import { formatCount } from "../../lib/format/numbers";
import type { EntityModel } from "../../lib/model";
import { useIsPhone } from "../../ui/use-is-phone";
import { countText } from "./list-title";
import { SumText } from "./sums";
import { TotalsChip } from "./totals-chip";
import type { GridStatus } from "./use-grid-blocks";
import type { Count, Total } from "./use-list";

interface ListFootProps {
  entity: EntityModel;
  status: GridStatus;
  count: Count | undefined;
  grouped: boolean;
  totals: readonly Total[];
  sums: readonly unknown[] | undefined;
  changed: boolean;
  onTotals: (totals: Total[] | undefined) => void;
}

export function ListFoot(props: ListFootProps) {
  const { entity, status, count, grouped, totals, sums } = props;
  const { t, i18n } = useTranslation();
  const phone = useIsPhone();
  if (status.empty || status.pending) return null;
  const total = countText(count, i18n.language);
  const loaded = formatCount(status.loaded, i18n.language);
  const told = grouped
    ? t("list.count", { total })
    : total
      ? t("list.loadedOf", { loaded, total })
      : t("list.loaded", { loaded });
  return (
    <div className="list-foot">
      <span className="numeric">{grouped && !total ? "" : told}</span>
      {status.more && !grouped ? <span className="muted small">{t("list.scrollOn")}</span> : null}
      <span className="grow" />
      {sums
        ? totals.map((one, at) => (
            <SumText
              key={`${one.field} ${one.function}`}
              entity={entity}
              total={one}
              value={sums[at]}
              short={phone}
            />
          ))
        : null}
      {phone ? null : (
        <TotalsChip entity={entity} totals={totals} changed={props.changed} onTotals={props.onTotals} />
      )}
    </div>
  );
}
