/** Asks before what was typed is thrown away. */

import { App } from "antd";
import { useTranslation } from "react-i18next";

export function useAskToDiscard(): (unsaved: boolean, discard: () => void) => void {
  const { t } = useTranslation();
  const { modal } = App.useApp();
  return (unsaved, discard) => {
    if (!unsaved) {
      discard();
      return;
    }
    modal.confirm({
      title: t("leave.discardAsk"),
      content: t("leave.lost"),
      okText: t("leave.discard"),
      okButtonProps: { danger: true },
      cancelText: t("leave.stay"),
      focusable: { autoFocusButton: "cancel" },
      onOk: discard,
    });
  };
}
