import { render, screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, describe, expect, it, vi } from "vitest";
import { App } from "../src/app/App";
import type { API } from "../src/backend/face";
import { about, ruleAnswers } from "./clientpage";
import { documentAnswers } from "./documents";
import { app as shell, type Fake, install, notAllowed, problem } from "./fixtures";
import { mail, openMails, processingAnswers } from "./processing";
import { settings, settingsAnswers } from "./settings";
import { talkAnswers } from "./talks";

afterEach(() => vi.unstubAllGlobals());

async function open(place: string, answers: Partial<API> = {}, room = "Processing") {
  window.location.hash = `#/${room.toLowerCase()}${place && `/${encodeURIComponent(place)}`}`;
  const fake = install({ ...documentAnswers(), ...processingAnswers(), ...talkAnswers(), ...ruleAnswers(), ...settingsAnswers(), ...answers });
  render(<App />);
  await screen.findByRole("heading", { level: 1, name: room });
  return { fake, user: userEvent.setup() };
}

const last = (fake: Fake, method: string): unknown[] | undefined => fake.asked.findLast((a) => a.method === method)?.args;
const pane = (): HTMLElement => screen.getByRole("region", { name: "The chosen mail" });

describe("suggestions", () => {
  it("are taken by one key, in the list and beside it", async () => {
    const { user, fake } = await open("list", { AcceptSuggestion: async () => 7 });
    await user.click((await screen.findAllByRole("row", { name: /Jan Peeters/ }))[0] as HTMLElement);
    within(pane()).getByRole("radio", { name: /^2\s?Peeters Holding BV/ }).focus();
    await user.keyboard("2");
    await screen.findByText("Done. 7 mails were waiting for this.");
    expect(last(fake, "AcceptSuggestion")).toEqual([openMails[0]?.id, 2]);
  });

  it("that were taken by themselves are marked, and can be corrected", async () => {
    const taken = mail({ id: "5", state: "processed", reason: "", learned: true, client: { id: "peeters", name: "Peeters BV", number: "1001" }, candidates: [], evidence: ["From jan@peeters-bouw.example people gave 4 of 4 to Peeters BV."] });
    const page = { ready: true, total: 1, counts: { attention: 0, new: 0, processed: 1, aside: 0 }, items: [taken], mailboxes: [], members: 1, clients: 2 };
    const { user, fake } = await open("list", { Processing: async () => page, ProcessingMail: async () => taken });
    await user.click(await screen.findByRole("row", { name: /Learned/ }));
    await within(pane()).findByText(/Postroom assigned this by itself/);
    await user.click(within(pane()).getByRole("button", { name: "Correct" }));
    await user.click(await within(pane()).findByRole("button", { name: /Claes & Co/ }));
    await user.click(within(pane()).getByRole("button", { name: "Assign to Claes & Co" }));
    await waitFor(() => expect(last(fake, "AssignMail")).toEqual(["5", "claes", ""]));
  });
});

describe("rules", () => {
  it("are listed with what contradicts them, switched, removed, made and undone", async () => {
    const { user, fake } = await open("rules");
    await screen.findByText("Contradicted by a narrower rule, which wins: mails from baas@winkel.example");
    screen.getByText("It also sets mails of clients aside: De Winkel (1044)");
    await user.click(screen.getByRole("switch", { name: "Newsletters that one can unsubscribe from" }));
    await waitFor(() => expect(last(fake, "SwitchAsideRule")).toEqual(["bulk", false]));
    await user.click(screen.getByRole("button", { name: /^Remove the rule: Set aside: subjects with/ }));
    await waitFor(() => expect(last(fake, "DropAsideRule")).toEqual(["r3"]));
    await user.selectOptions(screen.getByRole("combobox", { name: "What to do" }), "keep");
    await user.selectOptions(screen.getByRole("combobox", { name: "With mails by" }), "domain");
    await user.type(screen.getByRole("textbox", { name: /^Domain/ }), "bank.example{Enter}");
    await screen.findByText("The rule is made.");
    expect(last(fake, "AddAsideRule")).toEqual(["domain", "bank.example", true]);
    await user.click(screen.getAllByRole("button", { name: "Undo" })[0] as HTMLElement);
    await waitFor(() => expect(last(fake, "UndoProcessing")).toEqual([]));
  });

  it("say why one can't be made, and keep what was typed", async () => {
    const { user } = await open("rules", { AddAsideRule: async () => Promise.reject(problem({ message: "There is a rule already that says the opposite.", remedy: "", detail: "" })) });
    await user.type(await screen.findByRole("textbox", { name: "Mail address" }), "a@b.example{Enter}");
    await screen.findByText(/says the opposite/);
    expect(screen.getByRole("textbox", { name: "Mail address" })).toHaveProperty("value", "a@b.example");
  });
});

