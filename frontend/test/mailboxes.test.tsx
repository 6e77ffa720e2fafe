import { act, render, screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { describe, expect, it } from "vitest";
import { App } from "../src/app/App";
import type { API, Selection } from "../src/backend/face";
import { account, app, folder, folders, install, mailbox, problem } from "./fixtures";

async function open(answers: Partial<API> = {}, place = "#/mailboxes") {
  window.location.hash = place;
  const fake = install(answers);
  render(<App />);
  const user = userEvent.setup();
  return { fake, user };
}

const row = (name: string): HTMLElement => {
  const found = screen.getAllByRole("treeitem").find((item) => item.textContent?.startsWith(name));
  if (!found) throw new Error(`no folder ${name} is shown`);
  return found;
};
const box = (name: string): Element => row(name).querySelector("[data-box]") as Element;
const saved = (fake: ReturnType<typeof install>): Selection => fake.asked.find((a) => a.method === "Select")?.args[1] as Selection;

// Each test has a mailbox of its own: what is ticked and not saved outlives the room.
let number = 0;
function own(part = {}) {
  const address = `m${++number}@kantoor.example`;
  return { address, Accounts: async () => [account({ id: address, address, mailboxes: [mailbox({ address, ...part })] })] };
}

describe("the folder tree", () => {
  it("shows a folder as partly ticked when only something below it is ticked", async () => {
    await open({ Accounts: own().Accounts });
    await screen.findByRole("tree");
    expect(row("Klanten").getAttribute("aria-checked")).toBe("mixed");
    expect(row("Postvak IN").getAttribute("aria-checked")).toBe("true");
    expect(row("Privé").getAttribute("aria-checked")).toBe("false");
    expect(row("Bakkerij Smit BV").getAttribute("aria-level")).toBe("3");
  });

  it("saves exactly what was changed, after saying what that is", async () => {
    const { fake, user } = await open({ Accounts: own().Accounts });
    await screen.findByRole("tree");
    await user.click(box("Hartog Bouw BV"));
    await user.click(box("Lonen"));
    await user.click(box("Nieuwsbrieven"));
    await screen.findByText("2 folders more, 1 folder less");
    await screen.findByText(/2 folders, 3,400 mails already there stay untouched/);
    await screen.findByText(/What was filed from Nieuwsbrieven stays/);
    await user.click(screen.getByRole("button", { name: "Save" }));
    await waitFor(() => expect(saved(fake)).toBeDefined());
    expect(saved(fake)).toEqual({ add: ["hartog", "wages"], remove: ["news"], follow: [] });
  });

  it("forgets a change that is taken back", async () => {
    const { user } = await open({ Accounts: own().Accounts });
    await screen.findByRole("tree");
    await user.click(box("Privé"));
    await screen.findByText("1 folder more");
    await user.click(box("Privé"));
    await screen.findByText(/7 folders are ticked/);
    expect(screen.queryByRole("button", { name: "Save" })).toBeNull();
  });

  it("is worked with the keyboard: arrows, letters, Space, Shift+Space for all below", async () => {
    const { user } = await open({ Accounts: own().Accounts });
    const tree = await screen.findByRole("tree");
    const here = () => document.getElementById(tree.getAttribute("aria-activedescendant") ?? "")?.textContent ?? "";
    act(() => tree.focus());
    expect(here()).toMatch(/^Postvak IN/);
    await user.keyboard("{ArrowRight}");
    expect(here()).toMatch(/^Klanten/);
    await user.keyboard("{Shift>} {/Shift}");
    expect(row("Klanten").getAttribute("aria-checked")).toBe("true");
    expect(row("Lonen").getAttribute("aria-checked")).toBe("true");
    await user.keyboard("{ArrowLeft}");
    expect(row("Klanten").getAttribute("aria-expanded")).toBe("false");
    await user.keyboard("priv");
    expect(here()).toMatch(/^Privé/);
    await user.keyboard(" ");
    expect(row("Privé").getAttribute("aria-checked")).toBe("true");
    await user.keyboard("{End}");
    expect(here()).toMatch(/^Verwijderde items/);
  });

  it("finds folders without regard to case and accents, with what they lie in", async () => {
    const { user } = await open({ Accounts: own().Accounts });
    await screen.findByRole("tree");
    await user.type(screen.getByRole("searchbox"), "prive");
    await waitFor(() => expect(screen.getAllByRole("treeitem")).toHaveLength(2));
    expect(row("Postvak IN")).toBeTruthy();
    expect(row("Privé")).toBeTruthy();
  });

  it("says in which folders invoices are expected, and takes that at once", async () => {
    const { address, Accounts } = own();
    const marks = [{ mailbox: address.toUpperCase(), folder: "postvak in/klanten/bakkerij smit bv" }];
    const { fake, user } = await open({
      Accounts,
      InvoiceMarks: async () => [...marks],
      MarkInvoices: async (mailbox, folder) => {
        marks.push({ mailbox, folder });
      },
    });
    await screen.findByRole("tree");
    const mark = (name: string) => within(row(name)).getByRole("button", { name: /invoices/ });
    await waitFor(() => expect(mark("Bakkerij Smit BV").getAttribute("aria-pressed")).toBe("true"));
    expect(mark("Postvak IN").getAttribute("aria-pressed")).toBe("false");
    expect(within(row("Privé")).queryByRole("button", { name: /invoices/ })).toBeNull();
    await user.click(mark("Postvak IN"));
    await waitFor(() => expect(mark("Postvak IN").getAttribute("aria-pressed")).toBe("true"));
    expect(fake.asked.find((a) => a.method === "MarkInvoices")?.args).toEqual([address, "inbox", true]);
    expect(fake.asked.some((a) => a.method === "Select")).toBe(false);
  });

  it("changes whether new subfolders are followed", async () => {
    const { fake, user } = await open({ Accounts: own().Accounts });
    await screen.findByRole("tree");
    await user.click(within(row("Peeters BV")).getByRole("button", { name: /new subfolders too/ }));
    await user.click(within(row("Postvak IN")).getByRole("button", { name: /new subfolders not/ }));
    await screen.findByText("New subfolders changed for 2 folders");
    await user.click(screen.getByRole("button", { name: "Save" }));
    await waitFor(() =>
      expect(saved(fake)).toEqual({
        add: [],
        remove: [],
        follow: [
          { id: "inbox", with: true },
          { id: "peeters", with: false },
        ],
      }),
    );
  });

  it("suggests Inbox and Sent Items for a new mailbox, and leads to Overview once they are saved", async () => {
    const { Accounts } = own({ folders: 0, filed: 0 });
    const { fake, user } = await open({
      Accounts,
      Folders: async (address) => ({ mailbox: address, read: "", folders: folders().map((f) => ({ ...f, selected: false, filed: 0 })) }),
    });
    await screen.findByText("2 folders are chosen to start with");
    await user.click(screen.getByRole("button", { name: "Save" }));
    await waitFor(() => expect(saved(fake)?.add).toEqual(["inbox", "sent"]));
    await waitFor(() => expect(window.location.hash).toBe("#/overview"));
  });

  it("shows how far the baseline of a folder is", async () => {
    const { address, Accounts } = own();
    const { fake } = await open({ Accounts });
    await screen.findByRole("tree");
    act(() => fake.emit({ kind: "baseline", mailbox: address, folder: "Postvak IN/Klanten/Bakkerij Smit BV", done: 120, total: 318 }));
    await waitFor(() => expect(row("Bakkerij Smit BV").textContent).toContain("taking stock: 120 of 318"));
    act(() => fake.emit({ kind: "baseline", mailbox: address, folder: "Postvak IN/Klanten/Bakkerij Smit BV", done: 318, total: 318 }));
    await waitFor(() => expect(row("Bakkerij Smit BV").textContent).not.toContain("taking stock"));
  });

  it("tells of a vanished folder and offers to untick it", async () => {
    const { fake, user } = await open({
      Accounts: own().Accounts,
      Folders: async (address) => ({
        mailbox: address,
        read: "",
        folders: [...folders(), folder({ id: "gone", name: "Oud", path: "Klanten/Oud", selected: true, vanished: true })],
      }),
    });
    await screen.findByText("The folder Klanten/Oud has vanished from the mailbox.");
    await user.click(screen.getByRole("button", { name: "Untick" }));
    await user.click(await screen.findByRole("button", { name: "Save" }));
    await waitFor(() => expect(saved(fake)?.remove).toEqual(["gone"]));
  });

  it("keeps the changes when saving is refused, and says why", async () => {
    const { user } = await open({
      Accounts: own().Accounts,
      Select: async () => {
        throw problem({ code: "offline", message: "Microsoft 365 can't be reached.", remedy: "Check the connection." });
      },
    });
    await screen.findByRole("tree");
    await user.click(box("Privé"));
    await user.click(await screen.findByRole("button", { name: "Save" }));
    await screen.findByText("Microsoft 365 can't be reached.");
    expect(row("Privé").getAttribute("aria-checked")).toBe("true");
    expect(screen.getByRole("button", { name: "Save" })).toBeTruthy();
  });
});

describe("a mailbox", () => {
  it("that is no longer active says so and leads to the sign-in of the same account", async () => {
    const { fake, user } = await open({}, "#/mailboxes/facturen%40kantoor.example");
    await screen.findByText("The connection of facturen@kantoor.example is no longer active.");
    await user.click(screen.getByRole("button", { name: "Reauthenticate" }));
    await screen.findByText("Sign in as facturen@kantoor.example. Folders and history stay as they are.");
    expect(fake.asked).toContainEqual({ method: "Reauthenticate", args: ["account-invoices", false] });
  });

  it("is disconnected only after the person has read what stays", async () => {
    const { fake, user } = await open();
    await user.click(await screen.findByRole("button", { name: "More" }));
    await user.click(await screen.findByRole("menuitem", { name: "Disconnect" }));
    const dialog = await screen.findByRole("dialog");
    within(dialog).getByText("All that is filed stays where it is, with its proof.");
    expect(fake.asked.some((a) => a.method === "Disconnect")).toBe(false);
    await user.click(within(dialog).getByRole("checkbox"));
    await user.click(within(dialog).getByRole("button", { name: "Disconnect" }));
    await waitFor(() => expect(fake.asked).toContainEqual({ method: "Disconnect", args: ["account-jan", true] }));
  });

  it("has the focus again at the menu from which it was to be disconnected, once the person has thought better of it", async () => {
    const { user } = await open();
    const more = await screen.findByRole("button", { name: "More" });
    await user.click(more);
    await user.click(await screen.findByRole("menuitem", { name: "Disconnect" }));
    const dialog = await screen.findByRole("dialog");
    await user.click(within(dialog).getByRole("button", { name: "Cancel" }));
    await waitFor(() => expect(document.activeElement).toBe(more));
  });

  it("shows its checks one by one while they run, and stops them when the drawer is closed", async () => {
    const { fake, user } = await open({ Validate: () => new Promise(() => undefined) });
    await user.click(await screen.findByRole("button", { name: "Validate connection" }));
    const drawer = await screen.findByRole("dialog"); // jsdom shows and focuses nothing for good: an open panel may count as hidden
    act(() => fake.emit({ kind: "check", done: 1, total: 9, check: { check: "token", subject: "jan@kantoor.example", ok: true, message: "The sign-in is active." } }));
    await within(drawer).findByText("The sign-in is active.");
    await within(drawer).findByText("Check 2 of 9");
    act(() => fake.emit({ kind: "check", check: { check: "destination", subject: "N:", ok: false, message: "No answer.", problem: problem({ remedy: "Connect the drive." }), action: { kind: "chooseFolder", target: "" } } }));
    await within(drawer).findByText("Connect the drive.");
    await within(drawer).findByRole("button", { name: "Choose another folder", hidden: true });
    await user.click(await within(drawer).findByRole("button", { name: "Close", hidden: true }));
    await waitFor(() => expect(fake.asked).toContainEqual({ method: "Cancel", args: ["validate"] }));
  });

  it("shows which permissions are granted and which are missing", async () => {
    await open({}, "#/mailboxes/permissions%3Aaccount-jan");
    await screen.findByText("1 permission is missing.");
    const line = (await screen.findByText("offline_access")).closest("tr") as HTMLElement;
    within(line).getByText("Not granted");
    expect(screen.getAllByText("Granted 3 March 2026")).toHaveLength(2);
  });
});

describe("the first run", () => {
  const first = { App: async () => app({ accounts: 0 }) };

  it("offers one button, waits for the browser, and leads to the folders by itself", async () => {
    let known = 0;
    const { fake, user } = await open({ App: async () => app({ accounts: known }) }, "");
    await user.click(await screen.findByRole("button", { name: "Connect mailbox" }));
    await screen.findByRole("heading", { name: "Sign in in your browser" });
    expect(fake.asked).toContainEqual({ method: "Connect", args: ["work", false] });
    known = 1;
    act(() => fake.emit({ kind: "connect:done", account: "account-jan" }));
    await screen.findByRole("tree");
    expect(window.location.hash).toBe("#/mailboxes/account-jan");
  });

  it("shows the code with what is left of its life, and asks for a new one when it has expired", async () => {
    const { fake, user } = await open(first, "");
    await user.click(await screen.findByRole("button", { name: "Connect mailbox" }));
    await user.click(await screen.findByRole("button", { name: "Use a code instead" }));
    expect(fake.asked).toContainEqual({ method: "Connect", args: ["work", true] });
    const code = { userCode: "F7KQ9WZTX", verificationUri: "https://microsoft.com/devicelogin", expires: new Date(Date.now() + 600_500).toISOString() };
    act(() => fake.emit({ kind: "connect:code", code }));
    await screen.findByText("F7KQ9WZTX");
    await screen.findByText("10:00 left");
    act(() => fake.emit({ kind: "connect:code", code: { ...code, expires: new Date(Date.now() - 1000).toISOString() } }));
    await user.click(await screen.findByRole("button", { name: "Get a new code" }));
    expect(fake.asked.filter((a) => a.method === "Connect")).toHaveLength(3);
  });

  it("ends a sign-in that is cancelled", async () => {
    const { fake, user } = await open(first, "");
    await user.click(await screen.findByRole("button", { name: "Connect mailbox" }));
    await user.click(await screen.findByRole("button", { name: "Cancel" }));
    await screen.findByRole("heading", { name: "Your mail, filed by itself" });
    expect(fake.asked.some((a) => a.method === "CancelConnect")).toBe(true);
  });

  it("leads whoever has no client id through the registration, and takes only what looks like one", async () => {
    const { fake, user } = await open(
      {
        App: async () => app({ accounts: 0, hasClientId: false }),
        Registration: async () => ({
          page: "https://entra.example/",
          clientId: "",
          tenant: "",
          managed: false,
          steps: [{ title: "Register", text: "In Entra.", values: [{ label: "Redirect URI", value: "http://localhost" }] }],
        }),
        SetRegistration: async () => undefined,
      },
      "",
    );
    await user.click(await screen.findByRole("button", { name: "Connect mailbox" }));
    await user.click(await screen.findByRole("button", { name: "Copy “Redirect URI: http://localhost”" }));
    await waitFor(() => expect(fake.asked).toContainEqual({ method: "Copy", args: ["http://localhost"] }));
    await user.type(screen.getByRole("textbox", { name: "Application (client) ID" }), "no");
    await user.click(screen.getByRole("button", { name: "Save and go on" }));
    await screen.findByText(/This is no client id/);
    expect(fake.asked.some((a) => a.method === "SetRegistration")).toBe(false);
    const id = "00000000-0000-0000-0000-00000000e4a1";
    await user.clear(screen.getByRole("textbox", { name: "Application (client) ID" }));
    await user.type(screen.getByRole("textbox", { name: "Application (client) ID" }), id);
    await user.click(screen.getByRole("button", { name: "Save and go on" }));
    await waitFor(() => expect(fake.asked).toContainEqual({ method: "SetRegistration", args: [id, ""] }));
  });
});

describe("pausing a mailbox", () => {
  it("pauses this mailbox only, for as long as was chosen", async () => {
    const { address, Accounts } = own();
    const { fake, user } = await open({ Accounts });
    await user.click(await screen.findByRole("button", { name: "More" }));
    await user.click(await screen.findByRole("menuitem", { name: "Pause" }));
    await user.click(await screen.findByRole("menuitem", { name: "Until tomorrow" }));
    await waitFor(() => expect(fake.asked).toContainEqual({ method: "PauseMailbox", args: [address, "tomorrow"] }));
    expect(fake.asked.some((a) => a.method === "Pause")).toBe(false);
    await screen.findByText(`Filing from ${address} rests. Nothing is lost.`);
  });

  it("says until when it is paused and lets it go on", async () => {
    const { address, Accounts } = own({ state: "paused", paused: true, until: new Date(Date.now() + 3.6e6).toISOString() });
    const { fake, user } = await open({ Accounts });
    await screen.findByText(/paused until/);
    await user.click(screen.getByRole("button", { name: "Resume" }));
    await waitFor(() => expect(fake.asked).toContainEqual({ method: "ResumeMailbox", args: [address] }));
  });

  it("lets all go on when all are paused", async () => {
    const { Accounts } = own({ state: "paused" });
    const { fake, user } = await open({ Accounts });
    await user.click(await screen.findByRole("button", { name: "Resume all" }));
    await waitFor(() => expect(fake.asked).toContainEqual({ method: "Resume", args: [] }));
  });
});
