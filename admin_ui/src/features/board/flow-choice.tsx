/** Which flow's stages are shown, where the records of an entity follow several. */

import { Select } from "antd";
import { useTranslation } from "react-i18next";

import { textOf } from "../../lib/label";
import type { EntityModel } from "../../lib/model";
import type { ViewShapeProps } from "../../lib/view-shapes";
import type { BoardModel } from "./board-model";

interface FlowChoiceProps {
  entity: EntityModel;
  board: BoardModel;
  onState: ViewShapeProps["onState"];
}

export function FlowChoice({ entity, board, onState }: FlowChoiceProps) {
  const { t, i18n } = useTranslation();
  if (!board.flow || entity.flows.length < 2) return null;
  return (
    <div className="board-flow">
      <Select
        aria-label={t("board.flow")}
        value={board.flow.name}
        popupMatchSelectWidth={false}
        options={entity.flows.map(({ name, label }) => ({
          value: name,
          label: textOf(label, i18n.language),
        }))}
        onChange={(flow: string) => onState({ flow })}
      />
    </div>
  );
}
