import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { render, screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, describe, expect, it, vi } from "vitest";
import { folderOf, licenceOf } from "../scripts/licences.mjs";
import { App } from "../src/app/App";
import type { API, Moved, Settings, Verification } from "../src/backend/face";
import { app, type Fake, install, problem } from "./fixtures";
import { diagnostics, managedSettings, place, settings, settingsAnswers, troubledSettings, verification } from "./settings";

async function open(answers: Partial<API> = {}, now: Settings = settings(), at = "#/settings") {
  window.location.hash = at;
  const fake = install({ ...settingsAnswers(now), ...answers });
  render(<App />);
  await screen.findByText("Archive folder");
  return { fake, user: userEvent.setup() };
}

const calls = (fake: Fake, method: string): unknown[][] => fake.asked.filter((a) => a.method === method).map((a) => a.args);
const refusal = (message: string) => Promise.reject(problem({ message }));

afterEach(() => vi.unstubAllGlobals());

describe("settings", () => {
  it.each([
    ["Start when I log in", "startAtLogin", "false"],
    ["Go on in the tray when the window is closed", "closeToTray", "false"],
    ["A mailbox needs a new sign-in", "notifySignIn", "false"],
    ["The archive folder can't be reached", "notifyDestination", "false"],
    ["The disk is full", "notifyDiskFull", "false"],
    ["Mail could not be filed", "notifyFailures", "true"],
    ["Something concerns me", "notifyWork", "false"],
  ])("switch %s by itself", async (label, name, value) => {
    const { fake, user } = await open();
    const was = (screen.getByRole("switch", { name: label }) as HTMLInputElement).checked;
    await user.click(screen.getByRole("switch", { name: label }));
    await waitFor(() => expect((screen.getByRole("switch", { name: label }) as HTMLInputElement).checked).toBe(!was));
    expect(calls(fake, "SetSetting")).toEqual([[name, value]]);
  });

  it("take language, appearance and how often mail is looked for", async () => {
    const { fake, user } = await open();
    await user.selectOptions(screen.getByRole("combobox", { name: "Language" }), "nl");
    await user.click(screen.getByRole("radio", { name: "Dark" }));
    await user.selectOptions(screen.getByRole("combobox", { name: "Look for new mail" }), "300");
    expect(calls(fake, "SetSetting")).toEqual([
      ["language", "nl"],
      ["appearance", "dark"],
      ["pollSeconds", "300"],
    ]);
  });

  it("take back what the program refuses, and say why", async () => {
    const { user } = await open({ SetSetting: () => refusal("Postroom may not start by itself here.") });
    await user.click(screen.getByRole("switch", { name: "Start when I log in" }));
    await screen.findByText("Postroom may not start by itself here.");
    expect((screen.getByRole("switch", { name: "Start when I log in" }) as HTMLInputElement).checked).toBe(true);
  });

  it("show what the policy decides as managed, with the file's name, and leave it alone", async () => {
    await open({}, managedSettings());
    expect((screen.getByRole("combobox", { name: "Look for new mail" }) as HTMLSelectElement).disabled).toBe(true);
    expect((screen.getByRole("switch", { name: "Start when I log in" }) as HTMLInputElement).disabled).toBe(true);
    expect((screen.getByRole("switch", { name: "Mail could not be filed" }) as HTMLInputElement).disabled).toBe(false);
    expect(screen.getAllByText("Set by your organisation, in policy.json").length).toBe(4);
    expect(screen.queryByRole("button", { name: "Change…" })).toBeNull();
    expect(screen.queryByRole("button", { name: "Change" })).toBeNull();
  });

  it("offer no tray where there is none", async () => {
    await open({ App: async () => app({ tray: false }) });
    expect((screen.getByRole("switch", { name: "Go on in the tray when the window is closed" }) as HTMLInputElement).disabled).toBe(true);
  });

  it("keep an interval that is none of the usual ones", async () => {
    const now = settings();
    now.values = now.values.map((v) => (v.name === "pollSeconds" ? { ...v, value: "45" } : v));
    await open({}, now);
    expect((screen.getByRole("combobox", { name: "Look for new mail" }) as HTMLSelectElement).selectedOptions[0]?.textContent).toBe("Every 45 seconds");
  });
});

