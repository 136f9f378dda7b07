/** A follow-up written in one line: what was said, how, and when again. Enter saves it. */

import { Button, Input } from "antd";
import { Maximize2 } from "lucide-react";
import type { TextAreaRef } from "antd/es/input/TextArea";
import {
  useEffect,
  useEffectEvent,
  useId,
  useMemo,
  useRef,
  useState,
  type KeyboardEvent as ReactKeyboardEvent,
} from "react";
import { useTranslation } from "react-i18next";

import { createRecord } from "../../../lib/api/records";
import { useAppPlace } from "../../../lib/app-context";
import { attemptStore } from "../../../lib/attempts";
import { draftStore } from "../../../lib/drafts";
import { textOf } from "../../../lib/label";
import { fieldOf, type EntityModel, type FieldModel, type WireValues } from "../../../lib/model";
import { useSendOnce, type Tried } from "../../../lib/send-once";
import { controlOf } from "../../../fields/registry";
import { LostNote } from "../../../ui/lost-note";
import { useProblemText } from "../../../ui/problem-note";
import { useMessage } from "../../../ui/use-message";
import { defaultValues } from "../defaults";
import { referenceTo } from "../layout";
import { QuickCreate } from "../quick-create";
import { useRecord } from "../record-context";
import { textFieldOf } from "./activity-entities";
import { Channels } from "./channels";

/** The fields of an activity that the line fills in. */
function partsOf(activity: EntityModel) {
  const settings = activity.activity;
  const named = (name: string | null | undefined) => (name ? fieldOf(activity, name) : undefined);
  return {
    text: textFieldOf(activity),
    subject: named(settings?.subject),
    happened: named(settings?.happened_at),
    channel: named(settings?.channel),
    nextAt: named(settings?.next_at),
  };
}

type Parts = ReturnType<typeof partsOf>;

/** What is typed in the line, kept until it is saved. */
function useTyped(activity: EntityModel, { subject, happened }: Parts) {
  const place = useAppPlace();
  const { workspace, app, session } = place;
  const { entity, record } = useRecord();
  const drafts = useMemo(
    () => draftStore(workspace, app, activity.name, `line ${entity.name} ${record.id}`, session.user.id),
    [workspace, app, activity.name, entity.name, record.id, session.user.id],
  );
  const [values, setValues] = useState<WireValues>(() => drafts.read()?.values ?? {});
  return {
    values,
    set: (name: string, value: unknown) => {
      const next = { ...values, [name]: value };
      setValues(next);
      drafts.keep(next);
    },
    forget: () => {
      drafts.drop();
      setValues({});
    },
    /** Everything that the record begins with. */
    all: (): WireValues => {
      const now = Date.now();
      return {
        ...defaultValues(activity, place, now),
        ...(happened ? { [happened.name]: new Date(now).toISOString() } : {}),
        ...(subject ? referenceTo(subject, entity, record) : {}),
        ...values,
      };
    },
  };
}

/** What of the values may be written, as requests carry it. */
function wireOf(activity: EntityModel, values: WireValues): WireValues {
  const wire = Object.entries(values).flatMap(([name, given]) => {
    const field = fieldOf(activity, name);
    return field?.access === "write" ? [[name, controlOf(field.type).toWire(given)] as const] : [];
  });
  return Object.fromEntries(wire);
}

/** F leads to the line from anywhere on the record, as long as nobody is typing. */
function useFollowUpKey(onKey: () => void) {
  const press = useEffectEvent((event: KeyboardEvent) => {
    const target = event.target as HTMLElement;
    const isMeant = event.key.toLowerCase() === "f" && !event.ctrlKey && !event.metaKey && !event.altKey;
    if (!isMeant || event.defaultPrevented || event.isComposing) return;
    if (
      target.closest(
        "input:not(.row-check), textarea, [contenteditable=true], .ant-modal-root, [role=listbox]",
      )
    )
      return;
    event.preventDefault();
    onKey();
  });
  useEffect(() => {
    const listen = (event: KeyboardEvent) => press(event);
    document.addEventListener("keydown", listen);
    return () => document.removeEventListener("keydown", listen);
  }, []);
}

