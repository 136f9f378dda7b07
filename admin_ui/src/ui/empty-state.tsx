/** What a place without content says: one sentence, one small drawing, one action. */

import { Inbox } from "lucide-react";
import type { ReactNode } from "react";

interface EmptyStateProps {
  text: string;
  /** The whole page is empty: its sentence is the heading. */
  page?: boolean;
  children?: ReactNode;
}

export function EmptyState({ text, page = false, children }: EmptyStateProps) {
  return (
    <div className="empty-state">
      <Inbox size={40} strokeWidth={1.2} aria-hidden="true" />
      {page ? <h1 className="empty-title">{text}</h1> : <div>{text}</div>}
      {children ? <div className="row-line">{children}</div> : null}
    </div>
  );
}
