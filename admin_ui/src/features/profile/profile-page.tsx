/** What a person says of themselves, how the product looks to them, and their password. */

import { useTranslation } from "react-i18next";

import { useAppPlace } from "../../lib/app-context";
import { spaced } from "../../fields/phone/phone";
import { AboutMe } from "./about-me";
import { Devices } from "./devices";
import { NewPassword } from "./new-password";
import "./profile.css";

export function ProfilePage() {
  const { t } = useTranslation();
  const { session } = useAppPlace();
  return (
    <div className="page profile-page">
      <div className="page-title">
        <h1>{t("profile.title")}</h1>
        <span className="muted">
          {[session.user.email, spaced(session.user.mobile ?? ""), session.user.username]
            .filter(Boolean)
            .join(" · ")}
        </span>
      </div>
      <AboutMe />
      <NewPassword />
      <Devices />
    </div>
  );
}