export function FollowUpLine({ activity }: { activity: EntityModel }) {
  const { t, i18n } = useTranslation();
  const { workspace, app, session } = useAppPlace();
  const { entity, record, onRefresh } = useRecord();
  const message = useMessage();
  const say = useProblemText();
  const parts = partsOf(activity);
  const { text, subject } = parts;
  const typing = useTyped(activity, parts);
  const [whole, setWhole] = useState<WireValues | null>(null);
  const value = text ? typing.values[text.name] : null;
  const typed = typeof value === "string" ? value : "";

  function done() {
    typing.forget();
    setWhole(null);
    message.success(t("timeline.saved"));
    onRefresh();
  }

  const place = { workspace, app, entity: activity.name };
  const saving = useSendOnce({
    content: typing.values,
    store: attemptStore(place, `line ${entity.name} ${record.id}`, session.user.id),
    send: ({ request, key }: Tried<WireValues>) => createRecord(place, request, null, key),
    renew: wanted,
    onSent: done,
    onFailed: (problem) => {
      // More is asked for than one line holds: the whole form shows what.
      if (problem.problems.some(({ path }) => path === `values.${subject?.name}`)) onRefresh();
      else if (problem.problems.length > 0) setWhole(typing.all());
      else if (!problem.offline) message.error(say(problem));
    },
  });

  function wanted(): WireValues | null {
    return typed.trim() ? wireOf(activity, typing.all()) : null;
  }

  function send() {
    const request = wanted();
    if (request) saving.send(request);
  }

  function openWhole() {
    // What is sent from there is not sent from here as well.
    saving.hush();
    setWhole(typing.all());
  }

  function onKeyDown(event: ReactKeyboardEvent) {
    if (event.key !== "Enter" || event.shiftKey || event.nativeEvent.isComposing) return;
    event.preventDefault();
    send();
  }

  const box = useRef<TextAreaRef>(null);
  useFollowUpKey(() => box.current?.focus());

  if (!text || !subject) return null;
  return (
    <div className="write-line">
      <Input.TextArea
        ref={box}
        variant="borderless"
        className="grows"
        rows={1}
        value={typed}
        readOnly={saving.sending}
        placeholder={t("timeline.followUpPlaceholder")}
        aria-label={textOf(text.label, i18n.language)}
        onChange={(event) => typing.set(text.name, event.target.value)}
        onKeyDown={onKeyDown}
      />
      <div className="row-line wrap-line write-foot">
        <HowAndWhen activity={activity} parts={parts} values={typing.values} onChange={typing.set} />
        <span className="grow" />
        <Button
          type="text"
          size="small"
          icon={<Maximize2 size={13} aria-hidden="true" />}
          aria-label={t("timeline.wholeForm")}
          title={t("timeline.wholeForm")}
          onClick={openWhole}
        />
        <Button size="small" loading={saving.sending} disabled={!typed.trim()} onClick={send}>
          {t("timeline.send")}
        </Button>
      </div>
      {saving.error?.offline ? <LostNote onRetry={send} /> : null}
      {whole ? (
        <QuickCreate
          entity={activity}
          start={whole}
          draft={`whole ${entity.name} ${record.id}`}
          onCancel={() => setWhole(null)}
          onCreated={done}
        />
      ) : null}
    </div>
  );
}

interface HowAndWhenProps {
  activity: EntityModel;
  parts: Parts;
  values: WireValues;
  onChange: (name: string, value: unknown) => void;
}

function HowAndWhen({ activity, parts, values, onChange }: HowAndWhenProps) {
  const place = useAppPlace();
  const { channel, nextAt } = parts;
  return (
    <>
      {channel ? (
        <Channels
          field={channel}
          value={values[channel.name] ?? defaultValues(activity, place, 0)[channel.name] ?? null}
          onChange={(value) => onChange(channel.name, value)}
        />
      ) : null}
      {nextAt ? (
        <NextAt
          field={nextAt}
          value={values[nextAt.name] ?? null}
          onChange={(value) => onChange(nextAt.name, value)}
        />
      ) : null}
    </>
  );
}

interface NextAtProps {
  field: FieldModel;
  value: unknown;
  onChange: (value: unknown) => void;
}

function NextAt({ field, value, onChange }: NextAtProps) {
  const { i18n } = useTranslation();
  const id = useId();
  const control = controlOf(field.type);
  const label = textOf(field.label, i18n.language);
  return (
    <span className="next-at">
      <label id={`${id}-label`} htmlFor={id} className="sr-only">
        {label}
      </label>
      <control.Input
        field={field}
        value={value}
        values={{}}
        entity=""
        id={id}
        labelId={`${id}-label`}
        placeholder={label}
        controls={controlOf}
        onChange={onChange}
      />
    </span>
  );
}
