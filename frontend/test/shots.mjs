// Builds the page with made-up answers and takes pictures of it: node test/shots.mjs [pattern]
import { mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { harness, here } from "./serve.mjs";

const out = join(here, "shots");
const axe = readFileSync(join(here, "..", "node_modules", "axe-core", "axe.min.js"), "utf8");
const { base, browser, end } = await harness();
const addShared = [
  (p) => p.locator("header button").first().click(),
  (p) => p.locator("[role=menuitem]", { has: p.locator("svg") }).nth(2).click(),
  (p) => p.locator("input").fill("facturen@kantoor.example"),
  (p) => p.locator("form button").first().click(),
  (p) => p.waitForTimeout(200),
];
const organisation = "00000000-0000-4000-8000-00000000da30.kantoor";
const scenes = [
  ["first", "?scene=first", []],
  ["first-waiting", "?scene=first", [(p) => p.locator("main button").first().click()]],
  ["first-code", "?scene=first", [(p) => p.locator("main button").first().click(), (p) => p.waitForTimeout(200), (p) => p.locator("main p button").first().click()]],
  ["first-approval", "?scene=first", [(p) => p.locator("main button").first().click(), (p) => p.waitForTimeout(200), (p) => p.locator("main p button").last().click()]],
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
  ["add-menu", "#/mailboxes", [(p) => p.locator("header button").first().click()]],
  ["add-menu-personal", "?scene=personal#/mailboxes", [(p) => p.locator("header button").first().click()]],
  ["shared", "#/mailboxes/info%40kantoor.example", []],
  ["shared-form", "?scene=shared-form&demo#/mailboxes", addShared.slice(0, 2)],
  ["shared-waiting", "?scene=shared-waiting#/mailboxes", addShared],
  ["shared-access", "?scene=shared-access#/mailboxes", addShared],
  ["shared-folders", "?scene=shared-folders#/mailboxes", addShared],
  ["shared-refused", "?scene=shared-refused#/mailboxes", addShared],
  ["shared-declined", "?scene=shared-declined#/mailboxes", addShared],
  ["shared-note", "?scene=sent-copies#/mailboxes/info%40kantoor.example", []],
  ["shared-copies", "?scene=sent-copies#/mailboxes/copies%3Ainfo%40kantoor.example", []],
  ["shared-remove", "#/mailboxes/info%40kantoor.example", [(p) => p.locator("main section header button").nth(1).click(), (p) => p.locator("[role=menuitem]").last().click()]],
  ["mailboxes-paused", "?scene=one-paused#/mailboxes", []],
  ["disconnect", "#/mailboxes", [(p) => p.locator("main section header button").nth(1).click(), (p) => p.locator("[role=menuitem]").last().click()]],
  ["permissions", "#/mailboxes/permissions%3Aaccount-jan", []],
  ["organisation-form", "#/mailboxes/organisation%3A", []],
  ["organisation-form-demo", "?demo#/mailboxes/organisation%3A", [(p) => p.locator("form button").first().click()]],
  ["organisation-missing", "#/mailboxes/organisation%3A", [(p) => p.locator("form button[type=submit]").click()]],
  ["organisation-certificate", "#/mailboxes/organisation%3A", [(p) => p.locator("form input[type=radio]").last().click(), (p) => p.locator("form [data-field=certificate]").click()]],
  ["organisation-refused", "?scene=organisation-refused&demo#/mailboxes/organisation%3A", [(p) => p.locator("form button").first().click(), (p) => p.locator("form button[type=submit]").click()]],
  ["organisation-renew", `?scene=organisation-ends#/mailboxes/organisation%3A${organisation}`, []],
  ["organisation", `?scene=organisation#/mailboxes/${organisation}`, []],
  ["organisation-new", `?scene=organisation-new#/mailboxes/${organisation}`, []],
  ["organisation-ends", `?scene=organisation-ends#/mailboxes/${organisation}`, []],
  ["organisation-off", `?scene=organisation-off#/mailboxes/${organisation}`, []],
  ["organisation-many", `?scene=organisation-many#/mailboxes/person0300%40kantoor.example`, []],
  ["organisation-read-only", `?scene=organisation-read-only#/mailboxes/${organisation}`, []],
  ["organisation-overview", "?scene=organisation-ends#/overview", []],
  ["addresses", `?scene=organisation#/mailboxes/addresses%3A${organisation}`, [(p) => p.locator("li input[type=checkbox]").nth(3).click(), (p) => p.locator("li input[type=checkbox]").nth(0).click()]],
  ["addresses-refused", `?scene=organisation#/mailboxes/addresses%3A${organisation}`, [(p) => p.locator("li button[data-row='2']").click()]],
  ["addresses-off", `?scene=organisation-off#/mailboxes/addresses%3A${organisation}`, []],
  ["addresses-unlisted", `?scene=organisation#/mailboxes/addresses%3A${organisation}`, [(p) => p.locator("input[type=search], [role=searchbox]").first().fill("new@kantoor.example"), (p) => p.waitForTimeout(300)]],
  ["addresses-leave", `?scene=organisation#/mailboxes/addresses%3A${organisation}`, [(p) => p.locator("li button[data-row='0']").click()]],
  ["activated", "?scene=organisation#/mailboxes/facturen%40kantoor.example", []],
  ["addresses-read-only", `?scene=organisation-read-only#/mailboxes/addresses%3A${organisation}`, []],
  ["documents", "#/documents", [(p) => p.locator("[role=row]").nth(1).click(), (p) => p.waitForTimeout(500)]],
  ["documents-none-chosen", "#/documents", []],
  ["documents-wide", "#/documents", [(p) => p.locator("[role=grid]").focus(), (p) => p.keyboard.press("ArrowDown"), (p) => p.keyboard.press(" ")]],
  ["documents-loading", "?scene=loading-documents#/documents", []],
  ["documents-empty", "?scene=no-documents#/documents", []],
  ["documents-nothing", "#/documents", [(p) => p.keyboard.press("Control+f"), (p) => p.waitForTimeout(100), (p) => p.keyboard.type("lease 2019"), (p) => p.waitForTimeout(400)]],
  ["documents-search", "#/documents", [(p) => p.keyboard.press("Control+f"), (p) => p.waitForTimeout(100), (p) => p.keyboard.type("factuur"), (p) => p.waitForTimeout(600), (p) => p.keyboard.press("ArrowDown"), (p) => p.waitForTimeout(300)]],
  ["documents-mistake", "?scene=mistake#/documents", [(p) => p.keyboard.press("Control+f"), (p) => p.waitForTimeout(100), (p) => p.keyboard.type("werkbon fron:jan"), (p) => p.waitForTimeout(600)]],
  ["documents-tips", "#/documents", [(p) => p.locator("[role=search] button[aria-haspopup=menu]").click()]],
  ["invoices", "#/documents/invoices", [(p) => p.locator("[role=row]").nth(2).click(), (p) => p.waitForTimeout(500)]],
  ["invoices-wide", "#/documents/invoices", [(p) => p.locator("[role=grid]").focus(), (p) => p.keyboard.press("ArrowDown"), (p) => p.keyboard.press(" ")]],
  ["invoices-twice", "#/documents/invoices", [(p) => p.locator("[role=row]").nth(5).click(), (p) => p.waitForTimeout(500)]],
  ["invoices-none", "?scene=no-documents#/documents/invoices", []],
  ["invoices-without", "#/documents/invoices", [(p) => p.locator("[role=search] select").last().selectOption("none"), (p) => p.waitForTimeout(300)]],
  ["invoices-marks", "#/documents/invoices", [(p) => p.locator("[role=search] > button").last().click(), (p) => p.waitForTimeout(300)]],
  ["documents-filter", "?scene=many-documents#/documents", [(p) => p.locator("button[aria-expanded]").first().click(), (p) => p.locator("section select").last().selectOption("between"), (p) => p.locator("[role=grid]").focus(), (p) => p.keyboard.press("End"), (p) => p.waitForTimeout(600)]],
  ["documents-link", "#/documents/100000", [(p) => p.waitForTimeout(300), (p) => p.locator("button[aria-haspopup=menu]").last().click(), (p) => p.locator("[role=menuitem]").last().click()]],
  ["documents-proof", "#/documents/100000", [(p) => p.waitForTimeout(300), (p) => p.locator("section section button[aria-expanded]").last().click(), (p) => p.locator("section section [role=group] button").first().click()]],
  ["documents-export", "#/documents", [(p) => p.locator("header button[aria-haspopup=menu]").first().click(), (p) => p.locator("[role=menuitem]").nth(1).click(), (p) => p.waitForTimeout(300)]],
  ["processing", "#/processing/list", [(p) => p.locator("[role=row]").nth(1).click(), (p) => p.waitForTimeout(400)]],
  ["processing-several", "#/processing/list", [(p) => p.locator("[role=row]").nth(2).click(), (p) => p.waitForTimeout(400)]],
  ["processing-role", "#/processing/list", [(p) => p.locator("[role=row]").nth(3).click(), (p) => p.waitForTimeout(400)]],
  ["processing-unreadable", "#/processing/list", [(p) => p.locator("[role=row]").nth(4).click(), (p) => p.waitForTimeout(400)]],
  ["processing-tie", "#/processing/list", [(p) => p.locator("[role=row]").nth(5).click(), (p) => p.waitForTimeout(400)]],
  ["processing-team-empty", "#/processing/list", [(p) => p.locator("[role=row]").nth(6).click(), (p) => p.waitForTimeout(400)]],
  ["processing-ended", "#/processing/list", [(p) => p.locator("[role=row]").nth(7).click(), (p) => p.waitForTimeout(400)]],
  ["processing-many", "?scene=many-open#/processing/list", [(p) => p.locator("[role=tab]").nth(7).click(), (p) => p.waitForTimeout(300), (p) => p.locator("[role=row] input").nth(1).click(), (p) => p.locator("[role=row]").nth(2).click(), (p) => p.waitForTimeout(300)]],
  ["processing-aside", "#/processing/list", [(p) => p.locator("[role=tab]").last().click(), (p) => p.waitForTimeout(300), (p) => p.locator("[role=row]").nth(1).click(), (p) => p.waitForTimeout(300)]],
  ["processing-new-client", "#/processing/list", [(p) => p.locator("[role=row]").nth(1).click(), (p) => p.waitForTimeout(300), (p) => p.locator("[role=radiogroup] ~ div button").nth(2).click(), (p) => p.waitForTimeout(500)]],
  ["processing-rule", "#/processing/list", [(p) => p.locator("[role=row]").nth(1).click(), (p) => p.locator("header div:has(> h2) + div > button >> nth=0").click(), (p) => p.waitForTimeout(500)]],
  ["processing-found", "#/processing/list", [(p) => p.locator("[role=search] input").first().fill("peeters factuur"), (p) => p.waitForTimeout(600)]],
  ["processing-begin", "?scene=no-processing#/processing/list", []],
  ["processing-done", "?scene=nothing-open#/processing/list", []],
  ["clients", "#/processing/clients", [(p) => p.locator("[role=grid]").focus(), (p) => p.keyboard.press("ArrowDown")]],
  ["clients-none", "?scene=no-processing#/processing/clients", []],
  ["clients-one", "#/processing/clients%3Apeeters", [(p) => p.waitForTimeout(500)]],
  ["rules", "#/processing/rules", [(p) => p.waitForTimeout(500)]],
  ["lessons", "#/processing/rules", [(p) => p.locator("[role=tab]").last().click(), (p) => p.waitForTimeout(500)]],
  ["lessons-one", "#/processing/rules", [(p) => p.locator("[role=tab]").last().click(), (p) => p.waitForTimeout(500), (p) => p.locator("[role=row]").nth(2).click(), (p) => p.waitForTimeout(500)]],
  ["documents-client", "#/documents/client%3Apeeters", [(p) => p.waitForTimeout(500), (p) => p.locator("[role=row]").nth(1).click(), (p) => p.waitForTimeout(500)]],
  ["clients-merge", "#/processing/clients", [(p) => p.locator("[role=row] button").nth(0).click(), (p) => p.locator("[role=menuitem]").nth(2).click(), (p) => p.waitForTimeout(500)]],
  ["clients-import", "#/processing/clients", [(p) => p.locator("[role=search] button").nth(0).click(), (p) => p.waitForTimeout(700)]],
  ["team", "#/processing/team", [(p) => p.locator("main section").last().locator("input").fill("peeters"), (p) => p.waitForTimeout(500), (p) => p.locator("main section").last().locator("ul button").first().click(), (p) => p.waitForTimeout(300)]],
  ["team-none", "?scene=no-processing#/processing/team", []],
  ["team-member", "#/processing/team", [(p) => p.locator("header button").last().click(), (p) => p.waitForTimeout(400)]],
  ["work", "#/processing", [(p) => p.locator("[role=row]").nth(3).click(), (p) => p.waitForTimeout(500)]],
  ["work-list", "#/processing", [(p) => p.locator("[role=grid]").focus(), (p) => p.keyboard.press("ArrowDown"), (p) => p.keyboard.press(" ")]],
  ["work-mail", "#/processing", [(p) => p.locator("[role=row]").nth(5).click(), (p) => p.waitForTimeout(500)]],
  ["work-none", "?scene=no-work#/processing/work", []],
  ["talks", "#/processing/talks", [(p) => p.locator("[role=row]").nth(1).click(), (p) => p.waitForTimeout(500)]],
  ["talks-many", "?scene=many-open#/processing/talks", [(p) => p.locator("[role=grid]").focus(), (p) => p.keyboard.press("End"), (p) => p.waitForTimeout(600)]],
  ["talks-client", "#/processing/talks%3A%3Apeeters", []],
  ["talks-none", "?scene=no-work#/processing/talks", []],
  ["people", "#/people", []],
  ["people-choose", "#/people", [(p) => p.locator("section button").last().click(), (p) => p.waitForTimeout(300)]],
  ["people-off", "?scene=people-off#/people", []],
  ["people-users", "?scene=people-many#/people/users", []],
  ["people-ties", "?scene=people-taken#/people/users", [(p) => p.locator("main .fui-MessageBar button").first().click(), (p) => p.waitForTimeout(300), (p) => p.locator("form input").first().fill("l@kantoor.example"), (p) => p.locator("form input").last().fill("00000000-0000-4000-8000-000000000002"), (p) => p.locator("form button").click(), (p) => p.waitForTimeout(300)]],
  ["people-features", "#/people/features", []],
  ["people-leave", "#/people/features", [(p) => p.locator("[role=switch]").nth(1).click(), (p) => p.waitForTimeout(200)]],
  ["people-contacts", "#/people/contacts", []],
  ["people-contact", "#/people/contacts", [(p) => p.locator("main li button").nth(1).click(), (p) => p.waitForTimeout(300)]],
  ["people-contact-folders", "#/people/contacts", [(p) => p.locator("[role=tabpanel] > div button").nth(0).click(), (p) => p.waitForTimeout(300)]],
  ["people-contact-clients", "#/people/contacts", [(p) => p.locator("[role=tabpanel] > div button").nth(2).click(), (p) => p.waitForTimeout(300)]],
  ["people-contacts-off", "?scene=people-off#/people/contacts", []],
  ["people-join", "#/people/users", [(p) => p.locator("[role=tabpanel] [role=group] button").nth(1).click(), (p) => p.waitForTimeout(300)]],
  ["people-pass", "#/people/features", [(p) => p.locator("[role=switch]").last().scrollIntoViewIfNeeded()]],
  ["people-pass-command", "#/people/features", [(p) => p.locator("[role=switch]").last().click(), (p) => p.waitForTimeout(300)]],
  ["people-pass-secret", "#/people/features", [(p) => p.locator("main section section button").nth(1).click(), (p) => p.locator("form input").first().fill("https://pbx.kantoor.example/status"), (p) => p.locator("form button[type=submit]").click(), (p) => p.waitForTimeout(300)]],
  ["people-pass-help", "#/people/features", [(p) => p.locator("main section > div > button").last().click(), (p) => p.waitForTimeout(300)]],
  ["people-asking", "?scene=people-off#/people", [(p) => p.locator("main [role=tabpanel] button").click(), (p) => p.waitForTimeout(300)]],
  ["settings", "#/settings", []],
  ["settings-keeping", "#/settings", [(p) => p.locator("button[aria-expanded]").first().click(), (p) => p.waitForTimeout(200), (p) => p.locator("[role=group] select").last().selectOption("own"), (p) => p.waitForTimeout(200)]],
  ["settings-end", "#/settings", [(p) => p.locator("h2").last().scrollIntoViewIfNeeded()]],
  ["settings-managed", "?scene=managed#/settings", []],
  ["settings-read-only", "?scene=read-only#/settings", []],
  ["mailboxes-read-only", "?scene=read-only#/mailboxes", []],
  ["settings-troubled", "?scene=troubled-settings#/settings", []],
  ["settings-move", "#/settings/chooseDestination", [(p) => p.locator("[role=dialog] button").last().click(), (p) => p.waitForTimeout(200)]],
  ["settings-moving", "?scene=moving#/settings/chooseDestination", [(p) => p.locator("[role=dialog] button").last().click(), (p) => p.waitForTimeout(200), (p) => p.locator("[role=dialog] button").last().click()]],
  ["settings-diagnostics", "#/settings", [(p) => p.locator("section").nth(3).locator("button").last().click()]],
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
const chosen = new RegExp(process.argv[3] ?? ""); // the first variant has no name
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
    const rows = await page.locator("[role=row], [role=treeitem], [role=listitem], li").count();
    if (rows > 300) {
      bad++;
      console.log(`${name} ${variant}: ${rows} rows, of a list that makes those in sight only`);
    }
    watching = false; // taking a picture puts a style of its own into the page, which the policy blocks
    await page.screenshot({ path: join(out, `${name}${variant ? `-${variant}` : ""}.png`) });
    await page.evaluate(axe); // as a debugger would: the page's own policy lets nothing in
    const { violations } = await page.evaluate(() => window.axe.run({ exclude: [["[data-tabster-dummy]"], [".fui-MenuPopover"]] }, { resultTypes: ["violations"] }));
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
