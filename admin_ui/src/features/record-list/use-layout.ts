/** How the reader lays out a list: drawn at once, kept on the server a moment later. */

import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef } from "react";

import { saveLayout } from "../../lib/api/apps";
import { asProblem } from "../../lib/api/problem";
import { useAppPlace } from "../../lib/app-context";
import type { EntityModel, LayoutModel, ViewModel } from "../../lib/model";
import { dropPending, keepPending, laidOut, pendingOf } from "../../lib/pending-layouts";
import { useProblemText } from "../../ui/problem-note";
import { useMessage } from "../../ui/use-message";

const PAUSE_MS = 400;

export function useLayout(entity: EntityModel, view: ViewModel | undefined) {
  const { workspace, app } = useAppPlace();
  const queries = useQueryClient();
  const message = useMessage();
  const say = useProblemText();
  const timer = useRef(0);
  const waiting = useRef<(() => void) | null>(null);

  // What was not sent yet is sent when the list or the page is left.
  useEffect(() => {
    const send = () => waiting.current?.();
    window.addEventListener("pagehide", send);
    return () => {
      window.removeEventListener("pagehide", send);
      send();
    };
  }, []);

  // What a reload may have stopped on its way goes again.
  const shown = view?.id;
  useEffect(() => {
    const place = { workspace, app, entity: entity.name, view: shown };
    const pending = pendingOf(place);
    if (!pending) return;
    saveLayout(workspace, app, entity.name, shown, pending.layout).then(
      () => dropPending(place, pending.layout),
      () => dropPending(place, pending.layout),
    );
  }, [workspace, app, entity.name, shown]);

  return (layout: LayoutModel | null) => {
    const key = ["views", workspace, app, entity.name];
    if (view) {
      queries.setQueryData<ViewModel[]>(key, (views) =>
        views?.map((one) => (one.id === view.id ? laidOut(one, layout) : one)),
      );
    } else queries.setQueryData<LayoutModel>([...key, "layout"], layout ?? {});
    window.clearTimeout(timer.current);
    const place = { workspace, app, entity: entity.name, view: view?.id };
    keepPending(place, layout);
    const send = () => {
      waiting.current = null;
      saveLayout(workspace, app, entity.name, view?.id, layout).then(
        () => dropPending(place, layout),
        (error: unknown) => {
          dropPending(place, layout);
          message.error(say(asProblem(error)));
          void queries.invalidateQueries({ queryKey: key });
        },
      );
    };
    waiting.current = () => {
      window.clearTimeout(timer.current);
      send();
    };
    timer.current = window.setTimeout(send, PAUSE_MS);
  };
}
