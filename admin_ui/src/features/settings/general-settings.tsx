/** Languages, time zone, region and currency of the workspace, and how it writes days. */

import { Button, Checkbox, Select } from "antd";
import { useMemo, useState, type FormEvent } from "react";
import { useTranslation } from "react-i18next";

import { asProblem } from "../../lib/api/problem";
import type { Settings } from "../../lib/api/settings";
import { LOCALES } from "../../lib/label";
import { LabelledField } from "../../ui/labelled-field";
import { LeaveGuard } from "../../ui/leave-guard";
import { ProblemNote } from "../../ui/problem-note";
import { useMessage } from "../../ui/use-message";
import { currencies, regions, weekdayName, zones } from "./choices";
import { useChangeSettings } from "./use-settings";

const LANGUAGE_NAMES: Readonly<Record<string, string>> = {
  "zh-CN": "简体中文",
  "zh-TW": "繁體中文",
  en: "English",
};
const ORDERS = { ymd: "2026-03-09", dmy: "09/03/2026", mdy: "03/09/2026" } as const;
const FIRST_DAYS = [1, 6, 7];

type General = Omit<Settings, "version" | "calendar">;

function generalOf({ version: _version, calendar: _calendar, ...rest }: Settings): General {
  const {
    languages,
    default_language,
    time_zone,
    region,
    currency,
    currencies: offered,
    week_start,
    date_order,
  } = rest;
  return {
    languages,
    default_language,
    time_zone,
    region,
    currency,
    currencies: offered,
    week_start,
    date_order,
  };
}

/** What differs from what is stored. */
function changesOf(draft: General, stored: General): Partial<General> {
  const keys = Object.keys(draft) as (keyof General)[];
  return Object.fromEntries(
    keys
      .filter((key) => JSON.stringify(draft[key]) !== JSON.stringify(stored[key]))
      .map((key) => [key, draft[key]]),
  );
}

export function GeneralSettings({ settings }: { settings: Settings }) {
  const { t, i18n } = useTranslation();
  const message = useMessage();
  const change = useChangeSettings();
  const stored = generalOf(settings);
  const [edits, setEdits] = useState<Partial<General>>({});
  const draft = { ...stored, ...edits };
  const changes = changesOf(draft, stored);
  const isChanged = Object.keys(changes).length > 0;
  const problems = change.error ? asProblem(change.error).problems : [];
  const at = (path: string) => problems.find((problem) => problem.path.split(".")[0] === path)?.message;

  function edit(next: Partial<General>) {
    setEdits((before) => ({ ...before, ...next }));
  }
  function submit(event: FormEvent) {
    event.preventDefault();
    change.mutate(changes, {
      onSuccess: () => {
        setEdits({});
        message.success(i18n.t("settings.saved"));
      },
    });
  }

  return (
    <form className="card settings-card" onSubmit={submit} aria-label={t("settings.general")}>
      <LeaveGuard unsaved={isChanged} />
      <Languages draft={draft} onChange={edit} problemAt={at} />
      <Places draft={draft} changes={changes} onChange={edit} problemAt={at} />
      <Money draft={draft} changes={changes} onChange={edit} problemAt={at} />
      <Days draft={draft} onChange={edit} />
      {change.error && problems.length === 0 ? <ProblemNote error={change.error} /> : null}
      <div className="row-line">
        <Button type="primary" htmlType="submit" loading={change.isPending} disabled={!isChanged}>
          {t("action.save")}
        </Button>
        {isChanged ? <Button onClick={() => setEdits({})}>{t("settings.discard")}</Button> : null}
      </div>
    </form>
  );
}

interface PartProps {
  draft: General;
  changes?: Partial<General>;
  onChange: (next: Partial<General>) => void;
  problemAt?: (path: string) => string | undefined;
}

function Languages({ draft, onChange, problemAt }: PartProps) {
  const { t } = useTranslation();
  const known = [...new Set([...LOCALES, ...draft.languages])];
  const named = (code: string) => ({ value: code, label: LANGUAGE_NAMES[code] ?? code });
  function choose(chosen: string[]) {
    const languages = known.filter((code) => chosen.includes(code));
    const first = languages[0];
    if (first === undefined) return; // a workspace speaks at least one
    const kept = languages.includes(draft.default_language) ? {} : { default_language: first };
    onChange({ languages, ...kept });
  }
  return (
    <>
      <LabelledField
        group
        label={t("settings.languages")}
        help={t("settings.languagesHelp")}
        problem={problemAt?.("languages")}
      >
        {() => <Checkbox.Group value={draft.languages} options={known.map(named)} onChange={choose} />}
      </LabelledField>
      <LabelledField
        label={t("settings.defaultLanguage")}
        help={t("settings.defaultLanguageHelp")}
        problem={problemAt?.("default_language")}
      >
        {({ id, describedBy }) => (
          <Select
            id={id}
            aria-describedby={describedBy}
            value={draft.default_language}
            options={draft.languages.map(named)}
            onChange={(next: string) => onChange({ default_language: next })}
          />
        )}
      </LabelledField>
    </>
  );
}

