/** The one place where the short form of a new record opens over whatever page is shown: the address says of what. */

import { useQueryClient } from "@tanstack/react-query";
import { getRouteApi, useNavigate } from "@tanstack/react-router";
import { lazy, Suspense } from "react";

import type { RecordData } from "../../lib/api/records";
import { useAppPlace } from "../../lib/app-context";
import { entityOf } from "../../lib/model";
import { openText, withoutOpen } from "../../lib/open-record";

const route = getRouteApi("/signed-in/w/$workspace/$app");
const QuickCreate = lazy(async () => ({
  default: (await import("../../features/record-page/quick-create")).QuickCreate,
}));
const NOTHING = {};

export function CreateHost() {
  const { new: name } = route.useSearch();
  const { model } = useAppPlace();
  const navigate = useNavigate();
  const queries = useQueryClient();
  const entity = name === undefined ? undefined : entityOf(model, name);
  if (!entity?.actions.includes("create")) return null;
  const close = () => void navigate({ to: ".", search: withoutOpen });
  const show = (record: RecordData) => {
    void queries.invalidateQueries({ queryKey: ["records"] });
    const open = openText({ entity: entity.name, id: record.id });
    void navigate({
      to: ".",
      search: (before: Record<string, unknown>) =>
        record.out_of_sight ? withoutOpen(before) : { ...withoutOpen(before), open },
      replace: true,
    });
  };
  return (
    <Suspense fallback={null}>
      <QuickCreate
        key={entity.id}
        entity={entity}
        start={NOTHING}
        draft={`new ${entity.name}`}
        onCancel={close}
        onCreated={show}
      />
    </Suspense>
  );
}
