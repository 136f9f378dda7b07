import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { RouterProvider } from "@tanstack/react-router";
import { ConfigProvider } from "antd";
import { useState } from "react";

import "../lib/i18n";
import { createAppRouter } from "./router";
import { THEME } from "./theme";

/** Everything that every page needs, around the router. */
export function App() {
  const [queries] = useState(() => new QueryClient({ defaultOptions: { queries: { staleTime: 10_000 } } }));
  const [router] = useState(() => createAppRouter());
  return (
    <QueryClientProvider client={queries}>
      <ConfigProvider theme={THEME} button={{ autoInsertSpace: false }}>
        <RouterProvider router={router} />
      </ConfigProvider>
    </QueryClientProvider>
  );
}
