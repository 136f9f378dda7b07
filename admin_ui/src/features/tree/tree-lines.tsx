/** The lines of a tree, drawn as they are scrolled to, and the keys that lead through them. */

import { Button, Skeleton } from "antd";
import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";

import type { EntityModel } from "../../lib/model";
import { usePlace } from "../../ui/dragging";
import { useOpenRecord } from "../../ui/open-link";
import { ProblemNote } from "../../ui/problem-note";
import { useDrawn } from "../../ui/use-drawn";
import { lineId, TreeRowLine } from "./tree-line";
import type { RowLine, TreeModel } from "./tree-model";
import type { TreeLine, useTree } from "./use-tree";
import { treeKeys } from "./use-tree-keys";

interface TreeLinesProps {
  entity: EntityModel;
  tree: TreeModel;
  name: string;
  levels: ReturnType<typeof useTree>;
  dragged: RowLine | null;
  onMove: (line: RowLine) => void;
}

function keyOf(line: TreeLine | undefined, index: number): string {
  if (!line) return String(index);
  if (line.kind === "row") return `row ${line.row.id}`;
  return line.kind === "astray" ? "astray" : `${line.kind} ${line.parent}`;
}

export function TreeLines({ entity, tree, name, levels, dragged, onMove }: TreeLinesProps) {
  const { lines, open, toggle, more } = levels;
  const openRecord = useOpenRecord();
  const rows = useMemo(() => lines.filter((line): line is RowLine => line.kind === "row"), [lines]);
  const [chosen, setActive] = useState<number | null>(null);
  const active = rows.some(({ row }) => row.id === chosen) ? chosen : (rows[0]?.row.id ?? null);
  const at = dragged ? lines.findIndex((line) => line.kind === "row" && line.row.id === dragged.row.id) : -1;
  const { scroller, virtualizer, drawn } = useDrawn({
    count: lines.length,
    getItemKey: (index) => keyOf(lines[index], index),
    estimateSize: () => 40,
    overscan: 8,
    initialRect: { width: 900, height: 700 },
    kept: at,
  });
  function onActive(id: number) {
    setActive(id);
    const index = lines.findIndex((line) => line.kind === "row" && line.row.id === id);
    if (index >= 0) virtualizer.scrollToIndex(index, { align: "auto" });
  }
  const onKeyDown = treeKeys({
    rows,
    active,
    open,
    onActive,
    onToggle: toggle,
    onOpen: (id) => openRecord(entity.name, id),
  });
  return (
    <>
      {dragged && dragged.parent !== 0 ? <TopPlace /> : null}
      <div
        className="tree-scroll"
        ref={scroller}
        role="tree"
        tabIndex={0}
        aria-label={name}
        aria-activedescendant={active === null ? undefined : lineId(active)}
        onKeyDown={onKeyDown}
      >
        <div className="tree-body" role="none" style={{ height: virtualizer.getTotalSize() }}>
          {drawn.map(({ index, start, key }) => {
            const line = lines[index];
            if (!line) return null;
            return (
              <div
                key={key}
                role="none"
                className="tree-place"
                ref={virtualizer.measureElement}
                data-index={index}
                style={{ transform: `translateY(${start}px)` }}
              >
                {line.kind === "row" ? (
                  <TreeRowLine
                    entity={entity}
                    tree={tree}
                    line={line}
                    open={open.has(line.row.id)}
                    active={line.row.id === active}
                    dragged={dragged}
                    onToggle={toggle}
                    onActive={setActive}
                    onMove={onMove}
                  />
                ) : (
                  <OtherLine line={line} onMore={more} />
                )}
              </div>
            );
          })}
        </div>
      </div>
    </>
  );
}

/** Where a record is dropped that is to stand under none. */
function TopPlace() {
  const { t } = useTranslation();
  const { ref, over } = usePlace<RowLine | null>({ id: "top", target: null, disabled: false });
  return (
    <div ref={ref} className={over ? "tree-top target" : "tree-top"}>
      {t("tree.toTop")}
    </div>
  );
}

interface OtherLineProps {
  line: Exclude<TreeLine, { kind: "row" }>;
  onMore: (parent: number) => Promise<void>;
}

function OtherLine({ line, onMore }: OtherLineProps) {
  const { t } = useTranslation();
  const style = { paddingLeft: 34 + line.depth * 22 };
  if (line.kind === "astray") return <div className="tree-astray muted small">{t("tree.astray")}</div>;
  if (line.kind === "failed") return <ProblemNote error={line.error} />;
  return (
    <div className="tree-other" style={style}>
      {line.kind === "loading" ? (
        <Skeleton.Input active size="small" />
      ) : (
        <Button type="link" size="small" onClick={() => void onMore(line.parent)}>
          {t("tree.more")}
        </Button>
      )}
    </div>
  );
}
