/** Members, roles and teams of the workspace as administrators see them, and what is read again when they change. */

import { useInfiniteQuery, useQuery, useQueryClient } from "@tanstack/react-query";

import { readMembers, readRoles, readTeams, type MembersAsked } from "../../lib/api/staff";
import { useAppPlace } from "../../lib/app-context";

export function useMembers(asked: MembersAsked) {
  const { workspace } = useAppPlace();
  return useInfiniteQuery({
    queryKey: ["staff", workspace, "members", asked],
    queryFn: ({ pageParam }) => readMembers(workspace, asked, pageParam),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ next }) => next ?? undefined,
  });
}

export function useRoles() {
  const { workspace } = useAppPlace();
  return useQuery({ queryKey: ["staff", workspace, "roles"], queryFn: () => readRoles(workspace) });
}

export function useTeams() {
  const { workspace } = useAppPlace();
  return useQuery({ queryKey: ["staff", workspace, "teams"], queryFn: () => readTeams(workspace) });
}

/** Returns what has everything read again that a change of people shows in: names, places, counts. */
export function usePeopleChanged(): () => Promise<void> {
  const { workspace } = useAppPlace();
  const queries = useQueryClient();
  return async () => {
    for (const queryKey of [["departments", workspace], ["people"], ["lookup"], ["session"], ["records"]])
      void queries.invalidateQueries({ queryKey });
    await queries.invalidateQueries({ queryKey: ["staff", workspace] });
  };
}
