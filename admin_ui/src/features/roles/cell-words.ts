/** Cells of the matrix in words: whose records an action reaches. */

import { useTranslation } from "react-i18next";

import type { Cell, Scope } from "../../lib/api/roles";
import type { EntityModel } from "../../lib/model";
import { conditionText, useWords } from "../../fields/conditions/condition-text";

export interface CellWords {
  cell: (cell: Cell) => string;
  scope: (scope: Scope) => string;
}

export function useCellWords(entity: EntityModel): CellWords {
  const { t } = useTranslation();
  const words = useWords(entity);
  const scope = (one: Scope) =>
    typeof one === "string"
      ? t(`roles.scope.${one}`)
      : t("roles.where", { text: conditionText(one.where, words) });
  return {
    scope,
    cell: (cell) => {
      if (cell === null) return t("roles.asSeen");
      if (typeof cell === "boolean") return cell ? t("roles.yes") : t("roles.no");
      if (cell.length === 0) return t("roles.no");
      if (cell.includes("all")) return t("roles.scope.all");
      return cell
        .map((one) => (typeof one === "string" ? scope(one) : t("roles.some")))
        .join(t("roles.plus"));
    },
  };
}
