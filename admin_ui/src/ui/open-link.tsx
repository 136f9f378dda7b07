/** A link to a record: a click opens it over the page, with a key or the middle button it opens as a page of its own. */

import { Link, useNavigate } from "@tanstack/react-router";
import type { MouseEvent, ReactNode } from "react";

import { useAppPlace } from "../lib/app-context";
import { openText } from "../lib/open-record";

/** Returns a function that opens a record over the page. */
export function useOpenRecord(): (entity: string, id: number, replace?: boolean) => void {
  const navigate = useNavigate();
  return (entity, id, replace = false) =>
    void navigate({
      to: ".",
      search: (before: Record<string, unknown>) => ({ ...before, open: openText({ entity, id }) }),
      replace,
    });
}

interface OpenLinkProps {
  entity: string;
  id: number;
  className?: string;
  tabIndex?: number;
  children: ReactNode;
}

export function OpenLink({ entity, id, className, tabIndex, children }: OpenLinkProps) {
  const { workspace, app } = useAppPlace();
  const open = useOpenRecord();
  function onClick(event: MouseEvent<HTMLAnchorElement>) {
    event.stopPropagation();
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.button !== 0) return;
    event.preventDefault();
    open(entity, id);
  }
  return (
    <Link
      {...(className ? { className } : {})}
      {...(tabIndex === undefined ? {} : { tabIndex })}
      to="/w/$workspace/$app/$entity/$id"
      params={{ workspace, app, entity, id: String(id) }}
      onClick={onClick}
    >
      {children}
    </Link>
  );
}
