/** Screens of the app that a template becomes, one at a time; the one in sight can be looked at in full size. */

import { Image } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { templatePicture, type Template } from "../../lib/api/templates";
import { textOf } from "../../lib/label";

export function TemplateScreens({ workspace, template }: { workspace: string; template: Template }) {
  const { t, i18n } = useTranslation();
  const [chosen, setChosen] = useState(0);
  const shown = template.pictures[chosen];
  if (!shown) return null;
  const label = textOf(shown.label, i18n.language);
  return (
    <div className="template-drawing template-screens">
      <Image
        key={shown.name}
        src={templatePicture(workspace, template.name, shown.name, i18n.language)}
        alt={t("templates.screen", { name: label })}
        width="100%"
      />
      <div className="template-ways" role="group" aria-label={t("templates.screens")}>
        {template.pictures.map((picture, at) => (
          <button
            key={picture.name}
            type="button"
            className="template-way"
            aria-pressed={at === chosen}
            onClick={() => setChosen(at)}
          >
            <span className="clip">{textOf(picture.label, i18n.language)}</span>
          </button>
        ))}
      </div>
    </div>
  );
}
