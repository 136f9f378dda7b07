/** What a member owns and is named in, handed over to somebody else: by a job, as one change that can be taken back. */

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Button, Checkbox, Modal, Skeleton } from "antd";
import { ArrowLeftRight } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { endOfJob } from "../../lib/api/job-result";
import { handOver, readHeld, type Held, type Member } from "../../lib/api/staff";
import { useAppPlace } from "../../lib/app-context";
import { formatCount } from "../../lib/format/numbers";
import { textOf } from "../../lib/label";
import { PeopleSelect } from "../../fields/pieces/people";
import type { Referred } from "../../fields/pieces/read";
import { LabelledField } from "../../ui/labelled-field";
import { ProblemNote } from "../../ui/problem-note";
import { useUndo } from "../../ui/use-undo";

interface Outcome {
  change_set: number | null;
  updated: number;
  failed: number;
}

export function HandOver({ member }: { member: Member }) {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button
        size="small"
        icon={<ArrowLeftRight size={14} aria-hidden="true" />}
        onClick={() => setOpen(true)}
      >
        {t("people.handOver")}
      </Button>
      {open ? <HandOverDialog member={member} onClose={() => setOpen(false)} /> : null}
    </>
  );
}

function keyOf({ app, entity, field }: Held): string {
  return `${app} ${entity} ${field}`;
}

function HandOverDialog({ member, onClose }: { member: Member; onClose: () => void }) {
  const { t } = useTranslation();
  const { workspace } = useAppPlace();
  const queries = useQueryClient();
  const offerUndo = useUndo(workspace);
  const [to, setTo] = useState<Referred | null>(null);
  const [left, setLeft] = useState<ReadonlySet<string>>(new Set());
  const held = useQuery({
    queryKey: ["staff", workspace, "held", member.id],
    queryFn: () => readHeld(workspace, member.id),
    gcTime: 0,
  });
  const chosen = (held.data ?? []).filter((one) => !left.has(keyOf(one)));
  const give = useMutation({
    mutationFn: async () => {
      const places = chosen.map(({ app, entity, field }) => ({ app, entity, field }));
      const job = await handOver(workspace, member.id, to?.id ?? 0, places);
      return (await endOfJob(workspace, job)).result as Outcome | null;
    },
    onSuccess: async (done) => {
      const { updated = 0, failed = 0, change_set: changeSet = null } = done ?? {};
      const told = failed > 0 ? "people.handedOverPartly" : "people.handedOver";
      offerUndo(t(told, { count: updated, failed, name: to?.label }), changeSet);
      onClose();
      await queries.invalidateQueries({ queryKey: ["records"] });
    },
  });
  return (
    <Modal
      open
      title={t("people.handOverNamed", { name: member.label })}
      okText={t("people.handOver")}
      cancelText={t("action.cancel")}
      okButtonProps={{ disabled: !to || chosen.length === 0 }}
      confirmLoading={give.isPending}
      onOk={() => give.mutate()}
      onCancel={onClose}
    >
      <div className="stack">
        {held.isPending ? <Skeleton active title={false} /> : null}
        {held.error ? <ProblemNote error={held.error} onRetry={() => void held.refetch()} /> : null}
        {held.data?.length === 0 ? <div>{t("people.ownsNothing", { name: member.label })}</div> : null}
        {held.data && held.data.length > 0 ? (
          <>
            <Places places={held.data} name={member.label} left={left} onLeft={setLeft} />
            <LabelledField label={t("people.handOverTo")} required>
              {({ id, labelId }) => (
                <PeopleSelect
                  id={id}
                  labelId={labelId}
                  many={false}
                  value={to ? [to] : null}
                  onChange={(list: Referred[] | null) => setTo(list?.[0] ?? null)}
                />
              )}
            </LabelledField>
          </>
        ) : null}
        {give.error ? <ProblemNote error={give.error} /> : null}
      </div>
    </Modal>
  );
}

interface PlacesProps {
  places: readonly Held[];
  name: string;
  /** Those that are not handed over. */
  left: ReadonlySet<string>;
  onLeft: (left: ReadonlySet<string>) => void;
}

function Places({ places, name, left, onLeft }: PlacesProps) {
  const { t, i18n } = useTranslation();
  function toggle(key: string, isChosen: boolean) {
    const next = new Set(left);
    if (isChosen) next.delete(key);
    else next.add(key);
    onLeft(next);
  }
  return (
    <ul className="people-held" aria-label={t("people.held", { name })}>
      {places.map((one) => {
        const count = one.count == null ? "" : formatCount(one.count, i18n.language);
        const words = [textOf(one.entity_label, i18n.language), textOf(one.field_label, i18n.language)];
        return (
          <li key={keyOf(one)}>
            <Checkbox
              checked={!left.has(keyOf(one))}
              onChange={(event) => toggle(keyOf(one), event.target.checked)}
            >
              {words.join(" · ")}{" "}
              <span className="muted numeric">{one.capped && count ? `${count}+` : count}</span>
            </Checkbox>
          </li>
        );
      })}
    </ul>
  );
}
