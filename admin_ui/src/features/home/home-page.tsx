import { Typography } from "antd";
import { useTranslation } from "react-i18next";

/** The first page. */
export function HomePage() {
  const { t } = useTranslation();
  return (
    <main style={{ padding: 24 }}>
      <Typography.Title level={1} style={{ fontSize: 18 }}>
        {t("product")}
      </Typography.Title>
      <Typography.Text type="secondary">{t("tagline")}</Typography.Text>
    </main>
  );
}
