/** For whom a change of a role changes what, told by name before it is made. */

import { useQuery } from "@tanstack/react-query";
import { Modal, Skeleton } from "antd";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

import { previewRole, type RoleChange, type RoleDetail, type RoleEffect } from "../../lib/api/roles";
import { useAppPlace } from "../../lib/app-context";
import { textOf } from "../../lib/label";
import { ProblemNote } from "../../ui/problem-note";
import { useAppPath } from "./use-roles";

const MOST_EFFECTS = 12;

interface AffectedProps {
  role: RoleDetail;
  body: RoleChange | { deleted: true };
}

export function AffectedDialog({ role, body, onClose }: AffectedProps & { onClose: () => void }) {
  const { t } = useTranslation();
  return (
    <Modal open title={t("roles.forWhom")} footer={null} onCancel={onClose}>
      <Affected role={role} body={body} />
    </Modal>
  );
}

export function Affected({ role, body }: AffectedProps): ReactNode {
  const { t } = useTranslation();
  const path = useAppPath();
  const found = useQuery({
    queryKey: ["role-preview", path, role.id, role.version, body],
    queryFn: () => previewRole(path, role.id, body),
    gcTime: 0,
  });
  const inWords = useEffectsInWords();
  if (found.isPending) return <Skeleton active title={false} />;
  if (found.error) return <ProblemNote error={found.error} onRetry={() => void found.refetch()} />;
  const { people, more } = found.data;
  if (people.length === 0) return <p>{t("roles.nobodyHas")}</p>;
  return (
    <div className="stack">
      <ul className="roles-people">
        {people.map((person) => (
          <li key={person.id}>
            <strong>{person.label}</strong>
            <div className="small">
              {person.effects.length === 0 ? t("roles.noEffect") : inWords(person.effects)}
            </div>
          </li>
        ))}
      </ul>
      {more ? <p className="muted small">{t("roles.morePeople")}</p> : null}
    </div>
  );
}

function useEffectsInWords(): (effects: readonly RoleEffect[]) => string {
  const { t, i18n } = useTranslation();
  const { model } = useAppPlace();
  return (effects) => {
    const said = effects.slice(0, MOST_EFFECTS).map((effect) => {
      const entity = model.entities.find(({ name }) => name === effect.entity);
      const field = entity?.fields.find(({ name }) => name === effect.field);
      const part = effect.action ? t(`roles.action.${effect.action}`) : textOf(field?.label, i18n.language);
      return t(`roles.effect.${effect.what}`, { entity: textOf(entity?.label, i18n.language), part });
    });
    const rest = effects.length - said.length;
    return [...said, ...(rest > 0 ? [t("roles.moreEffects", { count: rest })] : [])].join(
      t("roles.semicolon"),
    );
  };
}
