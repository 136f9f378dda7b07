/** The user guide on its own, for whoever is not in an app yet: while setting up, signing in, choosing a template. */

import { getRouteApi, Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";

import { Brand } from "../../ui/brand";
import { LanguageMenu } from "../../ui/language-menu";
import { GuideView } from "./guide-view";
import { useAnchor } from "./use-anchor";

const route = getRouteApi("/help/$page");

export function OpenGuidePage() {
  const { t } = useTranslation();
  const { page } = route.useParams();
  const anchor = useAnchor();
  return (
    <main className="guide-open">
      <div className="row-line guide-bar">
        <Brand />
        <span className="grow" />
        <LanguageMenu labelled />
        <Link className="button-link" to="/">
          {t("action.home")}
        </Link>
      </div>
      <GuideView page={page} anchor={anchor} />
    </main>
  );
}
