// Builds the page with made-up answers behind it and serves it to a browser of our own.
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { extname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";
import { build } from "vite";

export const here = fileURLToPath(new URL(".", import.meta.url));
const types = { ".html": "text/html", ".js": "text/javascript", ".css": "text/css", ".woff2": "font/woff2", ".svg": "image/svg+xml" };

/** The page as it is shipped, but for who answers it. */
const madeUp = {
  name: "harness",
  transformIndexHtml: { order: "pre", handler: (html) => html.replace("/src/main.tsx", "/test/harness/main.ts") },
};

/** harness gives the address of the page, a browser, and what ends both. */
export async function harness() {
  const dist = mkdtempSync(join(tmpdir(), "harness-"));
  await build({
    root: join(here, ".."),
    base: "./",
    configFile: join(here, "..", "vite.config.ts"),
    plugins: [madeUp],
    logLevel: "warn",
    build: { outDir: dist, emptyOutDir: true },
  });
  const server = createServer((request, response) => {
    const path = new URL(request.url, "http://localhost").pathname;
    try {
      const body = readFileSync(join(dist, path === "/" ? "index.html" : path));
      response.writeHead(200, { "content-type": types[extname(path)] ?? "text/html" }).end(body);
    } catch {
      response.writeHead(404).end();
    }
  });
  await new Promise((done) => server.listen(0, "127.0.0.1", done));
  const browser = await chromium.launch({
    executablePath: "/usr/bin/chromium",
    args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
  });
  const end = async () => {
    await browser.close();
    server.close();
    rmSync(dist, { recursive: true, force: true });
  };
  return { base: `http://127.0.0.1:${server.address().port}/`, browser, end };
}
