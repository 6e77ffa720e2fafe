import react from "@vitejs/plugin-react";
import { defineConfig } from "vitest/config";
import { licences } from "./scripts/licences.mjs";
import { texts } from "./scripts/texts.mjs";
import { themes } from "./scripts/themes.mjs";
import { inlineTokens } from "./scripts/tokens.mjs";

// The page is loaded by the desktop program from its own files: relative addresses, one target, no source maps.
export default defineConfig({
  plugins: [react(), licences(), texts(), themes(), inlineTokens()],
  base: "./",
  build: {
    target: "es2022",
    outDir: "dist",
    emptyOutDir: true,
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 1200,
    modulePreload: { polyfill: false },
    // What several rooms need is one script: many small ones are packed far worse, and all of them are read anyway.
    rolldownOptions: { output: { codeSplitting: { groups: [{ name: "shared", minShareCount: 2 }] } } },
  },
  test: {
    environment: "jsdom",
    include: ["src/**/*.test.{ts,tsx}", "test/**/*.test.{ts,tsx}"],
    setupFiles: ["test/setup.ts"],
    css: false,
    testTimeout: 60_000,
  },
});
