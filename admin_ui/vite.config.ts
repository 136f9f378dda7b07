import { fileURLToPath } from "node:url";

import react from "@vitejs/plugin-react";
import { defineConfig } from "vitest/config";

// The server hands out the built files under /static/ and index.html for every page address.
export default defineConfig(({ command }) => ({
  base: command === "build" ? "/static/" : "/",
  plugins: [react()],
  resolve: {
    alias: [
      // antd locks the page's scrolling with a style without nonce, which the policy of our pages refuses.
      {
        find: /^\.\/useScrollLocker$/,
        replacement: fileURLToPath(new URL("src/ui/scroll-lock.ts", import.meta.url)),
      },
    ],
  },
  server: {
    port: 5173,
    // The user guide lies in docs/.
    fs: { allow: [".."] },
    proxy: {
      "/api": { target: process.env.API_URL ?? "http://127.0.0.1:8000", changeOrigin: false },
    },
  },
  build: {
    outDir: "../builder/static",
    emptyOutDir: true,
    manifest: true,
    sourcemap: false,
    // What the licences of bundled libraries ask for: their texts go where the code goes.
    license: { fileName: "licenses.txt" },
    chunkSizeWarningLimit: 1200,
  },
  test: {
    environment: "jsdom",
    globals: false,
    setupFiles: ["src/test/setup.ts"],
    css: false,
    restoreMocks: true,
    testTimeout: 45_000,
    // Files share what a worker has loaded (a quarter of the time of loading anew), and every processor has one.
    isolate: false,
    maxWorkers: "100%",
  },
}));
