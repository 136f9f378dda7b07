/** Letting somebody into the team of a record, changing what they may do there, taking them out. */

import { useMutation, useQueryClient } from "@tanstack/react-query";

import { leaveTeam, putIntoTeam, type RecordTeam, type TeamPlace } from "../../lib/api/record-team";
import type { Place } from "../../lib/api/records";
import { useRecord } from "./record-context";

export function teamKey(place: Place, record: number): readonly unknown[] {
  return ["records", place, "team", record];
}

/** What is to become of somebody; nothing takes them out of the team. */
export interface TeamChange {
  account: number;
  to: TeamPlace | null;
}

export function useTeamChange(onDone?: (change: TeamChange, team: RecordTeam) => void) {
  const { record, place } = useRecord();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ account, to }: TeamChange) =>
      to ? putIntoTeam(place, record.id, account, to) : leaveTeam(place, record.id, account),
    onSuccess: (team, change) => {
      queries.setQueryData(teamKey(place, record.id), team);
      onDone?.(change, team);
    },
  });
}
