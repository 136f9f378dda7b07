/** Roles of the app, and what is read again when one of them changes. */

import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";

import { readAppRoles, readRole, takeRolesBack } from "../../lib/api/roles";
import { useAppPlace } from "../../lib/app-context";
import { useOffer } from "../../ui/use-undo";

export function useAppPath() {
  const { workspace, app } = useAppPlace();
  return { workspace, app };
}

export function useAppRoles() {
  const path = useAppPath();
  return useQuery({ queryKey: ["app-roles", path], queryFn: () => readAppRoles(path) });
}

export function useRole(role: string) {
  const path = useAppPath();
  return useQuery({
    queryKey: ["app-roles", path, role],
    queryFn: () => readRole(path, role),
    staleTime: Infinity, // what is being changed would be lost under what is read again
    gcTime: 0,
  });
}

/** Returns what tells of a change that was saved, reads everything again, and offers the way back. */
export function useRoleSaved(): (said: string, revision: number) => Promise<void> {
  const { t } = useTranslation();
  const path = useAppPath();
  const queries = useQueryClient();
  const offer = useOffer();
  async function again() {
    void queries.invalidateQueries({ queryKey: ["staff", path.workspace] });
    void queries.invalidateQueries({ queryKey: ["records"] });
    await queries.invalidateQueries({ queryKey: ["app-roles"] });
  }
  return async (said, revision) => {
    offer(said, async () => {
      await takeRolesBack(path, revision, t("roles.takenBack"));
      await again();
      return { type: "success", content: t("roles.takenBack") };
    });
    await again();
  };
}
