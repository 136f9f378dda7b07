/** Why a record of many was left as it is, in words that name the field. */

import type { Problem } from "../lib/api/problem";
import { textOf } from "../lib/label";
import { fieldOf, type EntityModel } from "../lib/model";

export function failureWords(entity: EntityModel, problems: readonly Problem[], locale: string): string {
  const colon = locale.startsWith("zh") ? "：" : ": ";
  const said = ({ path, message, code }: Problem) => {
    const field = fieldOf(entity, path.replace(/^values\./, "").split(".")[0] ?? "");
    const words = message || code;
    return field ? `${textOf(field.label, locale)}${colon}${words}` : words;
  };
  return problems.map(said).join(" ");
}
