/** What a gallery shows of each record, and the records page after page. */

import { useInfiniteQuery } from "@tanstack/react-query";
import { useMemo } from "react";

import type { BoardRow } from "../../lib/api/boards";
import { queryRecords, type Place } from "../../lib/api/records";
import { useAppPlace } from "../../lib/app-context";
import { factsAt } from "../../lib/card-facts";
import { fieldOf, type EntityModel, type FieldModel, type ViewModel } from "../../lib/model";
import type { ViewShapeProps } from "../../lib/view-shapes";
import { withStage } from "../../fields/deadlines";
import { fieldAt } from "../../fields/part-field";

const PAGE = 60;
const MOST_FACTS = 4;

export interface GalleryModel {
  image: FieldModel | undefined;
  color: FieldModel | undefined;
  facts: { path: string; field: FieldModel }[];
  asked: string[];
}

export function useGalleryModel(entity: EntityModel, view: ViewModel): GalleryModel {
  const { model } = useAppPlace();
  return useMemo(() => {
    const shape = view.gallery ?? {};
    const image = shape.image ? fieldOf(entity, shape.image) : undefined;
    const color = shape.color ? fieldOf(entity, shape.color) : undefined;
    const paths = shape.card ?? view.columns?.map(({ field }) => field) ?? [];
    const found = factsAt(model, entity, paths, [image?.name], MOST_FACTS);
    const facts = found.map(({ path, end }) => ({ path, field: fieldAt(end) }));
    const shown = facts.map(({ path }) => path);
    const fields = facts.map(({ field }) => field);
    const asked = [...withStage(entity, fields, shown), image?.name, color?.name];
    return { image, color, facts, asked: [...new Set(asked.filter((name) => name !== undefined))] };
  }, [model, entity, view]);
}

export function useGallery(place: Place, gallery: GalleryModel, { which, view, state }: ViewShapeProps) {
  const query = {
    ...which,
    fields: gallery.asked,
    limit: view.page_size ?? PAGE,
    ...(state.sort ? { sort: state.sort } : {}),
  };
  const pages = useInfiniteQuery({
    queryKey: ["records", place, "gallery", query],
    queryFn: ({ pageParam, signal }) => queryRecords(place, { ...query, cursor: pageParam }, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.next,
  });
  const rows = useMemo<BoardRow[]>(() => pages.data?.pages.flatMap(({ items }) => items) ?? [], [pages.data]);
  return { pages, rows };
}
