/** What happens after a table was pasted: names are looked up and filled in, and what could not be read is told. */

import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";

import { textOf } from "../../lib/label";
import { useMessage } from "../../ui/use-message";
import type { Pasted, Unread } from "./cells";
import { useLookUp } from "./look-up";
import type { SheetProps } from "./sheet-props";

/** Cells that are told one by one. */
const MOST_TOLD = 3;

export function usePasted(
  { field, entity, rows, onRows }: SheetProps,
  most: number,
): (pasted: Pasted) => void {
  const { t, i18n } = useTranslation();
  const message = useMessage();
  const lookUp = useLookUp(entity, field.name);
  // Rows go on changing while names are looked up.
  const latest = useRef({ rows, onRows });
  useEffect(() => {
    latest.current = { rows, onRows };
  });

  function tell(unread: readonly Unread[]) {
    if (unread.length === 0) return;
    const named = unread
      .slice(0, MOST_TOLD)
      .map(({ row, field: column, text }) =>
        t("sheet.cell", { row: row + 1, column: textOf(column.label, i18n.language), text }),
      );
    const cells = named.join(t("filter.listSeparator")) + (unread.length > MOST_TOLD ? "…" : "");
    message.warning(t("sheet.unreadable", { count: unread.length, cells }), 8);
  }

  async function fill(unread: readonly Unread[]) {
    const looked = await lookUp(unread);
    if (looked.found.length > 0) {
      const next = [...latest.current.rows];
      for (const { cell, value } of looked.found) {
        const row = next[cell.row];
        if (row) next[cell.row] = { ...row, [cell.field.name]: value };
      }
      latest.current.onRows(next);
    }
    tell(looked.unread);
  }

  return ({ unread, cut }) => {
    if (cut > 0) message.warning(t("sheet.cut", { count: cut, most }));
    if (unread.length > 0) void fill(unread);
  };
}