function Places({ draft, changes, onChange, problemAt }: PartProps) {
  const { t, i18n } = useTranslation();
  const zoneChoices = useMemo(() => {
    const all = zones(i18n.language);
    return all.some(({ value }) => value === draft.time_zone)
      ? all
      : [{ value: draft.time_zone, label: draft.time_zone }, ...all];
  }, [i18n.language, draft.time_zone]);
  const regionChoices = useMemo(() => regions(i18n.language), [i18n.language]);
  return (
    <>
      <LabelledField
        label={t("settings.zone")}
        help={changes?.time_zone ? t("settings.zoneMoves") : t("settings.zoneHelp")}
        problem={problemAt?.("time_zone")}
      >
        {({ id, describedBy }) => (
          <Select
            id={id}
            aria-describedby={describedBy}
            showSearch={{ optionFilterProp: "label" }}
            value={draft.time_zone}
            options={zoneChoices}
            onChange={(next: string) => onChange({ time_zone: next })}
          />
        )}
      </LabelledField>
      <LabelledField
        label={t("settings.region")}
        help={t("settings.regionHelp")}
        problem={problemAt?.("region")}
      >
        {({ id, describedBy }) => (
          <Select
            id={id}
            aria-describedby={describedBy}
            showSearch={{ optionFilterProp: "label" }}
            value={draft.region}
            options={regionChoices}
            onChange={(next: string) => onChange({ region: next })}
          />
        )}
      </LabelledField>
    </>
  );
}

function Money({ draft, changes, onChange, problemAt }: PartProps) {
  const { t, i18n } = useTranslation();
  const choices = useMemo(
    () => currencies(i18n.language, draft.currencies),
    [i18n.language, draft.currencies],
  );
  const withUsual = (list: string[], usual: string) => (list.includes(usual) ? list : [usual, ...list]);
  return (
    <>
      <LabelledField
        label={t("settings.currency")}
        help={changes?.currency ? t("settings.currencyMoves") : undefined}
        problem={problemAt?.("currency")}
      >
        {({ id, describedBy }) => (
          <Select
            id={id}
            aria-describedby={describedBy}
            showSearch={{ optionFilterProp: "label" }}
            value={draft.currency}
            options={choices}
            onChange={(next: string) =>
              onChange({ currency: next, currencies: withUsual(draft.currencies, next) })
            }
          />
        )}
      </LabelledField>
      <LabelledField
        label={t("settings.currencies")}
        help={t("settings.currenciesHelp")}
        problem={problemAt?.("currencies")}
      >
        {({ id, describedBy }) => (
          <Select
            id={id}
            aria-describedby={describedBy}
            mode="multiple"
            showSearch={{ optionFilterProp: "label" }}
            value={draft.currencies}
            options={choices}
            onChange={(next: string[]) => onChange({ currencies: withUsual(next, draft.currency) })}
          />
        )}
      </LabelledField>
    </>
  );
}

function Days({ draft, onChange }: PartProps) {
  const { t, i18n } = useTranslation();
  const days = [...new Set([...FIRST_DAYS, draft.week_start])].sort((one, other) => one - other);
  return (
    <div className="settings-pair">
      <LabelledField label={t("settings.weekStart")}>
        {({ id }) => (
          <Select
            id={id}
            value={draft.week_start}
            options={days.map((day) => ({ value: day, label: weekdayName(day, i18n.language) }))}
            onChange={(next: number) => onChange({ week_start: next })}
          />
        )}
      </LabelledField>
      <LabelledField label={t("settings.dateOrder")} help={t("settings.dateOrderHelp")}>
        {({ id, describedBy }) => (
          <Select
            id={id}
            aria-describedby={describedBy}
            value={draft.date_order}
            options={(["ymd", "dmy", "mdy"] as const).map((order) => ({
              value: order,
              label: `${t(`settings.order.${order}`)} · ${ORDERS[order]}`,
            }))}
            onChange={(next: General["date_order"]) => onChange({ date_order: next })}
          />
        )}
      </LabelledField>
    </div>
  );
}
