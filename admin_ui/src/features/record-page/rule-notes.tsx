/** What the rules of a form say to the person who fills it in. */

import { useTranslation } from "react-i18next";

import { textOf } from "../../lib/label";
import type { RuleOutcome } from "../../lib/rules";

export function RuleNotes({ outcome }: { outcome: RuleOutcome }) {
  const { i18n, t } = useTranslation();
  return (
    <div aria-live="polite" className="rule-notes">
      {outcome.messages.map(({ message }, index) => (
        <div className="note" key={index}>
          {textOf(message, i18n.language)}
        </div>
      ))}
      {outcome.blocks.map(({ message }, index) => (
        <div className="note bad" key={index}>
          {textOf(message, i18n.language) || t("form.blocked")}
        </div>
      ))}
    </div>
  );
}
