/** What a person says of themselves, how the product looks to them, and their password. */

import { useTranslation } from "react-i18next";

import { useAppPlace } from "../../lib/app-context";
import { AboutMe } from "./about-me";
import { NewPassword } from "./new-password";
import "./profile.css";

export function ProfilePage() {
  const { t } = useTranslation();
  const { session } = useAppPlace();
  return (
    <div className="page profile-page">
      <div className="page-title">
        <h1>{t("profile.title")}</h1>
        <span className="muted">{session.user.email}</span>
      </div>
      <AboutMe />
      <NewPassword />
    </div>
  );
}
