/** What stands in every form: that a draft came back, what is wrong, what rules say, and the fields. */

import { Button } from "antd";
import { useTranslation } from "react-i18next";

import type { EntityModel, FormSection } from "../../lib/model";
import { FormProblems } from "./form-problems";
import { placesOf } from "./problems";
import { RecordForm } from "./record-form";
import { RuleNotes } from "./rule-notes";
import type { FormValues } from "./use-form-values";
import type { useSave } from "./use-save";

interface FormBodyProps {
  entity: EntityModel;
  sections: readonly FormSection[];
  values: FormValues;
  saving: ReturnType<typeof useSave>;
  onSave: () => void;
  /** Forgets the draft. */
  onDiscard: () => void;
}

export function FormBody({ entity, sections, values, saving, onSave, onDiscard }: FormBodyProps) {
  const { t } = useTranslation();
  return (
    <>
      {values.fromDraft ? (
        <div className="note warn">
          <span className="grow">{t("form.draftRestored")}</span>
          <Button size="small" onClick={onDiscard}>
            {t("form.draftDiscard")}
          </Button>
        </div>
      ) : null}
      <FormProblems
        error={saving.error}
        others={saving.others}
        places={placesOf(saving.problems)}
        byItself={saving.byItself}
        onRetry={onSave}
      />
      <RuleNotes outcome={values.outcome} blocks={values.changed.length > 0 && !saving.error} />
      <RecordForm
        entity={entity}
        sections={sections}
        outcome={values.outcome}
        editing
        problems={saving.problems}
        onChange={values.set}
      />
    </>
  );
}
