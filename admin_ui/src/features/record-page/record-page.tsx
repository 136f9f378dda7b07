/** A record as a page of its own: who it is, where it stands, its facts, and what happened to it. */

import { getRouteApi, useNavigate } from "@tanstack/react-router";

import { useAppPlace } from "../../lib/app-context";
import { entityOf } from "../../lib/model";
import { NotHere } from "../../ui/not-here";
import { LoadedRecord } from "./loaded-record";
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
  return (
    <LoadedRecord key={`${entity.id} ${params.id}`} entity={entity} id={Number(params.id)}>
      <div className="page">
        <RecordView onSheet={false} onGone={toList} />
      </div>
    </LoadedRecord>
  );
}
