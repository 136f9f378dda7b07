/** A template as one's own app: what it is called, its name in addresses, with or without the sample company. */

import { Checkbox, Input, Modal } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import type { InstallChoice, Template } from "../../lib/api/templates";
import { LOCALES, textOf } from "../../lib/label";
import { LabelledField } from "../../ui/labelled-field";
import { isTooLong, lengthLimit } from "../../ui/length-limit";

const LONGEST_LABEL = 100;
const NAME = /^[a-z][a-z0-9_]{0,62}$/;

/** The first free name after that of the template: crm_2, crm_3 … */
export function freeName(name: string, taken: readonly string[]): string {
  let number = 2;
  while (taken.includes(`${name}_${number}`)) number += 1;
  return `${name}_${number}`;
}

interface CloneDialogProps {
  template: Template;
  taken: readonly string[];
  onCancel: () => void;
  onClone: (choice: InstallChoice) => void;
}

export function CloneDialog({ template, taken, onCancel, onClone }: CloneDialogProps) {
  const { t, i18n } = useTranslation();
  const original = textOf(template.label, i18n.language);
  const [label, setLabel] = useState(t("templates.copyOf", { name: original }));
  const [name, setName] = useState(freeName(template.name, taken));
  const [sampleData, setSampleData] = useState(false);
  const problem = nameProblem(name, taken);
  const ready = label.trim() !== "" && !isTooLong(label, LONGEST_LABEL) && problem === undefined;
  function clone() {
    const text = label.trim();
    onClone({
      sampleData,
      clone: { name, label: Object.fromEntries(LOCALES.map((locale) => [locale, text])) },
    });
  }
  return (
    <Modal
      open
      title={t("templates.cloneTitle", { name: original })}
      okText={t("templates.cloneDo")}
      cancelText={t("action.cancel")}
      okButtonProps={{ disabled: !ready }}
      onOk={clone}
      onCancel={onCancel}
    >
      <form
        className="clone-form"
        onSubmit={(event) => {
          event.preventDefault();
          if (ready) clone();
        }}
      >
        <LabelledField label={t("templates.cloneLabel")} required>
          {({ id }) => (
            <Input
              id={id}
              value={label}
              count={lengthLimit(LONGEST_LABEL)}
              onChange={(e) => setLabel(e.target.value)}
            />
          )}
        </LabelledField>
        <LabelledField
          label={t("templates.cloneName")}
          required
          help={t("templates.cloneNameHelp")}
          problem={problem === undefined ? undefined : t(problem)}
        >
          {({ id, describedBy }) => (
            <Input
              id={id}
              value={name}
              maxLength={63}
              status={problem === undefined ? "" : "error"}
              aria-describedby={describedBy}
              aria-invalid={problem !== undefined}
              onChange={(event) => setName(event.target.value)}
            />
          )}
        </LabelledField>
        {template.has_sample_data ? (
          <Checkbox checked={sampleData} onChange={(event) => setSampleData(event.target.checked)}>
            {t("templates.cloneSample")}
          </Checkbox>
        ) : null}
        <button type="submit" hidden />
      </form>
    </Modal>
  );
}

function nameProblem(name: string, taken: readonly string[]) {
  if (!NAME.test(name)) return "templates.nameForm" as const;
  return taken.includes(name) ? ("templates.nameTaken" as const) : undefined;
}
