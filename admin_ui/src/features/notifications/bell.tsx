/** The bell of the top bar: how much is unread, and the newest under it. */

import { Badge, Button, Drawer, Popover } from "antd";
import { Bell as BellIcon } from "lucide-react";
import { lazy, Suspense, useRef, useState } from "react";
import { useTranslation } from "react-i18next";

import { useAppPlace } from "../../lib/app-context";
import { useNotifications } from "./use-notifications";

const NewsPanel = lazy(() =>
  import("./news-panel").then(({ NewsPanel: default_ }) => ({ default: default_ })),
);
const MOST_SHOWN = 99;

export function Bell({ phone }: { phone: boolean }) {
  const { t } = useTranslation();
  const { workspace } = useAppPlace();
  const { data } = useNotifications(workspace);
  const [open, setOpen] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  const unread = data?.pages[0]?.unread ?? 0;

  function close() {
    setOpen(false);
    button.current?.focus();
  }
  const panel = (
    <Suspense fallback={<div className="news" aria-busy="true" />}>
      <NewsPanel onClose={close} onLeave={() => setOpen(false)} />
    </Suspense>
  );
  const face = (
    <Button
      ref={button}
      type="text"
      aria-haspopup="dialog"
      aria-expanded={open}
      aria-label={t("notifications.open", { count: unread })}
      onClick={phone ? () => setOpen(true) : undefined}
      icon={
        <Badge count={unread} overflowCount={MOST_SHOWN} size="small" offset={[3, -2]}>
          <BellIcon size={17} aria-hidden="true" />
        </Badge>
      }
    />
  );
  return phone ? (
    <>
      {face}
      <Drawer
        open={open}
        onClose={close}
        placement="bottom"
        size="75%"
        title={t("notifications.title")}
        destroyOnHidden
        styles={{ body: { padding: 0 } }}
      >
        {panel}
      </Drawer>
    </>
  ) : (
    <Popover
      open={open}
      onOpenChange={setOpen}
      trigger="click"
      placement="bottomRight"
      arrow={false}
      destroyOnHidden
      styles={{ container: { padding: 0 } }}
      content={panel}
    >
      {face}
    </Popover>
  );
}
