/** Asks before a page with unsaved changes is left. */

import { useBlocker } from "@tanstack/react-router";
import { Button, Modal } from "antd";
import { useRef } from "react";
import { useTranslation } from "react-i18next";

interface LeaveGuardProps {
  unsaved: boolean;
  /** What was typed stays on this device, so that leaving loses nothing. */
  asDraft?: boolean;
}

export function LeaveGuard({ unsaved, asDraft = false }: LeaveGuardProps) {
  const { t } = useTranslation();
  const stay = useRef<HTMLButtonElement>(null);
  const blocker = useBlocker({
    shouldBlockFn: () => unsaved,
    enableBeforeUnload: () => unsaved,
    withResolver: true,
  });
  const blocked = blocker.status === "blocked";
  return (
    <Modal
      open={blocked}
      title={t("leave.title")}
      onCancel={() => blocker.reset?.()}
      afterOpenChange={(shown) => shown && stay.current?.focus()}
      footer={[
        <Button key="leave" onClick={() => blocker.proceed?.()}>
          {asDraft ? t("leave.leave") : t("leave.discard")}
        </Button>,
        <Button key="stay" type="primary" ref={stay} onClick={() => blocker.reset?.()}>
          {t("leave.stay")}
        </Button>,
      ]}
    >
      {asDraft ? t("leave.text") : t("leave.lost")}
    </Modal>
  );
}