describe("the archive folder", () => {
  it("is moved after what that takes was seen, with progress, and says that all was read back", async () => {
    let finish: (moved: Moved) => void = () => undefined;
    const { fake, user } = await open({ MoveDestination: () => new Promise((done) => (finish = done)) });
    await user.click(screen.getByRole("button", { name: "Change…" }));
    await user.click(await screen.findByRole("button", { name: "Choose folder" }));
    const dialog = await screen.findByRole("dialog");
    await within(dialog).findByText("38,213 files, 9.4 GB");
    await user.click(within(dialog).getByRole("checkbox"));
    await user.click(within(dialog).getByRole("button", { name: "Move" }));
    fake.emit({ kind: "progress", task: "verify", done: 7, total: 9 });
    fake.emit({ kind: "progress", task: "move", done: 12, total: 38_213 });
    await screen.findByText("12 of 38,213 files copied and read back");
    expect(calls(fake, "MoveDestination")).toEqual([["/mnt/archive/Postroom", true]]);
    finish({ path: "/mnt/archive/Postroom", files: 38_213, bytes: 9e9, missing: 0, left: true });
    await screen.findByText(/all are as they were/);
    await screen.findByText(/The old folder still holds its copies/);
  });

  it("is not moved to where there is no room", async () => {
    const { user } = await open({ CheckDestination: async (path) => place({ path, reachable: false, problem: problem({ message: "There is not enough room." }) }) });
    await user.click(screen.getByRole("button", { name: "Change…" }));
    await user.click(await screen.findByRole("button", { name: "Choose folder" }));
    await screen.findByText("There is not enough room.");
    expect(screen.queryByRole("button", { name: "Move" })).toBeNull();
  });

  it("stays where it is when moving is stopped", async () => {
    let stop: (why: unknown) => void = () => undefined;
    const { fake, user } = await open({ MoveDestination: () => new Promise((_, fail) => (stop = fail)), Cancel: async () => stop(problem({ code: "interrupted" })) });
    await user.click(screen.getByRole("button", { name: "Change…" }));
    await user.click(await screen.findByRole("button", { name: "Choose folder" }));
    await user.click(await screen.findByRole("button", { name: "Move" }));
    await user.click(await screen.findByRole("button", { name: "Stop" }));
    await screen.findByText(/Nothing has changed/);
    expect(calls(fake, "Cancel")).toEqual([["move"]]);
  });

  it("can be chosen at once by whoever comes for that", async () => {
    await open({}, settings(), "#/settings/chooseDestination");
    await screen.findByRole("dialog", { name: "Move the archive folder" });
  });

  it("says that it can't be reached", async () => {
    await open({}, troubledSettings());
    screen.getByText("Not reachable");
    screen.getByText(/Connect the drive/);
  });
});

describe("the proof of all documents", () => {
  it("is checked with progress", async () => {
    let finish: (v: Verification) => void = () => undefined;
    const { fake, user } = await open({ Verify: () => new Promise((done) => (finish = done)) });
    await user.click(screen.getByRole("button", { name: "Check now" }));
    fake.emit({ kind: "progress", task: "verify", done: 40, total: 38_211 });
    await screen.findByText("40 of 38,211 register entries checked");
    finish(verification({ time: new Date().toISOString(), ok: 4 }));
    await screen.findByText(/^4 files unchanged since filing/);
  });

  it("names every file that is not as it was filed", async () => {
    await open({}, troubledSettings());
    screen.getByText("2 missing files");
    screen.getByText("jan@kantoor.example/Postvak IN/2026-11-02 1012 Factuur 4711.eml");
  });

  it("is checked once at once for whoever comes for that", async () => {
    const { fake } = await open({}, settings(), "#/settings/verify");
    await waitFor(() => expect(calls(fake, "Verify").length).toBe(1));
  });
});

describe("diagnostics and licences", () => {
  it("show every file of the report before it is saved", async () => {
    const { fake, user } = await open();
    await user.click(screen.getByRole("button", { name: "Preview and save" }));
    for (const file of diagnostics().files) await screen.findByText(file.name);
    expect(calls(fake, "SaveDiagnostics")).toEqual([]);
    await user.click(await screen.findByRole("button", { hidden: true, name: /^Save report/ }));
    await screen.findByText(/^Saved as .*\.zip$/);
  });

  it("give the focus back to the button that opened them", async () => {
    const { user } = await open();
    screen.getByRole("button", { name: "Preview and save" }).focus();
    await user.keyboard("{Enter}");
    await screen.findByText("about.json");
    await user.keyboard("{Escape}");
    await waitFor(() => expect(document.activeElement?.textContent).toBe("Preview and save"));
  });

  it("list the program's parts and the page's", async () => {
    vi.stubGlobal("fetch", async () => new Response(JSON.stringify([{ name: "react", version: "19.3.1", licence: "MIT", text: "MIT words" }])));
    const { user } = await open();
    await user.click(screen.getByRole("button", { name: "Licences" }));
    await screen.findByText("3 parts");
    await user.type(screen.getByRole("searchbox"), "apache");
    await screen.findByText("1 part");
    screen.getByText("github.com/spf13/cobra");
  });

  it("know the package of a module, and its licence", () => {
    const modules = join(__dirname, "..", "node_modules");
    expect(folderOf(`${modules}/@fluentui/react-link/lib/index.js?x`)).toBe(`${modules}/@fluentui/react-link`);
    expect(folderOf("/home/jan/src/main.tsx")).toBe("");
    expect(licenceOf(join(modules, "react"))).toMatchObject({ name: "react", licence: "MIT", text: expect.stringContaining("Permission is hereby granted") });
  });

  it("have a licence of every package that the page is made of", () => {
    const about = JSON.parse(readFileSync(join(__dirname, "..", "package.json"), "utf8")) as { dependencies: Record<string, string> };
    const modules = join(__dirname, "..", "node_modules");
    expect(readdirSync(modules).length).toBeGreaterThan(10);
    for (const name of Object.keys(about.dependencies)) expect(licenceOf(join(modules, name)).licence, name).toMatch(/^(MIT|Apache-2\.0|OFL-1\.1)$/);
  });
});

describe("the app registration", () => {
  it("is changed by whoever may", async () => {
    const { fake, user } = await open();
    await user.click(screen.getByRole("button", { name: "Change" }));
    const field = await screen.findByRole("textbox", { name: "Application (client) ID" });
    await user.clear(field);
    await user.type(field, "00000000-0000-4000-8000-000000000001");
    await user.click(within(field.closest("form")!).getByRole("button", { name: "Save" }));
    await waitFor(() => expect(calls(fake, "SetRegistration")).toEqual([["00000000-0000-4000-8000-000000000001", ""]]));
  });
});
