/** Asks before a page with unsaved changes is left; what was typed stays as a draft either way. */

import { useBlocker } from "@tanstack/react-router";
import { Button, Modal } from "antd";
import { useTranslation } from "react-i18next";

export function LeaveGuard({ unsaved }: { unsaved: boolean }) {
  const { t } = useTranslation();
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
      footer={[
        <Button key="leave" onClick={() => blocker.proceed?.()}>
          {t("leave.leave")}
        </Button>,
        <Button key="stay" type="primary" onClick={() => blocker.reset?.()}>
          {t("leave.stay")}
        </Button>,
      ]}
    >
      {t("leave.text")}
    </Modal>
  );
}
