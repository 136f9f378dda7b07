/** A record as a page of its own: who it is, where it stands, its facts, and what happened to it. */

import { getRouteApi, useLocation, useNavigate } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";

import { useAppPlace } from "../../lib/app-context";
import { useNeighbours } from "../../lib/list-trail";
import { entityOf, type EntityModel } from "../../lib/model";
import { readOpenSearch } from "../../lib/open-record";
import { NotHere } from "../../ui/not-here";
import { LoadedRecord } from "./loaded-record";
import { NeighbourButtons } from "./neighbours";
import { RecordView } from "./record-view";

const route = getRouteApi("/signed-in/w/$workspace/$app/$entity/$id");

export function RecordPage() {
  const params = route.useParams();
  const { model } = useAppPlace();
  const navigate = useNavigate();
  const entity = entityOf(model, params.entity);
  if (!entity || !/^\d{1,16}$/.test(params.id)) {
    return <NotHere />;
  }
  const toList = () =>
    void navigate({ to: "/w/$workspace/$app/$entity", params, search: {}, ignoreBlocker: true });
  const id = Number(params.id);
  return (
    <>
      <PageTrail entity={entity} id={id} />
      <LoadedRecord key={`${entity.id} ${id}`} entity={entity} id={id}>
        <div className="page">
          <RecordView onSheet={false} onGone={toList} />
        </div>
      </LoadedRecord>
    </>
  );
}

/** Previous and next, for a page that was opened from a list. */
function PageTrail({ entity, id }: { entity: EntityModel; id: number }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const params = route.useParams();
  const { along, covered } = useLocation({
    select: ({ state, search }) => ({
      along: state.alongList === true,
      covered: Object.keys(readOpenSearch(search as Record<string, unknown>)).length > 0,
    }),
    structuralSharing: true,
  });
  const left = useNeighbours(entity.name, id, true);
  const near = along ? left : undefined;
  function go(next: number) {
    void navigate({
      to: "/w/$workspace/$app/$entity/$id",
      params: { ...params, id: String(next) },
      search: {},
      state: { alongList: true },
      replace: true,
    });
  }
  return near ? (
    <nav className="page-trail row-line no-print" aria-label={t("record.trail")}>
      <NeighbourButtons near={near} deaf={covered} onGo={go} />
    </nav>
  ) : null;
}
