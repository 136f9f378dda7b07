/** The frame of an app: side menu, top bar, and the page between them. */

import { useQuery, useSuspenseQuery } from "@tanstack/react-query";
import { getRouteApi, Outlet } from "@tanstack/react-router";
import { Drawer } from "antd";
import { useEffect, useMemo, useState } from "react";
import { useTranslation } from "react-i18next";

import { AppPlaceProvider } from "../../lib/app-context";
import { setWeekStart } from "../../lib/week-start";
import { textOf } from "../../lib/label";
import { appsQuery, modelQuery } from "../../lib/queries";
import { useIsPhone } from "../../ui/use-is-phone";
import { BottomBar } from "./bottom-bar";
import { CreateHost } from "./create-host";
import { CreateInPlaceHost } from "./create-in-place-host";
import { RecordSheetHost } from "./record-sheet-host";
import { SearchHost, useSearchKey } from "./search-host";
import "./shell.css";
import { SideMenu } from "./side-menu";
import { TopBar } from "./top-bar";
import { useFocusBack } from "./use-focus-back";

const route = getRouteApi("/signed-in/w/$workspace/$app");
const STORED = "formloom.menu";

export function AppShell() {
  const { t, i18n } = useTranslation();
  const { workspace, app } = route.useParams();
  const { session } = route.useRouteContext();
  const { data: model } = useSuspenseQuery(modelQuery(workspace, app));
  const { data: apps = [] } = useQuery(appsQuery(workspace));
  const phone = useIsPhone();
  const [narrow, setNarrow] = useState(() => window.localStorage.getItem(STORED) === "narrow");
  const [drawer, setDrawer] = useState(false);
  const [searching, setSearching] = useSearchKey();
  const { open, new: wanted } = route.useSearch();
  useFocusBack(searching || open !== undefined || wanted !== undefined);
  const place = useMemo(() => ({ workspace, app, model, session }), [workspace, app, model, session]);

  useEffect(() => {
    document.title = `${textOf(model.app.label, i18n.language)} · ${t("product")}`;
  }, [model, i18n.language, t]);

  useEffect(() => setWeekStart(model.settings.week_start), [model]);

  function toggle() {
    if (phone) {
      setDrawer(true);
      return;
    }
    setNarrow(!narrow);
    window.localStorage.setItem(STORED, narrow ? "wide" : "narrow");
  }

  return (
    <AppPlaceProvider value={place}>
      <CreateInPlaceHost>
        <a className="skip-link" href="#content">
          {t("shell.skip")}
        </a>
        <div className={narrow ? "shell narrow" : "shell"}>
          {phone ? (
            <Drawer
              open={drawer}
              onClose={() => setDrawer(false)}
              placement="left"
              size={264}
              title={t("shell.menu")}
              styles={{ body: { padding: 0 } }}
            >
              <SideMenu apps={apps} narrow={false} onChosen={() => setDrawer(false)} />
            </Drawer>
          ) : (
            <SideMenu apps={apps} narrow={narrow} />
          )}
          <div className="main-area">
            <TopBar phone={phone} onToggleMenu={toggle} onSearch={() => setSearching(true)} />
            <main className="main-content" id="content" tabIndex={-1}>
              <Outlet />
            </main>
            {phone ? <BottomBar onMenu={() => setDrawer(true)} onSearch={() => setSearching(true)} /> : null}
          </div>
        </div>
        <RecordSheetHost />
        <CreateHost />
        {searching ? <SearchHost onClose={() => setSearching(false)} /> : null}
      </CreateInPlaceHost>
    </AppPlaceProvider>
  );
}
