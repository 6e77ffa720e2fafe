import { render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { describe, expect, it } from "vitest";
import { App } from "../src/app/App";
import type { API } from "../src/backend/face";
import { account, app, install, mailbox, notAllowed } from "./fixtures";
import { settingsAnswers } from "./settings";

async function open(place: string, may: boolean, answers: Partial<API> = {}) {
  window.location.hash = place;
  const access = may ? { limited: true, may: true, group: "the IT team" } : notAllowed();
  const fake = install({ ...settingsAnswers(), App: async () => app({ access }), ...answers });
  render(<App />);
  return { fake, user: userEvent.setup() };
}

const sentence = /ask a member of “the IT team”/;

describe("who is not in the settings group", () => {
  it("is told so, and can change nothing but the look of the window", async () => {
    await open("#/settings", false);
    await screen.findByText("Archive folder");
    screen.getByText(sentence);
    const off = (role: string, name: string) => (screen.getByRole(role, { name }) as HTMLInputElement).disabled;
    expect(off("switch", "Start when I log in")).toBe(true);
    expect(off("combobox", "Look for new mail")).toBe(true);
    expect(off("combobox", "Language")).toBe(false);
    expect(screen.queryByRole("button", { name: "Change…" })).toBeNull();
    expect(screen.queryByRole("button", { name: "Change" })).toBeNull();
  });

  it("is offered no move of the archive folder by way of a notification", async () => {
    await open("#/settings/chooseDestination", false);
    await screen.findByText("Archive folder");
    expect(screen.queryByRole("dialog")).toBeNull();
  });

  it("sees the folders, and can neither tick nor disconnect", async () => {
    const address = "read-only@kantoor.example";
    const { user } = await open("#/mailboxes", false, {
      Accounts: async () => [account({ id: address, address, mailboxes: [mailbox({ address, folders: 0 })] })],
    });
    await screen.findByRole("tree");
    const rows = screen.getAllByRole("treeitem");
    expect(rows.every((r) => r.getAttribute("aria-disabled") === "true")).toBe(true);
    await user.click(rows[0]?.querySelector("[data-box]") as Element);
    expect(screen.queryByRole("button", { name: "Save" })).toBeNull();
    await user.click(screen.getByRole("button", { name: /More/ }));
    expect(screen.getByRole("menuitem", { name: /Disconnect/ }).getAttribute("aria-disabled")).toBe("true");
  });
});

describe("who is in the settings group", () => {
  it("is told nothing and can change everything", async () => {
    await open("#/settings", true);
    await screen.findByText("Archive folder");
    expect(screen.queryByText(sentence)).toBeNull();
    expect((screen.getByRole("switch", { name: "Start when I log in" }) as HTMLInputElement).disabled).toBe(false);
    screen.getByRole("button", { name: "Change…" });
  });

  it("may change at once what was locked until they signed in", async () => {
    let may = false;
    const { fake } = await open("#/settings", false, {
      App: async () => app({ access: may ? { limited: true, may: true, group: "the IT team" } : notAllowed() }),
    });
    await screen.findByText(sentence);
    may = true;
    fake.emit({ kind: "access" });
    await screen.findByRole("button", { name: "Change…" });
    expect(screen.queryByText(sentence)).toBeNull();
  });
});
