import { render, screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, describe, expect, it, vi } from "vitest";
import { App } from "../src/app/App";
import type { API } from "../src/backend/face";
import { placeOf } from "../src/rooms/processing/places";
import { documentAnswers } from "./documents";
import { app as shell, type Fake, install, notAllowed, problem } from "./fixtures";
import { mail, openMails, processingAnswers, team } from "./processing";

afterEach(() => vi.unstubAllGlobals());

// A dialog counts as hidden in jsdom once the window was calm for a moment: what is in it is looked for nevertheless.
async function open(answers: Partial<API> = {}, place = "list", open = 12) {
  window.location.hash = `#/processing${place && `/${encodeURIComponent(place)}`}`;
  const fake = install({ ...documentAnswers(), ...processingAnswers(open), ...answers });
  render(<App />);
  await screen.findByRole("heading", { level: 1, name: "Processing" });
  return { fake, user: userEvent.setup() };
}

const last = (fake: Fake, method: string): unknown[] | undefined => fake.asked.findLast((a) => a.method === method)?.args;
const pane = (): HTMLElement => screen.getByRole("region", { name: "The chosen mail" });
const row = (name: RegExp): Promise<HTMLElement> => screen.findAllByRole("row", { name }).then((list) => list[0] as HTMLElement);

