/** A home page: what matters to whoever opens it, drawn from its document. */

import { getRouteApi } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { timeZoneOf, useAppPlace } from "../../lib/app-context";
import { textOf } from "../../lib/label";
import { homePage } from "../../lib/menu";
import type { BlockModel, PageModel } from "../../lib/page-model";
import { NotHere } from "../../ui/not-here";
import { Blocks } from "./blocks";
import { Checklist } from "./checklist";
import "./home.css";

const route = getRouteApi("/signed-in/w/$workspace/$app/-/$page");

/** The page that an address names. */
export function NamedHomePage() {
  const { model } = useAppPlace();
  const page = homePage(model, route.useParams().page);
  return page ? <HomePage page={page} /> : <NotHere />;
}

export function HomePage({ page }: { page: PageModel }) {
  const { i18n } = useTranslation();
  const { model } = useAppPlace();
  const isStart = homePage(model, model.app.home) === page;
  const head = page.blocks.filter(({ place }) => place === "head");
  const rest = page.blocks.filter(({ place }) => place !== "head");
  return (
    <div className="page home-page">
      {isStart ? <Greeting title={textOf(page.label, i18n.language)} /> : null}
      {isStart ? null : <h1>{textOf(page.label, i18n.language)}</h1>}
      {isStart ? <Checklist /> : null}
      <Blocks blocks={head} />
      <div className="home-grid">
        <Blocks blocks={rest.map(asCell)} />
      </div>
    </div>
  );
}

function asCell(block: BlockModel): BlockModel {
  return block.width === undefined ? { ...block, width: 12 } : block;
}

/** The time of day as one greets, and the day. */
function Greeting({ title }: { title: string }) {
  const { t, i18n } = useTranslation();
  const place = useAppPlace();
  const [now] = useState(() => new Date());
  const timeZone = timeZoneOf(place);
  const hour = Number(
    new Intl.DateTimeFormat("en-GB", { hour: "numeric", hourCycle: "h23", timeZone }).format(now),
  );
  const part = hour < 5 ? "night" : hour < 12 ? "morning" : hour < 18 ? "afternoon" : "evening";
  const day = new Intl.DateTimeFormat(i18n.language, {
    month: "long",
    day: "numeric",
    weekday: "long",
    timeZone,
  }).format(now);
  const name = place.session.user.display_name;
  return (
    <div className="page-title">
      <h1>{name ? t(`home.${part}`, { name }) : title}</h1>
      <span className="muted">{day}</span>
    </div>
  );
}
