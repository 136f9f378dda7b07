import { StrictMode } from "react";
import { createRoot } from "react-dom/client";

import { App } from "./app/app";
import { preferredTheme } from "./app/theme";
import { preferredLocale, startTexts } from "./lib/i18n";
import { paint } from "./ui/palette";
import "./ui/page.css";

const root = document.getElementById("root");
if (root === null) throw new Error("index.html has no #root");
paint(preferredTheme());
await startTexts(preferredLocale());
createRoot(root).render(
  <StrictMode>
    <App />
  </StrictMode>,
);
