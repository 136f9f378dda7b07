/** Opens short forms of new records over the page, one over the other where one needs the next. */

import { useQueryClient } from "@tanstack/react-query";
import { lazy, Suspense, useState, type ReactNode } from "react";

import type { RecordData } from "../../lib/api/records";
import { CreateInPlaceProvider, type CreateRequest } from "../../lib/create-in-place";
import type { EntityModel, WireValues } from "../../lib/model";

const QuickCreate = lazy(async () => ({
  default: (await import("../../features/record-page/quick-create")).QuickCreate,
}));
const NOTHING: WireValues = {};
const TITLES = new Set(["text", "long_text"]);

/** The typed name as the value of the field that names records, where it can hold it. */
function named(entity: EntityModel, title: string): WireValues {
  const field = entity.fields.find(({ name }) => name === entity.title[0]);
  const fits = field && TITLES.has(field.type) && field.access === "write" && !field.system;
  return fits && title ? { [field.name]: title } : NOTHING;
}

interface OpenRequest extends CreateRequest {
  suggested: WireValues;
}

export function CreateInPlaceHost({ children }: { children: ReactNode }) {
  const queries = useQueryClient();
  const [open, setOpen] = useState<readonly OpenRequest[]>([]);
  const ask = (request: CreateRequest) =>
    setOpen((before) => [...before, { ...request, suggested: named(request.entity, request.title) }]);
  const close = () => setOpen((before) => before.slice(0, -1));

  function made(request: CreateRequest, record: RecordData) {
    close();
    void queries.invalidateQueries({ queryKey: ["lookup"] });
    void queries.invalidateQueries({ queryKey: ["records"] });
    if (!record.out_of_sight) request.onCreated({ id: record.id, label: record.title || `#${record.id}` });
  }

  return (
    <CreateInPlaceProvider value={ask}>
      {children}
      <Suspense fallback={null}>
        {open.map((request, index) => (
          <QuickCreate
            key={`${index} ${request.entity.id}`}
            entity={request.entity}
            start={NOTHING}
            suggested={request.suggested}
            draft={`in place ${request.title}`}
            onCancel={close}
            onCreated={(record) => made(request, record)}
          />
        ))}
      </Suspense>
    </CreateInPlaceProvider>
  );
}
