/** A new record from anywhere: its short form opens over the page. */

import { useNavigate } from "@tanstack/react-router";

import { withoutOpen } from "../lib/open-record";

export function useCreate(): (entity: string) => void {
  const navigate = useNavigate();
  return (entity) =>
    void navigate({
      to: ".",
      search: (before: Record<string, unknown>) => ({ ...withoutOpen(before), new: entity }),
    });
}
