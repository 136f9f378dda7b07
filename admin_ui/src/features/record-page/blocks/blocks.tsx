/** The blocks of a record page, each as its kind is drawn. */

import { Tabs } from "antd";
import type { ComponentType } from "react";
import { useTranslation } from "react-i18next";

import { useAppPlace } from "../../../lib/app-context";
import { textOf } from "../../../lib/label";
import { entityOf } from "../../../lib/model";
import type { BlockModel, FigureModel } from "../../../lib/page-model";
import { GroupsBlock } from "../../../ui/blocks/groups-block";
import { ShortcutsBlock } from "../../../ui/blocks/shortcuts-block";
import { KeyFacts } from "../key-facts";
import { NextStepBanner } from "../next-step";
import { PlainFacts } from "../plain-facts";
import { counted } from "../layout";
import { useRecord } from "../record-context";
import { Timeline } from "../timeline/timeline";
import { FieldsBlock, OthersBlock } from "./fields-block";
import { Figures } from "./figures";
import { FilesBlock } from "./files-block";
import { ListBlock } from "./list-block";
import { RelatedBlock } from "./related-block";
import { TagsBlock } from "./tags-block";

interface BlockProps {
  block: BlockModel;
}

export function Blocks({ blocks }: { blocks: readonly BlockModel[] }) {
  return blocks.map((block, index) => <Block key={block.id ?? index} block={block} />);
}

const KINDS: Readonly<Record<string, ComponentType<BlockProps>>> = {
  facts: function Facts({ block }) {
    const { entity, record } = useRecord();
    return <KeyFacts entity={entity} values={record.values} paths={block.fields ?? []} />;
  },
  figures: ({ block }) => <Figures figures={block.figures ?? []} />,
  number: ({ block }) => <Figures figures={[numberOf(block)]} />,
  next_step: NextStepBanner,
  form: ({ block }) => <PlainFacts {...(block.form ? { form: block.form } : {})} />,
  fields: ({ block }) => (block.form ? <PlainFacts form={block.form} /> : <FieldsBlock block={block} />),
  others: OthersBlock,
  related: RelatedBlock,
  list: ListBlock,
  view: ListBlock,
  groups: GroupsOfRecord,
  shortcuts: ShortcutsBlock,
  files: FilesBlock,
  tags: TagsBlock,
  timeline: Timeline,
  text: TextBlock,
  tabs: TabsBlock,
};

/** One count of records by condition, as a figure. */
function numberOf({ label, entity, via, where }: BlockModel): FigureModel {
  return {
    ...(label ? { label } : {}),
    ...(entity ? { entity } : {}),
    ...(via ? { via } : {}),
    ...(where ? { where } : {}),
  };
}

/** A kind that this release does not know draws nothing. */
function Block({ block }: BlockProps) {
  const Kind = KINDS[block.type];
  return Kind ? <Kind block={block} /> : null;
}

/** Of the records that name the one in view where the block says by which field, else of all. */
function GroupsOfRecord({ block }: BlockProps) {
  const { model } = useAppPlace();
  const { record } = useRecord();
  const where = counted(entityOf(model, block.entity ?? ""), block, record.id);
  return <GroupsBlock block={where ? { ...block, where } : block} />;
}

function TextBlock({ block }: BlockProps) {
  const { i18n } = useTranslation();
  return (
    <section className="card form-section">
      {block.label ? <h2>{textOf(block.label, i18n.language)}</h2> : null}
      <div className="field-text lines">{textOf(block.text, i18n.language)}</div>
    </section>
  );
}

function TabsBlock({ block }: BlockProps) {
  const { i18n } = useTranslation();
  return (
    <Tabs
      className="form-tabs record-tabs"
      items={(block.tabs ?? []).map((tab, index) => ({
        key: tab.id ?? tab.name ?? String(index),
        label: textOf(tab.label, i18n.language),
        children: (
          <div className="record-main">
            <Blocks blocks={tab.blocks} />
          </div>
        ),
      }))}
    />
  );
}
