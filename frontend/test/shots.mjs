// Builds the page with made-up answers and takes pictures of it: node test/shots.mjs [pattern]
import { mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { harness, here } from "./serve.mjs";

const out = join(here, "shots");
const axe = readFileSync(join(here, "..", "node_modules", "axe-core", "axe.min.js"), "utf8");
const { base, browser, end } = await harness();
const scenes = [
  ["first", "?scene=first", []],
  ["first-waiting", "?scene=first", [(p) => p.locator("main button").first().click()]],
  ["first-code", "?scene=first", [(p) => p.locator("main button").first().click(), (p) => p.waitForTimeout(200), (p) => p.locator("main p button").click()]],
  ["first-failed", "?scene=first-failed", [(p) => p.locator("main button").first().click()]],
  ["first-register", "?scene=first-register", [(p) => p.locator("main button").first().click()]],
  ["overview", "?scene=attention", []],
  ["overview-good", "", []],
  ["overview-loading", "?scene=loading", []],
  ["overview-empty", "?scene=empty", []],
  ["overview-paused", "?scene=paused&demo", []],
  ["failures", "?scene=attention", [(p) => p.locator("main li button").nth(2).click()]],
  ["mailboxes", "?scene=baseline#/mailboxes", [(p) => p.locator("[role=treeitem]", { hasText: "Hartog" }).locator("[data-box]").click(), (p) => p.locator("[role=treeitem]", { hasText: "Lonen" }).locator("[data-box]").click(), (p) => p.locator("[role=treeitem]", { hasText: "Nieuwsbrieven" }).locator("[data-box]").click(), (p) => p.waitForTimeout(900)]],
  ["mailboxes-suggest", "?scene=suggest#/mailboxes", []],
  ["mailboxes-vanished", "?scene=vanished#/mailboxes", []],
  ["mailboxes-lost", "#/mailboxes/facturen%40kantoor.example", []],
  ["mailboxes-huge", "?scene=huge#/mailboxes", []],
  ["validate", "?scene=validating#/mailboxes", [(p) => p.locator("main section header button").first().click()]],
  ["mailboxes-paused", "?scene=one-paused#/mailboxes", []],
  ["disconnect", "#/mailboxes", [(p) => p.locator("main section header button").nth(1).click(), (p) => p.locator("[role=menuitem]").last().click()]],
  ["permissions", "#/mailboxes/permissions%3Aaccount-jan", []],
  ["documents", "#/documents", [(p) => p.locator("[role=row]").nth(1).click(), (p) => p.waitForTimeout(500)]],
  ["documents-none-chosen", "#/documents", []],
  ["documents-wide", "#/documents", [(p) => p.locator("[role=grid]").focus(), (p) => p.keyboard.press("ArrowDown"), (p) => p.keyboard.press(" ")]],
  ["documents-loading", "?scene=loading-documents#/documents", []],
  ["documents-empty", "?scene=no-documents#/documents", []],
  ["documents-nothing", "#/documents", [(p) => p.keyboard.press("Control+f"), (p) => p.waitForTimeout(100), (p) => p.keyboard.type("lease 2019"), (p) => p.waitForTimeout(400)]],
  ["documents-filter", "?scene=many-documents#/documents", [(p) => p.locator("button[aria-expanded]").first().click(), (p) => p.locator("section select").last().selectOption("between"), (p) => p.locator("[role=grid]").focus(), (p) => p.keyboard.press("End"), (p) => p.waitForTimeout(600)]],
  ["documents-link", "#/documents/100000", [(p) => p.waitForTimeout(300), (p) => p.locator("button[aria-haspopup=menu]").last().click(), (p) => p.locator("[role=menuitem]").last().click()]],
  ["documents-proof", "#/documents/100000", [(p) => p.waitForTimeout(300), (p) => p.locator("section section button[aria-expanded]").last().click(), (p) => p.locator("section section [role=group] button").first().click()]],
  ["settings", "#/settings", []],
  ["settings-end", "#/settings", [(p) => p.locator("h2").last().scrollIntoViewIfNeeded()]],
  ["settings-managed", "?scene=managed#/settings", []],
  ["settings-read-only", "?scene=read-only#/settings", []],
  ["mailboxes-read-only", "?scene=read-only#/mailboxes", []],
  ["settings-troubled", "?scene=troubled-settings#/settings", []],
  ["settings-move", "#/settings/chooseDestination", [(p) => p.locator("[role=dialog] button").last().click(), (p) => p.waitForTimeout(200)]],
  ["settings-moving", "?scene=moving#/settings/chooseDestination", [(p) => p.locator("[role=dialog] button").last().click(), (p) => p.waitForTimeout(200), (p) => p.locator("[role=dialog] button").last().click()]],
  ["settings-diagnostics", "#/settings", [(p) => p.locator("section").nth(3).locator("button").nth(1).click()]],
  ["settings-licences", "#/settings", [(p) => p.locator("main section").last().locator("button").click()]],
  ["settings-registration", "#/settings", [(p) => p.locator("section").nth(3).locator("button").first().click()]],
];
const variants = [
  ["", { width: 1280, height: 800 }, "light", "en"],
  ["dark", { width: 1280, height: 800 }, "dark", "en"],
  ["small", { width: 900, height: 600 }, "light", "en"],
  ["small-de", { width: 900, height: 600 }, "light", "de"],
  ["zoom", { width: 640, height: 400 }, "light", "en"], // a window of 1280 × 800 at 200 %
  ["contrast", { width: 1280, height: 800 }, "dark", "en", "active"],
  ["nl", { width: 1280, height: 800 }, "light", "nl"],
  ["fr", { width: 1280, height: 800 }, "light", "fr"],
  ["de", { width: 1280, height: 800 }, "light", "de"],
];
const wanted = new RegExp(process.argv[2] ?? ".");
const chosen = new RegExp(process.argv[3] ?? ".");
mkdirSync(out, { recursive: true });
let bad = 0;
for (const [variant, viewport, scheme, language, forcedColors = "none"] of variants) {
  if (!chosen.test(variant)) continue;
  const context = await browser.newContext({ viewport, colorScheme: scheme, forcedColors, reducedMotion: "reduce", locale: language });
  for (const [name, address, steps] of scenes) {
    if (!wanted.test(name)) continue;
    const page = await context.newPage();
    let watching = true;
    page.on("console", (message) => {
      if (watching && ["error", "warning"].includes(message.type())) {
        bad++;
        console.log(`${name} ${variant}: ${message.text()}`);
      }
    });
    page.on("pageerror", (error) => console.log(`${name} ${variant}: ${error}`));
    const [query, hash = ""] = address.split("#");
    await page.goto(`${base}${query ? `${query}&` : "?"}language=${language}${hash ? `#${hash}` : ""}`);
    await page.waitForSelector("h1, [aria-busy], .fui-Skeleton");
    await page.waitForTimeout(250);
    try {
      for (const step of steps) await step(page);
    } catch (error) {
      console.log(`${name} ${variant}: ${String(error).split("\n")[0]}`);
    }
    await page.waitForTimeout(400);
    watching = false; // taking a picture puts a style of its own into the page, which the policy blocks
    await page.screenshot({ path: join(out, `${name}${variant ? `-${variant}` : ""}.png`) });
    await page.evaluate(axe); // as a debugger would: the page's own policy lets nothing in
    const { violations } = await page.evaluate(() => window.axe.run(document, { resultTypes: ["violations"] }));
    for (const v of violations) {
      bad++;
      console.log(`${name} ${variant}: axe ${v.id}: ${v.nodes.slice(0, 3).map((n) => `${n.target} ${n.any.map((a) => a.message).join("; ")}`).join(" | ")}`);
    }
    await page.close();
  }
  await context.close();
}
await end();
console.log(`${bad} faults`);
process.exitCode = bad > 0 ? 1 : 0;
