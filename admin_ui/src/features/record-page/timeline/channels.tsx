/** By which way it was: the first ways side by side, all others in a list. */

import { Select } from "antd";
import { useTranslation } from "react-i18next";

import { textOf } from "../../../lib/label";
import type { FieldModel } from "../../../lib/model";

const MOST_BESIDE = 4;

interface ChannelsProps {
  field: FieldModel;
  value: unknown;
  onChange: (value: unknown) => void;
}

export function Channels({ field, value, onChange }: ChannelsProps) {
  const { t, i18n } = useTranslation();
  const options = field.options.filter(({ disabled }) => !disabled);
  const beside = options.slice(0, MOST_BESIDE);
  const others = options.slice(MOST_BESIDE);
  const label = textOf(field.label, i18n.language);
  const other = others.find(({ name }) => name === value);
  return (
    <div className="channels" role="group" aria-label={label}>
      {beside.map((option) => (
        <button
          key={option.name}
          type="button"
          aria-pressed={value === option.name}
          onClick={() => onChange(option.name)}
        >
          {textOf(option.label, i18n.language)}
        </button>
      ))}
      {others.length > 0 ? (
        <Select
          size="small"
          variant="borderless"
          className="channel-others"
          popupMatchSelectWidth={false}
          aria-label={label}
          placeholder={t("timeline.otherWay")}
          value={other?.name ?? null}
          options={others.map((option) => ({
            value: option.name,
            label: textOf(option.label, i18n.language),
          }))}
          onChange={(name) => onChange(name)}
        />
      ) : null}
    </div>
  );
}
