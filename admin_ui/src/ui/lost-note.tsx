/** The connection was lost: what was typed is still here, and goes again by itself. */

import { Button } from "antd";
import { useTranslation } from "react-i18next";

export function LostNote({ onRetry }: { onRetry: () => void }) {
  const { t } = useTranslation();
  return (
    <div className="note bad" role="alert">
      <span className="grow">{`${t("problem.offline")}${t("problem.sentAgain")}`}</span>
      <Button size="small" onClick={onRetry}>
        {t("action.retry")}
      </Button>
    </div>
  );
}
