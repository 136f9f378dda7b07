/** A page that could not be loaded, or an address that leads nowhere. */

import { useRouter, type ErrorComponentProps } from "@tanstack/react-router";

import { asProblem } from "../lib/api/problem";
import { NotHere } from "../ui/not-here";
import { ProblemNote } from "../ui/problem-note";

export function NotFound() {
  return (
    <main>
      <NotHere />
    </main>
  );
}

export function LoadFailed({ error }: ErrorComponentProps) {
  const router = useRouter();
  if (asProblem(error).status === 404) return <NotFound />;
  return (
    <main className="page">
      <ProblemNote error={error} onRetry={() => void router.invalidate()} />
    </main>
  );
}
