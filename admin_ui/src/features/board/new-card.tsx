/** A new record that begins in a column of the board. */

import { useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";

import type { BoardColumnData } from "../../lib/api/boards";
import type { EntityModel, ViewModel } from "../../lib/model";
import { useRecordDialogs } from "../../lib/view-shapes";
import { useMessage } from "../../ui/use-message";
import { startIn, type BoardModel } from "./board-model";

interface NewCardProps {
  entity: EntityModel;
  board: BoardModel;
  view: ViewModel;
  column: BoardColumnData;
  onDone: () => void;
}

export function NewCard({ entity, board, view, column, onDone }: NewCardProps) {
  const { t } = useTranslation();
  const message = useMessage();
  const queries = useQueryClient();
  const { QuickCreate } = useRecordDialogs();
  return (
    <QuickCreate
      entity={entity}
      start={startIn(board, view, column) ?? {}}
      draft={`board.${view.id}.${String(column.key)}`}
      onCancel={onDone}
      onCreated={(record) => {
        onDone();
        void queries.invalidateQueries({ queryKey: ["records"] });
        void message.success(t("board.created", { title: record.title || `#${record.id}` }));
      }}
    />
  );
}
