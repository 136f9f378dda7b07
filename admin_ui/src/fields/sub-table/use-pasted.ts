/** What happens after a table was pasted: names are looked up and filled in, and what could not be read is told. */

import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";

import { textOf } from "../../lib/label";
import { useMessage } from "../../ui/use-message";
import type { Pasted, Unread } from "./cells";
import { useLookUp } from "./look-up";
import type { SheetProps } from "./sheet-props";

/** A cell that got nothing, with what stands there. */
interface Left extends Unread {
  value: unknown;
}

/** Cells that are told one by one. */
const MOST_TOLD = 3;

/** Says what was pasted; `marks` are the cells that got nothing of it, as long as nothing else is put into them. */
export function usePasted({ field, entity, rows, onRows }: SheetProps, most: number) {
  const { t, i18n } = useTranslation();
  const message = useMessage();
  const lookUp = useLookUp(entity, field.name);
  const [left, setLeft] = useState<readonly Left[]>([]);
  // Rows go on changing while names are looked up.
  const latest = useRef({ rows, onRows });
  useEffect(() => {
    latest.current = { rows, onRows };
  });

  function tell(unread: readonly Unread[]) {
    setLeft(unread.map((cell) => ({ ...cell, value: latest.current.rows[cell.row]?.[cell.field.name] })));
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

  function onPasted({ unread, cut }: Pasted) {
    setLeft([]);
    if (cut > 0) message.warning(t("sheet.cut", { count: cut, most }));
    if (unread.length > 0) void fill(unread);
  }

  const marks = left
    .filter(({ row, field: column, value }) => rows[row] !== undefined && rows[row][column.name] === value)
    .map(({ row, field: column, text }) => ({
      row,
      column: column.name,
      text: t("sheet.unread", { text }),
    }));
  return { onPasted, marks };
}
