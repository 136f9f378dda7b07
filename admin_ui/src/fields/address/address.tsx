/** A postal address: country, region chosen where it is in China and typed elsewhere, postal code, detail. */

import { Input, Select } from "antd";
import { lazy, Suspense, useMemo, type ClipboardEvent } from "react";
import { useTranslation } from "react-i18next";

import { defineControl, type InputProps } from "../control";
import { readParts } from "../pieces/read";
import { countryChoices, countryCode, countryName, isInChina } from "./countries";
import type { Address, AddressPart } from "./take-apart";
import "./address.css";

const RegionCascade = lazy(() => import("./region-cascade"));
const REGION: readonly AddressPart[] = ["province", "city", "district"];

function AddressInput({ value, onChange, ...props }: InputProps<Address>) {
  const { i18n } = useTranslation();
  const standard =
    typeof props.field.settings.country === "string" ? props.field.settings.country : undefined;
  const country = value?.country ?? standard;
  const inChina = isInChina(country);
  const withDetail = props.field.settings.detail !== false;
  const disabled = props.disabled ?? false;
  const invalid = props.invalid ?? false;

  function put(parts: Address) {
    const next: Address = { ...value, ...parts };
    for (const part of Object.keys(next) as AddressPart[]) if (!next[part]) delete next[part];
    onChange(Object.keys(next).length > 0 ? next : null);
  }

  async function paste(event: ClipboardEvent<HTMLElement>) {
    const text = event.clipboardData.getData("text/plain");
    if (!inChina || text.trim().length < 4 || !isWhole(event.target)) return;
    event.preventDefault();
    const { takeApart } = await import("./take-apart");
    put(takeApart(text) ?? { detail: text.replace(/\s+/g, " ").trim() });
  }

  const part = (name: AddressPart, id?: string) => (
    <PartInput key={name} {...{ name, value, put, disabled, invalid }} id={id ?? `${props.id}-${name}`} />
  );
  return (
    <div className="address-box">
      <div className="address-input" onPaste={(event) => void paste(event)}>
        <CountrySelect
          id={inChina ? `${props.id}-country` : props.id}
          country={country}
          locale={i18n.language}
          disabled={disabled}
          onChange={(code) => put({ country: code })}
        />
        {inChina ? (
          <Suspense fallback={<Input disabled />}>
            <RegionCascade
              id={props.id}
              value={value}
              disabled={disabled}
              invalid={invalid}
              onChange={(region) => put({ province: "", city: "", district: "", ...region })}
            />
          </Suspense>
        ) : (
          <div className="address-region">{REGION.map((name) => part(name))}</div>
        )}
        {withDetail ? part("detail") : null}
        {withDetail ? part("postal_code") : null}
      </div>
    </div>
  );
}

/** Whether what is pasted replaces all that a text box holds: into the middle of a text it is left as it is. */
function isWhole(target: EventTarget): boolean {
  if (!(target instanceof HTMLInputElement)) return false;
  return target.selectionStart === 0 && target.selectionEnd === target.value.length;
}

interface PartInputProps {
  name: AddressPart;
  value: Address | null;
  put: (parts: Address) => void;
  disabled: boolean;
  invalid: boolean;
  id: string;
}

function PartInput({ name, value, put, disabled, invalid, id }: PartInputProps) {
  const { t } = useTranslation();
  return (
    <Input
      id={id}
      className={`address-${name.replace("_", "-")}`}
      aria-label={t(`part.${name}`)}
      placeholder={t(name === "detail" ? "address.detailOrWhole" : `part.${name}`)}
      value={value?.[name] ?? ""}
      maxLength={name === "detail" ? 500 : name === "postal_code" ? 20 : 100}
      {...(name === "postal_code" ? { inputMode: "numeric" as const } : {})}
      disabled={disabled}
      {...(invalid ? { status: "error" as const } : {})}
      onChange={(event) => put({ [name]: event.target.value })}
    />
  );
}

interface CountrySelectProps {
  id: string;
  country: string | undefined;
  locale: string;
  disabled: boolean;
  onChange: (code: string) => void;
}

function CountrySelect({ id, country, locale, disabled, onChange }: CountrySelectProps) {
  const { t } = useTranslation();
  const options = useMemo(() => countryChoices(locale), [locale]);
  const code = country ? countryCode(country) : "CN";
  return (
    <Select
      id={id}
      className="address-country"
      aria-label={t("part.country")}
      showSearch={{ filterOption: (typed, option) => isCountry(typed, option?.value, option?.label) }}
      popupMatchSelectWidth={false}
      value={code ?? country}
      options={code ? options : [...options, { value: country ?? "", label: country ?? "" }]}
      disabled={disabled}
      onChange={onChange}
    />
  );
}

function isCountry(typed: string, code = "", label = ""): boolean {
  const wanted = typed.trim().toLowerCase();
  return (
    label.toLowerCase().includes(wanted) ||
    code.toLowerCase() === wanted ||
    countryName(code, "en").toLowerCase().startsWith(wanted)
  );
}

/** An address on one line: Chinese ones without blanks, with the country where it is another. */
function lineOf(value: Address, locale: string): string {
  const { country, province, city, district, detail } = value;
  const parts = [province, city, district, detail].filter((part) => part !== undefined);
  const abroad = country !== undefined && !isInChina(country);
  const chinese = /[\u4e00-\u9fa5]/u.test(parts.join(""));
  const line = parts.join(chinese ? "" : " ");
  if (!line && country) return countryName(country, locale);
  return country && abroad ? `${countryName(country, locale)} ${line}` : line;
}

export const addressControl = defineControl<Address>({
  type: "address",
  read: readParts,
  group: true,
  wide: true,
  width: 220,
  Input: AddressInput,
  Show: function Show({ value, compact }) {
    const { i18n } = useTranslation();
    return (
      <span className={compact ? "clip" : "field-text"}>
        {lineOf(value, i18n.language)}
        {value.postal_code && !compact ? ` (${value.postal_code})` : ""}
      </span>
    );
  },
});
