/** Name, language and time zone of the person who is signed in. */

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Button, Input, Select } from "antd";
import { useMemo, useState, type FormEvent } from "react";
import { useTranslation } from "react-i18next";

import { asProblem } from "../../lib/api/problem";
import { changeSession } from "../../lib/api/session";
import { useAppPlace } from "../../lib/app-context";
import { switchLocale } from "../../lib/i18n";
import { isLocale, LOCALES } from "../../lib/label";
import { sessionQuery } from "../../lib/queries";
import { LabelledField } from "../../ui/labelled-field";
import { LeaveGuard } from "../../ui/leave-guard";
import { lengthLimit } from "../../ui/length-limit";
import { ProblemNote } from "../../ui/problem-note";
import { useMessage } from "../../ui/use-message";

const LANGUAGE_NAMES = { "zh-CN": "简体中文", "zh-TW": "繁體中文", en: "English" };
const OF_WORKSPACE = "";
const LONGEST_NAME = 200;

/** Every time zone with its present distance from Greenwich, in the reader's language. */
function useZones(workspaceZone: string) {
  const { t, i18n } = useTranslation();
  return useMemo(() => {
    const named = (timeZone: string) => {
      const parts = new Intl.DateTimeFormat(i18n.language, { timeZone, timeZoneName: "longOffset" });
      const offset = parts.formatToParts(new Date()).find(({ type }) => type === "timeZoneName")?.value ?? "";
      return { value: timeZone, label: `${timeZone.replaceAll("_", " ")} (${offset})` };
    };
    return [
      { value: OF_WORKSPACE, label: t("profile.workspaceZone", { zone: workspaceZone }) },
      ...Intl.supportedValuesOf("timeZone").map(named),
    ];
  }, [t, i18n.language, workspaceZone]);
}

export function AboutMe() {
  const { t, i18n } = useTranslation();
  const { session, model } = useAppPlace();
  const queries = useQueryClient();
  const message = useMessage();
  const [name, setName] = useState(session.user.display_name);
  // Not chosen here, it is the one that the page speaks: the switch in the head may change it meanwhile.
  const [chosen, setChosen] = useState<string | null>(null);
  const locale = chosen ?? i18n.language;
  const [zone, setZone] = useState(session.user.time_zone ?? OF_WORKSPACE);
  const zones = useZones(model.settings.time_zone);
  const save = useMutation({
    mutationFn: () =>
      changeSession({
        display_name: name.trim(),
        time_zone: zone || null,
        ...(isLocale(locale) ? { locale } : {}),
      }),
    onSuccess: async (next) => {
      if (isLocale(locale) && locale !== i18n.language) await switchLocale(locale);
      queries.setQueryData(sessionQuery.queryKey, next);
      setChosen(null);
      message.success(i18n.t("profile.saved"));
    },
  });
  const problems = save.error ? asProblem(save.error).problems : [];
  const at = (path: string) => problems.find((problem) => problem.path === path)?.message;
  const changed =
    name.trim() !== session.user.display_name ||
    locale !== i18n.language ||
    zone !== (session.user.time_zone ?? OF_WORKSPACE);

  function submit(event: FormEvent) {
    event.preventDefault();
    save.mutate();
  }

  return (
    <form className="card profile-card" onSubmit={submit} aria-label={t("profile.about")}>
      <LeaveGuard unsaved={changed} />
      <h2>{t("profile.about")}</h2>
      <LabelledField label={t("setup.name")} required problem={at("display_name")}>
        {({ id, describedBy }) => (
          <Input
            id={id}
            aria-describedby={describedBy}
            count={lengthLimit(LONGEST_NAME)}
            autoComplete="name"
            value={name}
            onChange={(event) => setName(event.target.value)}
          />
        )}
      </LabelledField>
      <LabelledField label={t("shell.language")} problem={at("locale")}>
        {({ id, describedBy }) => (
          <Select
            id={id}
            aria-describedby={describedBy}
            value={locale}
            options={LOCALES.map((one) => ({ value: one, label: LANGUAGE_NAMES[one] }))}
            onChange={setChosen}
          />
        )}
      </LabelledField>
      <LabelledField label={t("profile.zone")} help={t("profile.zoneHelp")} problem={at("time_zone")}>
        {({ id, describedBy }) => (
          <Select
            id={id}
            aria-describedby={describedBy}
            showSearch={{ optionFilterProp: "label" }}
            value={zone}
            options={zones}
            onChange={setZone}
          />
        )}
      </LabelledField>
      {save.error && problems.length === 0 ? <ProblemNote error={save.error} /> : null}
      <div>
        <Button type="primary" htmlType="submit" loading={save.isPending} disabled={!changed || !name.trim()}>
          {t("action.save")}
        </Button>
      </div>
    </form>
  );
}
