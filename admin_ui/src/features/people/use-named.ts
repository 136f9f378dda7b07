/** Somebody known by number alone, named as soon as the server says how; until somebody else is chosen. */

import { useQuery } from "@tanstack/react-query";
import { useState } from "react";

import type { Referred } from "../../fields/pieces/read";

export interface Named {
  value: Referred | null;
  set: (value: Referred | null) => void;
}

export function useNamed(id: number | null, name: (ids: number[]) => Promise<Referred[]>): Named {
  const [chosen, setChosen] = useState<Referred | null>();
  const { data } = useQuery({
    queryKey: ["people", "named", id],
    queryFn: () => name(id === null ? [] : [id]),
    enabled: id !== null,
  });
  const known = id === null ? null : { id, label: data?.find((one) => one.id === id)?.label ?? `#${id}` };
  return { value: chosen === undefined ? known : chosen, set: setChosen };
}
