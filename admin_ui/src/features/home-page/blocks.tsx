/** The blocks of a home page, each as its kind is drawn. */

import { Tabs } from "antd";
import type { ComponentType, CSSProperties } from "react";
import { useTranslation } from "react-i18next";

import { textOf } from "../../lib/label";
import type { BlockModel } from "../../lib/page-model";
import { GroupsBlock } from "../../ui/blocks/groups-block";
import { ShortcutsBlock } from "../../ui/blocks/shortcuts-block";
import { FiguresBlock } from "./figures-block";
import { ListBlock } from "./list-block";

interface BlockProps {
  block: BlockModel;
}

const KINDS: Readonly<Record<string, ComponentType<BlockProps>>> = {
  figures: FiguresBlock,
  number: FiguresBlock,
  shortcuts: ShortcutsBlock,
  list: ListBlock,
  view: ListBlock,
  groups: GroupsBlock,
  text: TextBlock,
  tabs: TabsBlock,
};

/** A kind that this release does not know draws nothing. */
export function Blocks({ blocks }: { blocks: readonly BlockModel[] }) {
  return blocks.map((block, index) => {
    const Kind = KINDS[block.type];
    const style = block.width ? ({ "--width": block.width } as CSSProperties) : undefined;
    return Kind ? (
      <div key={block.id ?? index} className="home-block" style={style}>
        <Kind block={block} />
      </div>
    ) : null;
  });
}

function TextBlock({ block }: BlockProps) {
  const { i18n } = useTranslation();
  return (
    <section className="card block-card">
      {block.label ? <h2>{textOf(block.label, i18n.language)}</h2> : null}
      <div className="home-text">{textOf(block.text, i18n.language)}</div>
    </section>
  );
}

function TabsBlock({ block }: BlockProps) {
  const { i18n } = useTranslation();
  const items = (block.tabs ?? []).map((tab, index) => ({
    key: tab.id ?? tab.name ?? String(index),
    label: textOf(tab.label, i18n.language),
    children: (
      <div className="home-grid">
        <Blocks blocks={tab.blocks} />
      </div>
    ),
  }));
  return <Tabs items={items} />;
}
