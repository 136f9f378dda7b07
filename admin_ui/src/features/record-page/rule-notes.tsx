/** What the rules of a form say to the person who fills it in. */

import { useTranslation } from "react-i18next";

import { textOf } from "../../lib/label";
import type { RuleOutcome } from "../../lib/rules";

interface RuleNotesProps {
  outcome: RuleOutcome;
  /** Whether to say what blocks saving: not before anything was typed, nor where the server said it already. */
  blocks: boolean;
}

export function RuleNotes({ outcome, blocks }: RuleNotesProps) {
  const { i18n, t } = useTranslation();
  return (
    <div aria-live="polite" className="rule-notes">
      {outcome.messages.map(({ message }, index) => (
        <div className="note" key={index}>
          {textOf(message, i18n.language)}
        </div>
      ))}
      {(blocks ? outcome.blocks : []).map(({ message }, index) => (
        <div className="note bad" key={index}>
          {textOf(message, i18n.language) || t("form.blocked")}
        </div>
      ))}
    </div>
  );
}