describe("what was learned", () => {
  it("is only there for managers", async () => {
    await open("rules", ruleAnswers(false));
    await screen.findByText("Automatic replies");
    expect(screen.queryByRole("tab", { name: "What was learned" })).toBeNull();
  });

  it("is read, edited, switched off and forgotten", async () => {
    const { user, fake } = await open("rules");
    await user.click(await screen.findByRole("tab", { name: "What was learned" }));
    await user.click(await screen.findByRole("row", { name: /kantoor@boekhouder.example/ }));
    const panel = await screen.findByRole("dialog", { hidden: true, name: "kantoor@boekhouder.example" });
    within(panel).getByText(/corrected once/);
    await user.click(within(panel).getByRole("switch", { hidden: true, name: "Counts" }));
    await waitFor(() => expect(last(fake, "SwitchLesson")).toEqual(["l2", false]));
    await user.type(within(panel).getByRole("searchbox", { hidden: true }), "claes");
    await user.click(await within(panel).findByRole("button", { hidden: true, name: /Claes & Co/ }));
    await waitFor(() => expect(last(fake, "EditLesson")).toEqual(["l2", "claes"]));
    await user.click(await screen.findByRole("row", { name: /fatima/ }));
    await user.click(await screen.findByRole("button", { hidden: true, name: "Forget this" }));
    await waitFor(() => expect(last(fake, "ForgetLesson")).toEqual(["l5"]));
  });

  it("has its bar in words, is exported, imported and switched off altogether", async () => {
    const { user, fake } = await open("rules");
    await user.click(await screen.findByRole("tab", { name: "What was learned" }));
    await screen.findByRole("row", { name: /fatima/ });
    await user.selectOptions(screen.getByRole("combobox", { name: "When mails are assigned by themselves" }), "Never by itself: only suggest");
    await waitFor(() => expect(last(fake, "SetBar")).toEqual([1]));
    await user.click(screen.getByRole("button", { name: "Import" }));
    await screen.findByText("Imported: 12 added, 3 updated, 200 as before.");
    screen.getByText("There is no client “Oud & Co” here.");
    await user.click(screen.getByRole("button", { name: "Export" }));
    await screen.findByText(/learned-2026-11-23.json/);
    await user.click(screen.getByRole("switch", { name: "Learn from decisions" }));
    await waitFor(() => expect(last(fake, "SwitchLearning")).toEqual([false]));
  });

  it("says why a file can't be imported, and is not to be changed by who may not", async () => {
    const { user } = await open("rules", { App: async () => shell({ access: notAllowed() }), SaveLearned: async () => Promise.reject(problem({ message: "The file can't be written.", remedy: "", detail: "" })) });
    await user.click(await screen.findByRole("tab", { name: "What was learned" }));
    expect(await screen.findByRole("switch", { name: "Learn from decisions" })).toHaveProperty("disabled", true);
    await waitFor(() => expect(screen.getByRole("button", { name: "Export" }).getAttribute("aria-disabled")).not.toBe("true"));
    await user.click(screen.getByRole("button", { name: "Export" }));
    await screen.findByText(/can't be written/);
  });
});

describe("a client's page", () => {
  it("sums a client up, leads to all of each, is changed and exported", async () => {
    const { user, fake } = await open("clients:peeters");
    await screen.findByRole("heading", { level: 2, name: "Peeters BV (1001)" });
    screen.getByText("3 conversations, 2 under way");
    expect(last(fake, "AboutClient")).toEqual(["peeters"]);
    within(screen.getByRole("region", { name: "Open points" })).getByText(/Vraag over loonheffing/);
    await user.click(within(screen.getByRole("region", { name: "Conversations" })).getByRole("button", { name: /Btw-aangifte/ }));
    expect(decodeURIComponent(window.location.hash)).toBe("#/processing/talks:0000000000000001:peeters");
    window.location.hash = "#/processing/clients%3Apeeters";
    await user.click(within(await screen.findByRole("region", { name: "Mail" })).getByRole("button", { name: "Show all (128)" }));
    await screen.findByRole("heading", { level: 1, name: "Documents" });
    await waitFor(() => expect(last(fake, "Documents")?.[0]).toMatchObject({ client: "peeters" }));
    await user.click(await screen.findByRole("button", { name: "Show all clients' mails" }));
    await waitFor(() => expect(last(fake, "Documents")?.[0]).toMatchObject({ client: "" }));
  });

  it("says so where there is no such client, and where a client has nothing yet", async () => {
    await open("clients:gone", { AboutClient: async () => Promise.reject(problem({ message: "There is no client gone.", remedy: "", detail: "" })) });
    await screen.findByText(/There is no client gone/);
    screen.getByRole("button", { name: "Back to the clients" });
  });

  it("of a client without anything says what is not there", async () => {
    await open("clients:peeters", { AboutClient: async () => about({ mails: 0, recent: [], invoices: 0, totals: [], newest: [], open: [], talks: 0, talking: 0, conversations: [], counts: { new: 0, attention: 0, processed: 0, aside: 0 } }) });
    await screen.findByText("No invoices yet.");
    screen.getByText("Nothing needs you");
    expect(screen.queryByRole("button", { name: /^Show all/ })).toBeNull();
  });
});

describe("documents by client", () => {
  it("show the client, and are filtered by one", async () => {
    const { user, fake } = await open("", {}, "Documents");
    await user.click(await screen.findByRole("button", { name: "Filter" }));
    await user.type(within(screen.getByRole("group", { name: "Client" })).getByRole("searchbox"), "claes");
    await user.click(await screen.findByRole("button", { name: /Claes & Co/ }));
    await waitFor(() => expect(last(fake, "Documents")?.[0]).toMatchObject({ client: "claes" }));
    await user.click(await screen.findByRole("button", { name: "Claes & Co (1004)" }));
    expect(decodeURIComponent(window.location.hash)).toBe("#/processing/clients:claes");
  });

  it("lie by client on disk when the setting says so, with how that stands", async () => {
    const tree = (managed: boolean) => ({ ...settings(), values: [...settings().values.filter((v) => v.name !== "clientsTree"), { name: "clientsTree", value: "false", choices: [], managed }] });
    const { user, fake } = await open("", { ...settingsAnswers(tree(false)), ClientTree: async () => ({ mails: 3, problem: problem({ message: "That place has no links.", remedy: "", detail: "" }) }) }, "Settings");
    await user.click(await screen.findByRole("switch", { name: "Documents by client, too" }));
    await screen.findByText("3 mails lie by client.");
    screen.getByText(/That place has no links/);
    await user.click(screen.getAllByRole("button", { name: "Rebuild" })[0] as HTMLElement);
    await waitFor(() => expect(fake.asked.some((a) => a.method === "RebuildClientTree")).toBe(true));
  });
});