describe("the list of processing", () => {
  it("shows what needs the person first, with reason, mailbox and what waits for the same", async () => {
    const { user, fake } = await open();
    const first = await row(/Jan Peeters/);
    within(first).getByText(/Sender unknown/);
    within(first).getByText(/7 more wait for this/);
    within(first).getByText("info@kantoor.example");
    screen.getByRole("tab", { name: "Needs you 12", selected: true });
    await user.click(screen.getByRole("tab", { name: "Processed 98,412" }));
    await row(/Peter Smit .*Peeters BV · Sofie de Wit and Jan Vermeer/);
    expect(last(fake, "Processing")?.[0]).toMatchObject({ state: "processed", reason: "", offset: 0, limit: 100 });
    expect(screen.getAllByRole("row").length).toBeLessThan(80);
    await user.click(screen.getByRole("tab", { name: "Needs you 12" }));
    await user.selectOptions(screen.getByRole("combobox", { name: "Reason" }), "no-role-holder");
    await user.selectOptions(screen.getByRole("combobox", { name: "Mailbox" }), "info@kantoor.example");
    await waitFor(() => expect(last(fake, "Processing")?.[0]).toMatchObject({ state: "attention", reason: "no-role-holder", mailbox: "info@kantoor.example" }));
  });

  it("is searched by words, from Ctrl+F to the mail", async () => {
    const { user, fake } = await open();
    await row(/Jan Peeters/);
    await user.keyboard("{Control>}f{/Control}");
    const box = screen.getByRole("searchbox", { name: "Client, sender, subject, file" });
    expect(document.activeElement).toBe(box);
    await user.keyboard("hartog ");
    await row(/Dividendbesluit/);
    await waitFor(() => expect(screen.queryByRole("row", { name: /Jan Peeters/ })).toBeNull());
    expect(last(fake, "Processing")?.[0]).toMatchObject({ state: "attention", text: "hartog" });
    await user.keyboard("{ArrowDown}");
    await within(pane()).findByText(/Who is in the team/);
    await user.clear(box);
    await user.type(box, "nobody");
    await screen.findByText("No mail fits");
    await user.click(screen.getByRole("button", { name: "Clear filters" }));
    await row(/Jan Peeters/);
    expect(box).toHaveProperty("value", "");
  });

  it("leads from words that no mail of the list has to those in mails and files", async () => {
    const { user, fake } = await open();
    await row(/Jan Peeters/);
    await user.type(screen.getByRole("searchbox"), "nobody: at 50%");
    await user.click(await screen.findByRole("button", { name: "Search in mail and attachments" }));
    await screen.findByRole("heading", { level: 1, name: "Documents" });
    await waitFor(() => expect(last(fake, "Search")?.[0]).toMatchObject({ text: "nobody: at 50%" }));
    expect(screen.getByRole("searchbox", { name: "Search in mail and attachments" })).toHaveProperty("value", "nobody: at 50%");
  });

  it("says that words are still being looked for", async () => {
    const { user } = await open({ Processing: async (q) => ({ ...(await processingAnswers(12).Processing!(q)), ...(q.text && { ready: false, total: 0, items: [] }) }) });
    await row(/Jan Peeters/);
    await user.type(screen.getByRole("searchbox"), "x");
    await screen.findByText("The list is being read");
  });

  it("says how many candidates have a key, and nothing of keys where nothing fits", async () => {
    const { user } = await open();
    await user.click(await row(/Jan Peeters/));
    await within(pane()).findByText("These may fit. Keys 1–3 choose in the list.");
    await user.click(await row(/Exact Online/));
    await within(pane()).findByText("These may fit. Keys 1–2 choose in the list.");
  });

  it("makes a rule of a mail: about its sender, domain, subject or mailbox, and goes on to the next", async () => {
    const { user, fake } = await open({ AddAsideRule: async () => 1 });
    await user.click(await row(/Jan Peeters/));
    const ask = async () => {
      await user.click(await within(pane()).findByRole("button", { name: "Make a rule for such mails" }));
      return within(await screen.findByRole("dialog", { hidden: true }));
    };
    let dialog = await ask();
    expect(dialog.getByRole("textbox", { name: "Mail address", hidden: true })).toHaveProperty("value", "jan@peeters-bouw.example");
    const about = dialog.getByRole("combobox", { name: "With mails by", hidden: true });
    await user.selectOptions(about, "subject");
    expect(dialog.getByRole("textbox", { name: "Words of the subject", hidden: true })).toHaveProperty("value", "Factuur 2026-118 en werkbon");
    await user.selectOptions(about, "mailbox");
    expect(dialog.getByRole("combobox", { name: "Mailbox", hidden: true })).toHaveProperty("value", "info@kantoor.example");
    await user.selectOptions(about, "domain");
    const domain = dialog.getByRole("textbox", { name: /^Domain/, hidden: true });
    await waitFor(() => expect(domain).toHaveProperty("value", "peeters-bouw.example"));
    await user.click(dialog.getByRole("button", { name: "Add rule", hidden: true }));
    await screen.findByText("The rule is made.");
    expect(last(fake, "AddAsideRule")).toEqual(["domain", "peeters-bouw.example", false]);
    await within(pane()).findByText(/Exact Online: Bankkoppeling/);

    // Of what is set aside the rule is that it never is; a domain where anybody can have an address is not proposed.
    await user.click(screen.getByRole("tab", { name: /^Set aside/ }));
    await user.click(await row(/Nieuwsbrief/));
    dialog = await ask();
    expect(dialog.getByRole("combobox", { name: "What to do", hidden: true })).toHaveProperty("value", "keep");
    await user.selectOptions(dialog.getByRole("combobox", { name: "With mails by", hidden: true }), "domain");
    expect(dialog.getByRole("textbox", { name: /^Domain/, hidden: true })).toHaveProperty("value", "");
    await user.click(dialog.getByRole("button", { name: "Cancel", hidden: true }));
  });

  it("assigns a mail to a candidate and remembers the address, the domain or nothing, with undo", async () => {
    const { user, fake } = await open();
    await user.click(await row(/Jan Peeters/));
    await within(pane()).findByText("Which client does this mail belong to?");
    within(pane()).getByRole("radio", { name: /Peeters BV \(1001\).*VAT number BE0428759497/, checked: true });
    await user.click(within(pane()).getByRole("radio", { name: /Peeters Holding BV/ }));
    await user.selectOptions(await within(pane()).findByRole("combobox", { name: "Remember" }), "domain");
    await user.click(within(pane()).getByRole("button", { name: "Assign to Peeters Holding BV" }));
    await screen.findByText("Done. 7 mails were waiting for this.");
    expect(last(fake, "AssignMail")).toEqual(["100000", "holding", "domain"]);
    await user.click(screen.getByRole("button", { name: "Undo" }));
    await screen.findByText("Taken back.");
    expect(last(fake, "UndoProcessing")).toEqual([]);
  });

  it("offers to take back what was done last, and nothing that was done before", async () => {
    const { user } = await open();
    await user.click(await row(/Jan Peeters/));
    await user.click(await within(pane()).findByRole("button", { name: "Assign to Peeters BV" }));
    await screen.findByRole("button", { name: "Undo" });
    await user.click(screen.getByRole("button", { name: "Undo the last change" }));
    await screen.findByText("Taken back.");
    await waitFor(() => expect(screen.queryByRole("button", { name: "Undo" })).toBeNull());
  });

  it("goes to the next mail after a decision", async () => {
    const { user } = await open();
    await user.click(await row(/Jan Peeters/));
    await user.click(await within(pane()).findByRole("button", { name: "Assign to Peeters BV" }));
    await within(pane()).findByText(/Exact Online:/);
  });

  it("takes candidates by their number, marks by space and tries marked mails again", async () => {
    const { user, fake } = await open();
    await row(/Jan Peeters/);
    screen.getByRole("grid").focus();
    await user.keyboard("{ArrowDown} ");
    await screen.findByText("1 mail marked");
    await user.click(screen.getByRole("button", { name: "Try again" }));
    await screen.findByText("Tried again. Nothing has changed.");
    expect(last(fake, "ProcessAgain")).toEqual([["100000"]]);
    screen.getByRole("grid").focus();
    await user.keyboard("2");
    await waitFor(() => expect(last(fake, "AcceptSuggestion")).toEqual(["100000", 2]));
    await user.click(screen.getByRole("button", { name: "Try all again" }));
    await screen.findByText("4 mails are settled now.");
  });

  it("leaves the keys to the list while the person goes through it", async () => {
    const none = [mail({ candidates: [] }), mail({ id: "2", from: "Second <b@x.example>", candidates: [] })];
    const { user } = await open({ Processing: async () => ({ ready: true, total: 2, counts: { attention: 2, new: 0, processed: 0, aside: 0 }, items: none, mailboxes: [], members: 1, clients: 1 }), ProcessingMail: async (id) => none.find((m) => m.id === id) ?? mail() });
    await row(/Jan Peeters/);
    screen.getByRole("grid").focus();
    await user.keyboard("{ArrowDown}");
    await within(pane()).findByRole("searchbox");
    await user.keyboard("{ArrowDown}");
    await within(pane()).findByText(/Second:/);
    expect(document.activeElement).toBe(screen.getByRole("grid"));
  });

  it("sets marked mails aside, and takes them back", async () => {
    const { user, fake } = await open();
    await user.click(within(await row(/Jan Peeters/)).getByRole("checkbox"));
    await user.click(screen.getByRole("button", { name: "Set aside" }));
    await waitFor(() => expect(last(fake, "SetMailsAside")).toEqual([["100000"], true]));
    await user.click(screen.getByRole("tab", { name: /^Set aside/ }));
    await user.click(await row(/Fiscaal nieuws/));
    await user.click(await within(pane()).findByRole("button", { name: "Take back" }));
    await waitFor(() => expect(last(fake, "SetMailsAside")).toEqual([["80000"], false]));
  });

  it("makes a client of what the mail says, and gives it the mail", async () => {
    const { user, fake } = await open({ SaveClient: async (c) => ({ client: { ...c, id: "new" }, settled: 8 }) });
    await user.click(await row(/Jan Peeters/));
    await user.click(await within(pane()).findByRole("button", { name: "New client" }));
    const panel = await screen.findByRole("dialog", { hidden: true, name: "Add client" });
    expect(await within(panel).findByRole("textbox", { hidden: true, name: /^Name/ })).toHaveProperty("value", "Peeters Bouw BV");
    expect(within(panel).getByRole("textbox", { hidden: true, name: /^Domains/ })).toHaveProperty("value", "peeters-bouw.example");
    within(panel).getByText("From the invoice");
    await user.type(within(panel).getByRole("textbox", { hidden: true, name: /^Mail addresses/ }), "{End}\nan@peeters-bouw.example");
    await user.type(within(panel).getByRole("textbox", { hidden: true, name: /^Number/ }), "1099");
    await user.selectOptions(await within(panel).findByRole("combobox", { hidden: true, name: "Who holds the role Loonadviseur" }), "sofie@kantoor.example");
    await user.click(within(panel).getByRole("button", { hidden: true, name: "Save" }));
    await screen.findByText("Peeters Bouw BV is saved. 8 mails were waiting for this.");
    expect(last(fake, "SaveClient")?.[0]).toMatchObject({ id: "", name: "Peeters Bouw BV", number: "1099", addresses: ["jan@peeters-bouw.example", "an@peeters-bouw.example"], vat: ["BE0428759497"], roles: [{ role: "Loonadviseur", member: "sofie@kantoor.example" }] });
    await waitFor(() => expect(last(fake, "AssignMail")).toEqual(["100000", "new", "nothing"]));
  });

  it("finds another client for a mail", async () => {
    const { user, fake } = await open();
    await user.click(await row(/Jan Peeters/));
    await user.click(await within(pane()).findByRole("button", { name: "Find another client" }));
    await user.type(within(pane()).getByRole("searchbox"), "claes");
    await waitFor(() => expect(last(fake, "Clients")?.[0]).toMatchObject({ text: "claes" }));
    await user.click(await within(pane()).findByRole("button", { name: /Claes & Co \(1004\)/ }));
    await user.click(within(pane()).getByRole("button", { name: "Assign to Claes & Co" }));
    await waitFor(() => expect(last(fake, "AssignMail")).toEqual(["100000", "claes", "address"]));
  });

  it("fixes a role without a holder, an address without anybody, an empty team and an ended client in place", async () => {
    const { user, fake } = await open();
    await user.click(await row(/Fatima/));
    await within(pane()).findByText("Who holds the role Loonadviseur for Peeters BV?");
    const who = await within(pane()).findByRole("combobox", { name: "Who" });
    await within(who).findByRole("option", { name: "Sofie de Wit" });
    expect(within(who).getAllByRole("option").map((o) => o.textContent)).toEqual(["Choose …", "Sofie de Wit", "Jan Vermeer"]); // who has the role first
    await user.selectOptions(who, "sofie@kantoor.example");
    await user.click(within(pane()).getByRole("button", { name: "Give the role" }));
    await waitFor(() => expect(last(fake, "GiveRole")).toEqual(["peeters", "Loonadviseur", "sofie@kantoor.example"]));

    await user.click(await row(/Luc Vermeulen/));
    await user.selectOptions(await within(pane()).findByRole("combobox", { name: "Who handles facturen@kantoor.example" }), "team:front");
    await user.click(within(pane()).getByRole("button", { name: "Save" }));
    await waitFor(() => expect(last(fake, "TieAddress")).toEqual(["facturen@kantoor.example", "team:front"]));

    await user.click(await row(/Hartog Holding/));
    const member = await within(pane()).findByRole("combobox", { name: "Who" });
    await within(member).findByRole("option", { name: "Sofie de Wit" });
    await user.selectOptions(member, "sofie@kantoor.example");
    await user.click(within(pane()).getByRole("button", { name: "Add to the team secretariaat" }));
    await waitFor(() => expect(last(fake, "SaveMember")?.[0]).toMatchObject({ address: "sofie@kantoor.example", teams: ["front", "secretariaat"] }));

    await user.click(await row(/Sofie Claes/));
    await user.click(await within(pane()).findByRole("button", { name: "Work for them again" }));
    await waitFor(() => expect(last(fake, "SaveClient")?.[0]).toMatchObject({ id: "claes", ended: "" }));
  });

  it("tries an unreadable mail again, and says why where that fails", async () => {
    const { user } = await open({ ProcessAgain: async () => Promise.reject(problem({ message: "The destination can't be reached.", remedy: "", detail: "" })) });
    await user.click(await row(/Uw factuur van november/));
    await user.click(await within(pane()).findByRole("button", { name: "Try again" }));
    await within(pane()).findByText(/destination can't be reached/);
  });

  it("corrects a mail that went to the wrong client", async () => {
    const { user, fake } = await open();
    await user.click(screen.getByRole("tab", { name: /^Processed/ }));
    await user.click(await row(/Peter Smit/));
    await within(pane()).findByText(/administratie@bakkerijsmit.example is an address of Peeters BV/);
    await user.click(within(pane()).getByRole("button", { name: "Find another client" }));
    await user.click(await within(pane()).findByRole("button", { name: /Claes & Co/ }));
    await user.click(within(pane()).getByRole("button", { name: "Assign to Claes & Co" }));
    await waitFor(() => expect(last(fake, "AssignMail")).toEqual(["90000", "claes", ""]));
  });

  it("asks anew when mails were processed, and says what is missing at first", async () => {
    let rest = openMails;
    const counts = { attention: 1, new: 0, processed: 0, aside: 0 };
    const { fake } = await open({ Processing: async () => ({ ready: true, total: rest.length, counts, items: rest, mailboxes: [], members: 0, clients: 0 }) });
    await row(/Jan Peeters/);
    screen.getByText("Nobody is in the team yet, so no mail can go to anybody.");
    rest = [mail({ id: "1", from: "Somebody New <new@x.example>" })];
    fake.emit({ kind: "processing", done: 3 });
    await row(/Somebody New/);
    expect(screen.queryByRole("row", { name: /Jan Peeters/ })).toBeNull();
  });
});

describe("the clients", () => {
  it("are searched, opened, changed, ended and merged", async () => {
    const { user, fake } = await open({}, "clients");
    await screen.findByText("20,000 clients");
    await user.type(screen.getByRole("searchbox"), "peeters");
    await waitFor(() => expect(last(fake, "Clients")?.[0]).toMatchObject({ text: "peeters", offset: 0, limit: 100 }));
    await user.click(within(await row(/^1001/)).getByRole("button", { name: "What to do with Peeters BV" }));
    await user.click(await screen.findByRole("menuitem", { name: "Change" }));
    const panel = await screen.findByRole("dialog", { hidden: true, name: "Peeters BV" });
    await user.clear(await within(panel).findByRole("textbox", { hidden: true, name: /^Name/ }));
    await user.type(within(panel).getByRole("textbox", { hidden: true, name: /^Name/ }), "Peeters NV");
    await user.click(within(panel).getByRole("button", { hidden: true, name: "Save" }));
    await waitFor(() => expect(last(fake, "SaveClient")?.[0]).toMatchObject({ id: "peeters", name: "Peeters NV" }));
    await waitFor(() => expect(screen.queryByRole("dialog", { hidden: true })).toBeNull());

    await user.click(within(await row(/^1001/)).getByRole("button", { name: "What to do with Peeters BV" }));
    await user.click(await screen.findByRole("menuitem", { name: "End today" }));
    await waitFor(() => expect((last(fake, "SaveClient")?.[0] as { ended: string }).ended).toMatch(/^\d{4}-\d\d-\d\d$/));

    await user.click(within(await row(/^1001/)).getByRole("button", { name: "What to do with Peeters BV" }));
    await user.click(await screen.findByRole("menuitem", { name: /^Merge/ }));
    const dialog = await screen.findByRole("dialog", { hidden: true });
    await user.click(await within(dialog).findByRole("button", { hidden: true, name: /Peeters Holding BV/ }));
    within(dialog).getByText(/Peeters Holding BV \(1002\) is gone/);
    await user.click(within(dialog).getByRole("button", { hidden: true, name: "Merge" }));
    await waitFor(() => expect(last(fake, "MergeClients")).toEqual(["peeters", "holding"]));
  });

  it("are imported with preview, mapping and the wrong lines, and exported", async () => {
    const { user, fake } = await open({}, "clients");
    await user.click(await screen.findByRole("button", { name: "Import" }));
    const panel = await screen.findByRole("dialog", { hidden: true });
    await within(panel).findByText("240 added");
    within(panel).getByText(/Line 212: “BE0428759498” is not a VAT number/);
    await user.selectOptions(within(panel).getByRole("combobox", { hidden: true, name: "What Relatie means" }), "");
    await within(panel).findByText(/No column holds the clients' names/);
    await user.selectOptions(within(panel).getByRole("combobox", { hidden: true, name: "What Plaats means" }), "name");
    await within(panel).findByText("240 added");
    await user.click(within(panel).getByRole("button", { hidden: true, name: "Import 252 clients" }));
    await screen.findByText("252 clients imported.");
    const [path, columns, preview] = last(fake, "ImportClients") ?? [];
    expect([path, preview]).toEqual(["/home/jan/klanten.xlsx", false]);
    expect(columns).toContainEqual({ column: "Plaats", field: "name" });
    await user.click(screen.getByRole("button", { name: "Export" }));
    await waitFor(() => expect(last(fake, "SaveClients")).toEqual([""]));
  });

  it("keep what the person typed when it is refused", async () => {
    const { user } = await open({ SaveClient: async () => Promise.reject(problem({ message: "“x” is not a mail address.", remedy: "Correct it.", detail: "" })) }, "clients");
    await user.click(within(await row(/^1001/)).getByRole("button", { name: "What to do with Peeters BV" }));
    await user.click(await screen.findByRole("menuitem", { name: "Change" }));
    const panel = await screen.findByRole("dialog", { hidden: true, name: "Peeters BV" });
    await user.click(await within(panel).findByRole("button", { hidden: true, name: "Save" }));
    await within(panel).findByText(/is not a mail address/);
  });
});

describe("the team", () => {
  it("is shown with its addresses, and says where a mail would go", async () => {
    const { user, fake } = await open({}, "team");
    within(await screen.findByRole("group", { name: "Jan Vermeer" })).getByText("Manager");
    const untied = screen.getByRole("group", { name: "facturen@kantoor.example" });
    within(untied).getByText("Its mails wait until somebody is chosen");
    await user.selectOptions(within(untied).getByRole("combobox"), "role:");
    await user.type(within(untied).getByRole("textbox", { name: "Name of the role" }), "tax{Enter}");
    await waitFor(() => expect(last(fake, "TieAddress")).toEqual(["facturen@kantoor.example", "role:tax"]));
    await user.type(screen.getByRole("searchbox"), "peet");
    await user.click(await screen.findByRole("button", { name: "Peeters BV (1001)" }));
    await screen.findByText("It would go to nobody. Nobody has said who handles facturen@kantoor.example.");
    await user.selectOptions(screen.getByRole("combobox", { name: "To the address" }), "info@kantoor.example");
    await screen.findByText("A mail from Peeters BV to info@kantoor.example would go to Jan Vermeer and Sofie de Wit.");
  });

  it("takes members in, changes and drops them", async () => {
    const { user, fake } = await open({}, "team");
    await user.click(await screen.findByRole("button", { name: "Add somebody" }));
    const dialog = await screen.findByRole("dialog", { hidden: true });
    await user.type(await within(dialog).findByRole("textbox", { hidden: true, name: /^Name/ }), "An Janssens");
    await user.type(within(dialog).getByRole("textbox", { hidden: true, name: /^Mail address/ }), "An@kantoor.example");
    await user.type(within(dialog).getByRole("textbox", { hidden: true, name: /^Roles/ }), "payroll, tax");
    await user.click(within(dialog).getByRole("checkbox", { hidden: true }));
    await user.click(within(dialog).getByRole("button", { hidden: true, name: "Save" }));
    await waitFor(() => expect(last(fake, "SaveMember")?.[0]).toEqual({ name: "An Janssens", address: "An@kantoor.example", roles: ["payroll", "tax"], teams: [], manager: true }));
    await user.click(await screen.findByRole("button", { name: "Take Sofie de Wit out of the team" }));
    await waitFor(() => expect(last(fake, "DropMember")).toEqual(["sofie@kantoor.example"]));
  });

  it("tells whom the first manager leaves with less, and who is no manager that they change nothing", async () => {
    const nobody = team({ members: team().members.map((m) => ({ ...m, manager: false })) });
    const { user } = await open({ Team: async () => nobody }, "team");
    await user.click(await screen.findByRole("button", { name: "Add somebody" }));
    const hint = "From then on others see only what is theirs, and only managers change the team.";
    expect(screen.queryByText(hint)).toBeNull();
    await user.click(screen.getByRole("checkbox", { name: /Manager/, hidden: true }));
    screen.getByText(hint);
  });

  it("is shown to who is no manager, and changed by managers only", async () => {
    await open({ Team: async () => team({ locked: true }) }, "team");
    await screen.findByText("Only managers change the team and who handles which address.");
    for (const name of ["Add somebody", "Change Sofie de Wit", "Take Sofie de Wit out of the team"]) expect(screen.getByRole("button", { name }).getAttribute("aria-disabled")).toBe("true");
    for (const box of within(screen.getByRole("region", { name: "Who handles which address" })).getAllByRole("combobox")) expect(box).toHaveProperty("disabled", true);
  });

  it("can only be looked at by who may not change settings", async () => {
    await open({ App: async () => shell({ access: notAllowed() }), Team: async () => team() }, "team");
    expect(await screen.findByRole("button", { name: "Add somebody" })).toHaveProperty("ariaDisabled", "true");
    expect(within(screen.getByRole("group", { name: "facturen@kantoor.example" })).getByRole("combobox")).toHaveProperty("disabled", true);
  });
});

describe("a place in the room", () => {
  it("is a view, a client, a conversation or a mail", () => {
    expect(placeOf("")).toEqual({ view: "", id: "", client: "" });
    expect(placeOf("100000")).toEqual({ view: "list", id: "100000", client: "" });
    expect(placeOf("clients:peeters")).toEqual({ view: "clients", id: "peeters", client: "" });
    expect(placeOf("team")).toEqual({ view: "team", id: "", client: "" });
    expect(placeOf("talks:00000000000000aa:peeters")).toEqual({ view: "talks", id: "00000000000000aa", client: "peeters" });
  });
});
