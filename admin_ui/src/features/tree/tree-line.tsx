/** One line of a tree: opened and closed by its arrow, dragged as a whole, moved without dragging by its button. */

import { Button } from "antd";
import { ChevronDown, ChevronRight, CornerDownRight } from "lucide-react";
import { useTranslation } from "react-i18next";

import { formatCount } from "../../lib/format/numbers";
import { textOf } from "../../lib/label";
import type { EntityModel } from "../../lib/model";
import { FieldShow } from "../../fields/field-show";
import { controlOf } from "../../fields/registry";
import { useLift, usePlace } from "../../ui/dragging";
import { OpenLink } from "../../ui/open-link";
import { mayStandUnder, type RowLine, type TreeModel } from "./tree-model";

interface TreeRowLineProps {
  entity: EntityModel;
  tree: TreeModel;
  line: RowLine;
  open: boolean;
  active: boolean;
  dragged: RowLine | null;
  onToggle: (id: number) => void;
  onActive: (id: number) => void;
  onMove: (line: RowLine) => void;
}

export function lineId(id: number): string {
  return `tree-line-${id}`;
}

export function TreeRowLine(props: TreeRowLineProps) {
  const { entity, tree, line, open, active, dragged, onToggle, onActive, onMove } = props;
  const { t, i18n } = useTranslation();
  const { row, depth } = line;
  const title = row.title || `#${row.id}`;
  const leaf = row.children === 0;
  const closed = dragged !== null && !mayStandUnder(dragged, line);
  const {
    ref: lift,
    handle,
    lifted,
  } = useLift<RowLine>({
    id: `line ${row.id}`,
    source: line,
    disabled: !tree.movable,
  });
  const { ref: place, over } = usePlace<RowLine | null>({
    id: `under ${row.id}`,
    target: line,
    disabled: closed,
  });
  const state = ["tree-line", active && "active", lifted && "lifted", over && dragged && "target"];
  return (
    <div
      ref={(element) => {
        lift(element);
        place(element);
      }}
      id={lineId(row.id)}
      role="treeitem"
      aria-level={depth + 1}
      aria-selected={active}
      aria-label={title}
      {...(leaf ? {} : { "aria-expanded": open })}
      className={state.filter(Boolean).join(" ")}
      style={{ paddingLeft: 10 + depth * 22 }}
      onMouseDown={() => onActive(row.id)}
    >
      <Arrow leaf={leaf} open={open} title={title} onToggle={() => onToggle(row.id)} />
      <OpenLink className="title-link clip" entity={entity.name} id={row.id}>
        {title}
      </OpenLink>
      {row.children ? (
        <span className="tree-count numeric">{formatCount(row.children, i18n.language)}</span>
      ) : null}
      <span className="grow" />
      <span className="tree-facts">
        {tree.facts.map(({ path, field }) =>
          controlOf(field.type).isBlank(row.values[path]) ? null : (
            <span key={path} title={textOf(field.label, i18n.language)}>
              <FieldShow field={field} value={row.values[path]} compact />
            </span>
          ),
        )}
      </span>
      {tree.movable ? (
        <Button
          ref={handle}
          className="tree-move"
          size="small"
          type="text"
          tabIndex={active ? 0 : -1}
          icon={<CornerDownRight size={15} aria-hidden="true" />}
          aria-label={t("tree.moveNamed", { title })}
          onClick={() => onMove(line)}
        />
      ) : null}
    </div>
  );
}

interface ArrowProps {
  leaf: boolean;
  open: boolean;
  title: string;
  onToggle: () => void;
}

function Arrow({ leaf, open, title, onToggle }: ArrowProps) {
  const { t } = useTranslation();
  if (leaf) return <span className="tree-arrow" />;
  const Shape = open ? ChevronDown : ChevronRight;
  return (
    <button
      type="button"
      className="tree-arrow"
      tabIndex={-1}
      aria-label={t(open ? "tree.close" : "tree.open", { title })}
      onClick={onToggle}
    >
      <Shape size={15} aria-hidden="true" />
    </button>
  );
}
