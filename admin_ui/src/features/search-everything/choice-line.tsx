/** One line of what the search offers. */

import { ArrowRight, Command, Plus } from "lucide-react";
import { useTranslation } from "react-i18next";

import { textOf } from "../../lib/label";
import { fieldOf } from "../../lib/model";
import { FieldShow } from "../../fields/field-show";
import { controlOf } from "../../fields/registry";
import { AppIcon } from "../../ui/app-icon";
import type { Choice } from "./choices";

interface ChoiceLineProps {
  id: string;
  choice: Choice;
  active: boolean;
  onChosen: () => void;
  onPointed: () => void;
}

export function ChoiceLine({ id, choice, active, onChosen, onPointed }: ChoiceLineProps) {
  return (
    <div
      id={id}
      role="option"
      aria-selected={active}
      className="search-line"
      onClick={onChosen}
      onMouseMove={onPointed}
    >
      <ChoiceIcon choice={choice} />
      <ChoiceText choice={choice} />
    </div>
  );
}

function ChoiceIcon({ choice }: { choice: Choice }) {
  if (choice.kind === "create") return <Plus size={16} aria-hidden="true" />;
  if (choice.kind === "command") return <Command size={16} aria-hidden="true" />;
  if (choice.kind === "more") return <ArrowRight size={16} aria-hidden="true" />;
  return <AppIcon name={choice.kind === "page" ? "home" : choice.entity.icon} />;
}

function ChoiceText({ choice }: { choice: Choice }) {
  const { t, i18n } = useTranslation();
  if (choice.kind === "more") {
    return (
      <span className="muted">{t("search.more", { name: textOf(choice.entity.label, i18n.language) })}</span>
    );
  }
  if (choice.kind !== "record") return <span className="clip">{choice.label}</span>;
  const facts = Object.entries(choice.facts).flatMap(([name, value]) => {
    const field = fieldOf(choice.entity, name);
    return field && !controlOf(field.type).isBlank(value) ? [{ field, value }] : [];
  });
  return (
    <>
      <span className="clip search-title">{choice.title || `#${choice.id}`}</span>
      <span className="search-facts" inert>
        {facts.map(({ field, value }) => (
          <span key={field.id} className="clip">
            <FieldShow field={field} value={value} compact />
          </span>
        ))}
        {facts.length === 0 ? (
          <span className="muted small">{textOf(choice.entity.label, i18n.language)}</span>
        ) : null}
      </span>
    </>
  );
}
