/** A hint under an input, as long as what is typed is not whole. */

import { useTranslation } from "react-i18next";

import type { Hint } from "./hints";

export function HintLine({ hint, id }: { hint: Hint | null; id: string }) {
  const { t } = useTranslation();
  return (
    <div className="input-hint" id={id} aria-live="polite">
      {hint ? hint(t) : ""}
    </div>
  );
}
