import { act, render, screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { describe, expect, it } from "vitest";
import { App } from "../src/app/App";
import type { API } from "../src/backend/face";
import { documentAnswers } from "./documents";
import { account, app, install, mailbox, overview, permission, problem } from "./fixtures";

const info = "info@kantoor.example";

async function open(answers: Partial<API> = {}, place = "#/mailboxes") {
  window.location.hash = place;
  const fake = install(answers);
  render(<App />);
  return { fake, user: userEvent.setup() };
}

/** one is an office with one account and, beside its own, a shared mailbox. */
const one = (part = {}, kind = "work") => ({
  Accounts: async () => [account({ kind, mailboxes: [mailbox(), mailbox({ address: info, kind: "shared", everything: true, ...part })] })],
});
const asked = (fake: ReturnType<typeof install>, method: string) => fake.asked.filter((a) => a.method === method).map((a) => a.args);

describe("adding a mailbox", () => {
  it("offers every way in one place, and shared mailboxes only to an account that can have them", async () => {
    const { user } = await open({ Accounts: async () => [account({ kind: "personal" })] });
    await user.click(await screen.findByRole("button", { name: "Add mailbox" }));
    await screen.findByRole("menuitem", { name: /Personal account/ });
    expect(screen.queryByRole("menuitem", { name: /Shared mailbox/ })).toBeNull();
  });

  it("offers only the kinds of account that the administrator allows", async () => {
    const { user, fake } = await open({ App: async () => app({ accounts: 0, kinds: ["work"] }) }, "");
    const connect = await screen.findByRole("button", { name: "Connect mailbox" });
    expect(screen.queryByRole("button", { name: /personal/ })).toBeNull();
    await user.click(connect);
    expect(asked(fake, "Connect")).toEqual([["work", false]]);
  });

  it("suggests the other kind to whoever signed in with it", async () => {
    const { fake, user } = await open({ App: async () => app({ accounts: 0 }) }, "");
    await user.click(await screen.findByRole("button", { name: "Connect mailbox" }));
    act(() => fake.emit({ kind: "connect:failed", problem: problem({ code: "account-is-personal" }) }));
    await user.click(await screen.findByRole("button", { name: "Connect as a personal account" }));
    expect(asked(fake, "Connect")).toEqual([["work", false], ["personal", false]]);
    await screen.findByRole("heading", { name: "Sign in in your browser" });
  });

  it("has the link for an administrator at hand while Microsoft's page asks for one", async () => {
    const { fake, user } = await open({ App: async () => app({ accounts: 0 }) }, "");
    await user.click(await screen.findByRole("button", { name: "Connect mailbox" }));
    act(() => fake.emit({ kind: "connect:waiting", url: "https://login.example/" }));
    await user.click(await screen.findByRole("button", { name: /administrator's approval/ }));
    await user.click(await screen.findByRole("button", { name: "Copy link" }));
    await waitFor(() => expect(String(asked(fake, "Copy")[0]?.[0])).toContain("/adminconsent?"));
  });

  it("adds a shared mailbox: its address, Microsoft's question, the test, the stock, and its card", async () => {
    const { fake, user } = await open({ Accounts: async () => [account()] });
    await user.click(await screen.findByRole("button", { name: "Add mailbox" }));
    await user.click(await screen.findByRole("menuitem", { name: /Shared mailbox/ }));
    const field = await screen.findByRole("textbox", { name: "Address of the shared mailbox" });
    expect(document.activeElement).toBe(field);
    await user.keyboard(` ${info}{Enter}`);
    await screen.findByRole("heading", { name: `Opening ${info}` });
    expect(asked(fake, "AddShared")).toEqual([["account-jan", info, false]]);
    act(() => fake.emit({ kind: "connect:waiting", url: "https://login.example/" }));
    await screen.findByText(/asks jan@kantoor.example once for the right to read shared mailboxes/);
    await user.click(screen.getByRole("button", { name: "Use a code instead" }));
    expect(asked(fake, "AddShared")).toHaveLength(2);
    expect(asked(fake, "AddShared")[1]).toEqual(["account-jan", info, true]);
    act(() => fake.emit({ kind: "connect:step", mailbox: info, text: "folders" }));
    act(() => fake.emit({ kind: "baseline", mailbox: info, folder: "Inbox", done: 31, total: 100 }));
    await screen.findByText("Inbox: 31 mails");
    act(() => fake.emit({ kind: "connect:done", account: "account-jan", mailbox: info }));
    await waitFor(() => expect(window.location.hash).toBe(`#/mailboxes/${encodeURIComponent(info)}`));
  });

  it("chooses between accounts, and ends what is cancelled", async () => {
    const second = account({ id: "account-an", address: "an@kantoor.example", mailboxes: [mailbox({ address: "an@kantoor.example" })] });
    const { fake, user } = await open({ Accounts: async () => [account(), second] });
    await user.click(await screen.findByRole("button", { name: "Add mailbox" }));
    await user.click(await screen.findByRole("menuitem", { name: /Shared mailbox/ }));
    await user.selectOptions(await screen.findByRole("combobox", { name: "Opened with the rights of" }), "account-an");
    await user.type(screen.getByRole("textbox", { name: "Address of the shared mailbox" }), info);
    await user.click(screen.getByRole("button", { name: "Add" }));
    expect(asked(fake, "AddShared")).toEqual([["account-an", info, false]]);
    await user.click(await screen.findByRole("button", { name: "Cancel" }));
    expect(asked(fake, "CancelConnect")).toHaveLength(1);
    expect((await screen.findByRole("textbox", { name: "Address of the shared mailbox" }) as HTMLInputElement).value).toBe(info);
  });

  it.each([
    ["shared-no-access", "", "Copy commands", /Add-MailboxPermission/, false],
    ["shared-folder-only", "", "Copy commands", /FullAccess/, false],
    ["shared-declined", "https://login.example/adminconsent", "Copy link", /^https:\/\/login\.example\/adminconsent$/, true],
    ["AADSTS90094", "https://login.example/adminconsent", "Copy link", /^https:/, true],
  ])("explains %s with what to send to the administrator", async (code, link, copy, copied, signIn) => {
    const { fake, user } = await open(one());
    await user.click(await screen.findByRole("button", { name: "Add mailbox" }));
    await user.click(await screen.findByRole("menuitem", { name: /Shared mailbox/ }));
    await user.keyboard("facturen@kantoor.example{Enter}");
    act(() => fake.emit({ kind: "connect:failed", problem: problem({ code, link, message: "It was not added." }) }));
    await screen.findByText("It was not added.");
    await user.click(await screen.findByRole("button", { name: copy }));
    await waitFor(() => expect(String(asked(fake, "Copy")[0]?.[0])).toMatch(copied));
    expect(screen.queryByRole("button", { name: "Use a code instead" }) !== null).toBe(signIn);
    await user.click(screen.getByRole("button", { name: "Another address" }));
    await screen.findByRole("textbox", { name: "Address of the shared mailbox" });
  });
});

// jsdom lays nothing out, so that an open panel may count as hidden: what is in it is asked for all the same.
describe("a shared mailbox", () => {
  const place = `#/mailboxes/${encodeURIComponent(info)}`;

  it("is filed whole, or by the folders that are ticked, and back at once", async () => {
    const { fake, user } = await open(one(), place);
    const all = await screen.findByRole("radio", { name: "Everything that lands here" });
    expect((all as HTMLInputElement).checked).toBe(true);
    await user.click(screen.getByRole("radio", { name: "Only the folders I tick" }));
    await screen.findByText(`Only the ticked folders of ${info} are filed.`);
    await user.click(screen.getByRole("button", { name: "Undo" }));
    await waitFor(() => expect(asked(fake, "FileEverything")).toEqual([[info, false], [info, true]]));
  });

  it("says what stays before it is removed", async () => {
    const { fake, user } = await open({ ...one(), RemoveShared: async () => ({ mailbox: info, left: 2 }) }, place);
    await user.click(await screen.findByRole("button", { name: "More" }));
    expect(screen.queryByRole("menuitem", { name: "Disconnect" })).toBeNull();
    await user.click(await screen.findByRole("menuitem", { name: "Remove shared mailbox" }));
    const dialog = await screen.findByRole("dialog", { hidden: true });
    within(dialog).getByText(/All that is filed stays where it is/);
    await user.click(within(dialog).getByRole("button", { name: "Remove", hidden: true }));
    await screen.findByText(/2 mails could not be filed any more/);
    expect(asked(fake, "RemoveShared")).toEqual([["account-jan", info]]);
  });

  it("tells when no copies of sent mail come, explains the settings with their commands, and can be told that nobody sends", async () => {
    const note = problem({ code: "sent-copies-missing", message: "For two weeks no sent mail has come to lie there." });
    const { fake, user } = await open(one({ notes: [note] }), place);
    await screen.findByText("No copies of sent mail");
    await user.click(await screen.findByRole("button", { name: "Explain" }));
    const drawer = await screen.findByRole("dialog", { hidden: true });
    await user.click(await within(drawer).findByRole("button", { name: "Copy the command: Mail sent as the mailbox", hidden: true }));
    await waitFor(() => expect(asked(fake, "Copy")[0]?.[0]).toBe(`Set-Mailbox -Identity '${info}' -MessageCopyForSentAsEnabled $true`));
    await user.click(within(drawer).getByRole("button", { name: "Copy message for the administrator", hidden: true }));
    await waitFor(() => expect(String(asked(fake, "Copy")[1]?.[0])).toContain("-MessageCopyForSendOnBehalfEnabled $true"));
    await user.click(within(drawer).getByRole("checkbox", { name: /Nobody sends mail from this address/, hidden: true }));
    await waitFor(() => expect(asked(fake, "NeverSends")).toEqual([[info, true]]));
    await user.click(within(drawer).getByRole("button", { name: "Close", hidden: true }));
    await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
  });

  it("asks for a permission that was taken back, from its card and from the checks", async () => {
    const lost = problem({ code: "shared-permission", message: "The permission was taken back." });
    const check = { check: "shared", subject: info, ok: false, message: lost.message, problem: lost, action: { kind: "addShared", target: info } };
    const { fake, user } = await open({ ...one({ state: "error", problem: lost }), Validate: async () => [check] }, place);
    await user.click(await screen.findByRole("button", { name: "Ask for the permission" }));
    await waitFor(() => expect(asked(fake, "AddShared")).toEqual([["account-jan", info, false]]));
    await user.click(await screen.findByRole("button", { name: "Cancel" }));
    await user.click(await screen.findByRole("button", { name: "Validate connection" }));
    await user.click(await within(await screen.findByRole("dialog", { hidden: true })).findByRole("button", { name: "Ask for the permission", hidden: true }));
    await waitFor(() => expect(asked(fake, "AddShared")).toHaveLength(2));
  });

  it("is led to from the Overview when no copies of sent mail come", async () => {
    const need = { kind: "note", target: info, title: `No copies of sent mail in ${info}`, text: "Mail comes in.", count: 0, action: "sentCopies" };
    const { user } = await open({ ...one(), Overview: async () => overview({ state: "attention", needs: [need] }) }, "#/overview");
    await user.click(await screen.findByRole("button", { name: "Explain" }));
    await within(await screen.findByRole("dialog", { hidden: true })).findByText(/lies only in their own Sent Items/);
  });
});

describe("permissions", () => {
  it("say what is asked for later, and what a personal account can't have", async () => {
    const row = (state: string) => permission({ feature: "File mail of shared mailboxes", permission: "Mail.Read.Shared", state });
    const answer = async (id: string) => ({ account: id, address: "jan@outlook.example", rows: [row(id === "a" ? "never" : "later")], never: [], missing: 0, message: "" });
    await open({ Permissions: answer }, "#/mailboxes/permissions%3Aa");
    await screen.findByText("Not for personal accounts");
    act(() => {
      window.location.hash = "#/mailboxes/permissions%3Ab";
    });
    await screen.findByText("Asked for when you add one");
  });
});

describe("a mail that came to two mailboxes", () => {
  it("says where else it is, and jumps there", async () => {
    const { fake, user } = await open(documentAnswers(20), "#/documents/100003");
    await user.click(await screen.findByRole("button", { name: "Also in info@kantoor.example, Postvak IN/Facturen" }));
    await waitFor(() => expect(asked(fake, "Document").at(-1)).toEqual(["100007"]));
  });
});
