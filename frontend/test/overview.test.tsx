import { act, render, screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { describe, expect, it, vi } from "vitest";
import { App } from "../src/app/App";
import { parse } from "../src/app/route";
import type { API, Overview } from "../src/backend/face";
import { problemOf } from "../src/backend/bridge";
import { build } from "../src/components/tree/model";
import { formatFor } from "../src/i18n/format";
import { startLanguage } from "../src/i18n/start";
import { folder, install, overview, problem, troubled } from "./fixtures";

async function open(answers: Partial<API>) {
  const fake = install(answers);
  render(<App />);
  return { fake, user: userEvent.setup() };
}

describe("Overview", () => {
  it("says how things stand, and shows what needs the person with one button each", async () => {
    const { fake, user } = await open({ Overview: async () => troubled() });
    await screen.findByRole("heading", { name: "3 things need your attention" });
    const needs = screen.getAllByRole("listitem").filter((item) => item.querySelector("button")?.textContent === "Try now");
    expect(needs).toHaveLength(1);
    await user.click(screen.getByRole("button", { name: "Try now" }));
    await waitFor(() => expect(fake.asked.some((a) => a.method === "SyncNow")).toBe(true));
    expect(screen.getByRole("button", { name: /Overview 3 things need you/ })).toBeTruthy();
  });

  it("follows the program: what it tells is shown without being asked for", async () => {
    let now: Overview = overview();
    const { fake } = await open({ Overview: async () => now });
    await screen.findByRole("heading", { name: "Everything is up to date" });
    now = troubled();
    act(() => fake.emit({ kind: "overview" }));
    await screen.findByRole("heading", { name: "3 things need your attention" });
  });

  it("asks nothing while nobody looks, and all that has changed when somebody does", async () => {
    let now: Overview = overview();
    const { fake } = await open({ Overview: async () => now });
    await screen.findByRole("heading", { name: "Everything is up to date" });
    const hidden = vi.spyOn(document, "hidden", "get").mockReturnValue(true);
    vi.useFakeTimers();
    try {
      const before = fake.asked.length;
      now = troubled();
      act(() => fake.emit({ kind: "overview" }));
      await act(() => vi.advanceTimersByTimeAsync(60_000));
      expect(fake.asked.length).toBe(before);
      hidden.mockReturnValue(false);
      act(() => void document.dispatchEvent(new Event("visibilitychange")));
      await act(() => vi.advanceTimersByTimeAsync(1_000));
      expect(screen.getByRole("heading", { name: "3 things need your attention" })).toBeTruthy();
    } finally {
      vi.useRealTimers();
      hidden.mockRestore();
    }
  });

  it("lists why mails could not be filed, and tries one again", async () => {
    const { fake, user } = await open({
      Overview: async () => troubled(),
      Failures: async () => [{ id: "m1", mailbox: "jan@kantoor.example", folder: "Inbox", problem: problem({ message: "There is no room left." }) }],
    });
    await user.click(await screen.findByRole("button", { name: "Show" }));
    const drawer = await screen.findByRole("dialog");
    await within(drawer).findByText("There is no room left.");
    await user.click(within(drawer).getByRole("button", { name: "Try again" }));
    await waitFor(() => expect(fake.asked).toContainEqual({ method: "Retry", args: [["m1"]] }));
  });

  it("shows a refusal with its remedy, and copies the details with the request's id", async () => {
    const { fake, user } = await open({
      SyncNow: async () => {
        throw problem({ message: "Microsoft 365 can't be reached.", detail: "request-id 4711" });
      },
    });
    await user.click(await screen.findByRole("button", { name: "Sync now" }));
    await screen.findByText("Microsoft 365 can't be reached.");
    await user.click(screen.getByRole("button", { name: "Technical details" }));
    await user.click(screen.getByRole("button", { name: "Copy details" }));
    await waitFor(() => expect(fake.asked.find((a) => a.method === "Copy")?.args[0]).toContain("request-id 4711"));
  });

  it("pauses from the corner that shows the worst state", async () => {
    const { fake, user } = await open({});
    await user.click(await screen.findByRole("button", { name: "Pause" }));
    await user.click(await screen.findByRole("menuitem", { name: "Until tomorrow" }));
    await waitFor(() => expect(fake.asked).toContainEqual({ method: "Pause", args: ["tomorrow"] }));
  });
});

describe("small parts", () => {
  it("keep a text that is no problem of the program's as the detail", () => {
    expect(problemOf("boom")).toMatchObject({ code: "unexpected", detail: "boom" });
    expect(problemOf(JSON.stringify(problem()))).toMatchObject({ code: "sign-in-needed" });
    expect(problemOf(new Error(JSON.stringify(problem())))).toMatchObject({ code: "sign-in-needed" }); // as Wails rejects
  });

  it("read a place with any character in it", () => {
    expect(parse("#/mailboxes/jan%40kantoor.example")).toEqual({ room: "mailboxes", place: "jan@kantoor.example" });
    expect(parse("#/documents/a%2Fb%")).toEqual({ room: "documents", place: "a%2Fb%" });
  });

  it("start in the first of the person's languages that is known", () => {
    expect(startLanguage(["es-ES", "nl-BE", "en"])).toBe("nl");
    expect(startLanguage(["es"])).toBe("en");
  });

  it("write times relatively while they are fresh", () => {
    const f = formatFor("en-GB");
    const now = new Date(2026, 10, 22, 12, 0);
    expect(f.fresh(new Date(2026, 10, 22, 9, 41), now)).toBe("09:41");
    expect(f.fresh(new Date(2026, 10, 21, 9, 41), now)).toBe("yesterday 09:41");
    expect(f.fresh(new Date(2026, 10, 20, 16, 10), now)).toBe("Friday 16:10");
    expect(f.fresh(new Date(2026, 9, 2, 16, 10), now)).toBe("2 October 2026");
    expect(formatFor("de").number(12431)).toBe("12.431");
    expect(f.countdown(871.4)).toBe("14:31");
  });

  it("put folders in Outlook's order and leave out hidden ones, unless something there is ticked", () => {
    const tree = build(
      [
        folder({ id: "trash", wellKnownName: "deleteditems" }),
        folder({ id: "b10", name: "Box 10" }),
        folder({ id: "b9", name: "Box 9" }),
        folder({ id: "hidden", name: "H", hidden: true }),
        folder({ id: "secret", name: "S", hidden: true }),
        folder({ id: "below", name: "Below", parent: "secret", selected: true }),
        folder({ id: "sent", wellKnownName: "sentitems" }),
        folder({ id: "inbox", wellKnownName: "inbox" }),
      ],
      "en",
    );
    expect(tree.nodes.map((n) => n.folder.id)).toEqual(["inbox", "sent", "b9", "b10", "secret", "below", "trash"]);
    expect(tree.nodes.map((n) => n.depth)).toEqual([1, 1, 1, 1, 1, 2, 1]);
  });
});
