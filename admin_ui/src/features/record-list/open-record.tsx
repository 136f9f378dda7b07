/** The way from a list to one of its records: the one place that knows how records open. */

import { useCallback } from "react";

import { OpenLink, useOpenRecord as useOpen } from "../../ui/open-link";

interface RecordTitleProps {
  entity: string;
  id: number;
  title: string;
  /** In a grid the keyboard reaches cells, not links. */
  tabIndex?: number;
}

export function RecordTitle({ entity, id, title, tabIndex }: RecordTitleProps) {
  return (
    <OpenLink
      className="title-link clip"
      entity={entity}
      id={id}
      {...(tabIndex === undefined ? {} : { tabIndex })}
    >
      {title || `#${id}`}
    </OpenLink>
  );
}

/** Returns a function that opens a record of one entity. */
export function useOpenRecord(entity: string): (id: number) => void {
  const open = useOpen();
  return useCallback((id) => open(entity, id), [open, entity]);
}
