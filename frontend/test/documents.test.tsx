import { act, render, screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, describe, expect, it, vi } from "vitest";
import { App } from "../src/app/App";
import type { API, Query } from "../src/backend/face";
import { frameOf, piecesOf, pretends } from "../src/rooms/documents/frame";
import { personOf } from "../src/rooms/documents/person";
import { choosePeriod, daysOf, everything, isDay, queryOf, sorted } from "../src/rooms/documents/query";
import { document as filed, documentAnswers, filters, html, preview, proof } from "./documents";
import { type Fake, install } from "./fixtures";

afterEach(() => vi.unstubAllGlobals());

async function open(answers: Partial<API> = {}, count = 12_846, place = "#/documents") {
  window.location.hash = place;
  const fake = install({ ...documentAnswers(count), ...answers });
  render(<App />);
  return { fake, user: userEvent.setup() };
}

const grid = (): Promise<HTMLElement> => screen.findByRole("grid", { name: "Filed mails" });
const queries = (fake: Fake, method = "Documents"): Query[] => fake.asked.filter((a) => a.method === method).map((a) => a.args[0] as Query);
const askedFor = (fake: Fake, method: string): unknown[] | undefined => fake.asked.filter((a) => a.method === method).at(-1)?.args;
const pane = (): HTMLElement => screen.getByRole("region", { name: "Preview" });

async function opened(answers: Partial<API> = {}) {
  const made = await open(answers, 12_846, "#/documents/100000");
  await screen.findByRole("region", { name: "Preview" });
  await within(pane()).findByRole("button", { name: "Open" });
  return made;
}

describe("the list of documents", () => {
  it("draws only what is in sight of 100,000 rows and asks for no more than the pages around it", async () => {
    const { fake } = await open({}, 100_000);
    await screen.findAllByText("Belastingdienst");
    expect((await grid()).getAttribute("aria-rowcount")).toBe("100001");
    expect(screen.getAllByRole("row").length).toBeLessThan(80);
    expect(queries(fake).every((q) => q.limit === 100 && q.offset <= 100)).toBe(true);
  });

  it("asks for nothing while nobody looks, and for what has come when somebody does", async () => {
    const { fake } = await open();
    await screen.findAllByText("Belastingdienst");
    const hidden = vi.spyOn(document, "hidden", "get").mockReturnValue(true);
    vi.useFakeTimers();
    try {
      const before = queries(fake).length;
      act(() => fake.emit({ kind: "filed" }));
      await act(() => vi.advanceTimersByTimeAsync(60_000));
      expect(queries(fake).length).toBe(before);
      hidden.mockReturnValue(false);
      act(() => void document.dispatchEvent(new Event("visibilitychange")));
      await act(() => vi.advanceTimersByTimeAsync(5_000));
      expect(queries(fake).length).toBeGreaterThan(before);
    } finally {
      vi.useRealTimers();
      hidden.mockRestore();
    }
  });

  it("sorts by a column, and turns round when it is pressed again", async () => {
    const { fake, user } = await open();
    await grid();
    await user.click(screen.getByRole("button", { name: "Sender" }));
    await waitFor(() => expect(queries(fake).at(-1)).toMatchObject({ sort: "sender", ascending: true, offset: 0 }));
    await user.click(screen.getByRole("button", { name: "Sender" }));
    await waitFor(() => expect(queries(fake).at(-1)).toMatchObject({ sort: "sender", ascending: false }));
    expect(screen.getByRole("columnheader", { name: "Sender" }).getAttribute("aria-sort")).toBe("descending");
  });

  it("finds by words, from Ctrl+F on, and leads on to the list with the arrow down", async () => {
    const { fake, user } = await open();
    await grid();
    await user.keyboard("{Control>}f{/Control}");
    await waitFor(() => expect(document.activeElement?.getAttribute("type")).toBe("search"));
    await user.keyboard("laurent");
    await waitFor(() => expect(queries(fake, "Search").at(-1)).toMatchObject({ text: "laurent", sort: "relevance" }));
    await screen.findByText(/^1,605 of 12,846 documents$/);
    await user.keyboard("{ArrowDown}");
    expect(document.activeElement).toBe(await grid());
  });

  it("says that nothing was found, and gives everything back", async () => {
    const { user } = await open();
    await grid();
    await user.type(screen.getByRole("searchbox"), "lease 2019");
    await screen.findByText("Nothing found for “lease 2019”");
    await user.click(screen.getByRole("button", { name: "Clear search" }));
    await screen.findByText("12,846 documents");
    expect((screen.getByRole("searchbox") as HTMLInputElement).value).toBe("");
  });

  it("filters by mailbox, folder, sender, days and attachments", async () => {
    const { fake, user } = await open();
    await grid();
    await user.selectOptions(await screen.findByRole("combobox", { name: "Mailbox" }), "info@kantoor.example");
    await user.click(screen.getByRole("button", { name: /^Filter/ }));
    await user.selectOptions(screen.getByRole("combobox", { name: "Folder" }), "Verzonden items");
    await user.type(screen.getByRole("textbox", { name: "Sender" }), "peeters");
    await user.selectOptions(screen.getByRole("combobox", { name: "Received" }), "lastYear");
    await user.click(screen.getByRole("checkbox", { name: "Has attachment" }));
    const year = new Date().getFullYear() - 1;
    await waitFor(() =>
      expect(queries(fake).at(-1)).toMatchObject({
        mailbox: "info@kantoor.example",
        folder: "Verzonden items",
        sender: "peeters",
        from: `${year}-01-01`,
        to: `${year}-12-31`,
        hasAttachment: true,
      }),
    );
    await user.click(screen.getByRole("button", { name: "Clear filters" }));
    await waitFor(() => expect(queries(fake).at(-1)).toEqual({ ...queryOf(everything, new Date()), limit: 100 }));
  });

  it("offers a folder as soon as the first mail of it is filed, and asks for nothing when there is nothing new", async () => {
    const known = filters();
    const [first] = known.mailboxes;
    if (!first) throw new Error("no mailbox to filter by");
    const { fake, user } = await open({ DocumentFilters: async () => structuredClone(known) });
    await grid();
    const asked = (): number => fake.asked.filter((a) => a.method === "DocumentFilters").length;
    await screen.findByRole("combobox", { name: "Mailbox" });
    const before = asked();
    fake.emit({ kind: "filed", mailbox: first.address, folder: first.folders[0]?.path ?? "" });
    first.folders.push({ path: "Postvak IN/Nieuwe klant", count: 1 });
    fake.emit({ kind: "filed", mailbox: first.address, folder: "Postvak IN/Nieuwe klant" });
    await waitFor(() => expect(asked()).toBe(before + 1));
    await user.click(screen.getByRole("button", { name: /^Filter/ }));
    await screen.findByRole("option", { name: /Postvak IN\/Nieuwe klant/ });
  });

  it("is used by the keyboard alone: arrows choose, Space hides and shows the preview, Enter goes into it, Escape back", async () => {
    const { fake, user } = await open();
    const list = await grid();
    await screen.findAllByText("Belastingdienst");
    list.focus();
    await user.keyboard("{Home}{ArrowDown}");
    await waitFor(() => expect(askedFor(fake, "Document")).toEqual([filed(1).id]));
    expect(screen.getAllByRole("row").find((r) => r.getAttribute("aria-selected") === "true")?.id).toBe(list.getAttribute("aria-activedescendant"));
    await user.keyboard(" ");
    expect(screen.queryByRole("region", { name: "Preview" })).toBeNull();
    await user.keyboard(" ");
    await user.keyboard("{Enter}");
    await waitFor(() => expect(document.activeElement?.tagName).toBe("H2"));
    await user.keyboard("{Escape}");
    await waitFor(() => expect(document.activeElement).toBe(list));
  });

  it("keeps the chosen mail when another is filed above it", async () => {
    let more = 0;
    const { fake, user } = await open({
      Documents: async (q) => ({ total: 3 + more, all: 3 + more, ready: true, items: [0, 1, 2, 3].slice(0, 3 + more).map((i) => filed(i + 1 - more)).slice(q.offset) }),
    });
    await screen.findAllByText("Belastingdienst");
    await user.click(screen.getAllByRole("row")[1] as HTMLElement);
    const chosen = (): string | null | undefined => screen.getAllByRole("row").find((r) => r.getAttribute("aria-selected") === "true")?.getAttribute("aria-rowindex");
    expect(chosen()).toBe("2");
    more = 1;
    fake.emit({ kind: "filed" });
    await waitFor(() => expect(chosen()).toBe("3"));
    expect(askedFor(fake, "Document")).toEqual([filed(1).id]);
  });

  it("says why there is nothing yet, and what fills it", async () => {
    await open({}, 0);
    await screen.findByText("Nothing is filed yet");
  });

  it("tells a refusal, and asks again", async () => {
    let asked = 0;
    const { user } = await open({
      Documents: (q) => (asked++ === 0 ? Promise.reject({ code: "x", message: "The list can't be read.", remedy: "", who: "", detail: "", since: "", retry: "" }) : (documentAnswers().Documents as API["Documents"])(q)),
    });
    await screen.findByText("The list can't be read.");
    await user.click(screen.getByRole("button", { name: "Try again" }));
    await screen.findByText("12,846 documents");
    expect(screen.queryByText("The list can't be read.")).toBeNull();
  });
});

describe("the preview", () => {
  it("shows the mail in a frame in which nothing may act", async () => {
    await opened();
    const frame = screen.getByTitle("Message as the sender made it") as HTMLIFrameElement;
    expect(frame.getAttribute("sandbox")).toBe("");
    expect(frame.srcdoc).toContain("default-src 'none'");
    expect(frame.srcdoc).not.toContain("pay.example");
    expect(frame.srcdoc).not.toContain("style=");
  });

  it("opens a link only after its address was seen, and warns when the mail shows another one", async () => {
    const { fake, user } = await opened();
    await user.click(screen.getByRole("button", { name: "Links (2)" }));
    await user.click(screen.getByRole("menuitem", { name: /www\.peeters\.example/ }));
    const dialog = await screen.findByRole("dialog");
    expect(dialog.textContent).toContain("http://betaal.phish.example/login");
    expect(dialog.textContent).toContain("another address");
    expect(askedFor(fake, "OpenLink")).toBeUndefined();
    await user.click(within(dialog).getByRole("button", { name: "Open in browser" }));
    expect(askedFor(fake, "OpenLink")).toEqual(["http://betaal.phish.example/login"]);
  });

  it("opens no link that the person thought better of", async () => {
    const { fake, user } = await opened({ Document: async () => preview({ html: "" }) });
    await user.click(screen.getByRole("button", { name: "https://pay.example/i/2026-118?ref=peeters" }));
    await user.click(within(await screen.findByRole("dialog")).getByRole("button", { name: "Cancel" }));
    expect(askedFor(fake, "OpenLink")).toBeUndefined();
    await waitFor(() => expect(document.activeElement?.textContent).toBe("https://pay.example/i/2026-118?ref=peeters"));
  });

  it("opens, shows and copies attachments, but opens no program", async () => {
    const { fake, user } = await opened();
    const list = within(screen.getByRole("list", { name: "Attachments" }));
    await user.click(list.getByRole("button", { name: "factuur-2026-118.pdf" }));
    expect(askedFor(fake, "OpenFile")).toEqual(["100000", "Peeters BV/2026/11/118/factuur-2026-118.pdf"]);
    expect(list.queryByRole("button", { name: "herinnering.pdf.exe" })).toBeNull();
    list.getByText("A program, or can start one: never opened from here.");
    await user.click(list.getByRole("button", { name: "Show herinnering.pdf.exe in folder" }));
    expect(askedFor(fake, "ShowFile")?.[1]).toMatch(/herinnering\.pdf\.exe$/);
    await user.click(list.getByRole("button", { name: "Save a copy of werkbon.jpg" }));
    await screen.findByText("Saved as /home/jan/werkbon.jpg");
  });

  it("holds the document against the register", async () => {
    const { user } = await opened({ Proof: async () => proof({ unchanged: false, files: [{ name: "werkbon.jpg", path: "x", sha256: "a", found: "", state: "missing" }] }) });
    await user.click(screen.getByRole("button", { name: "Proof" }));
    screen.getByText(preview().sha256);
    await user.click(screen.getByRole("button", { name: "Verify now" }));
    await screen.findByText(/Not as it was filed/);
    screen.getByText("missing");
  });

  it("is a page of its own in a small window, and leads back to the list", async () => {
    vi.stubGlobal("matchMedia", (query: string) => ({ matches: query.includes("max-width: 999px"), media: query, addEventListener: () => undefined, removeEventListener: () => undefined }));
    const { user } = await open();
    await user.click((await screen.findAllByText("Belastingdienst"))[0] as HTMLElement);
    await user.click(await screen.findByRole("button", { name: "Back to the list" }));
    expect(screen.queryByRole("region", { name: "Preview" })).toBeNull();
    await waitFor(() => expect(document.activeElement?.getAttribute("role")).toBe("grid"));
  });

  it("goes through message, text and headers with the arrows", async () => {
    const { user } = await opened();
    screen.getByRole("tab", { name: "Message" }).focus();
    await user.keyboard("{ArrowRight}{ArrowRight}");
    expect(screen.getByRole("tab", { name: "Headers" }).getAttribute("aria-selected")).toBe("true");
    screen.getByText("Return-Path");
  });
});

describe("what a frame is made of", () => {
  it("numbers the links and takes their addresses out", () => {
    const { page, links } = frameOf(html, "n0nce");
    expect(links.map((l) => l.address)).toEqual(["https://pay.example/i/2026-118?ref=peeters", "http://betaal.phish.example/login"]);
    expect(page).toContain(" [2]");
    expect(page).not.toMatch(/href|tabindex|<script/);
  });

  it("keeps looks as a sheet that ends with itself", () => {
    const { page } = frameOf('<p style="color: red">a</p><p style="color: red">b</p><p style="font-family: x</style><b>">c</p>', "n0nce");
    expect(page.match(/color: ?red/g)?.length).toBe(1);
    expect(page.match(/<\/style>/g)?.length).toBe(1);
  });

  it.each([
    ["www.bank.example", "https://www.bank.example/login", false],
    ["bank.example", "https://www.bank.example/", false],
    ["https://bank.example/pay", "https://evil.example/", true],
    ["our page", "https://evil.example/", false],
    ["Click here. Now", "https://evil.example/", false],
    ["bank.example", "https://bank.example.evil.example/", true],
  ])("knows whether %s pretends when it leads to %s", (text, address, expected) => {
    expect(pretends({ text, address })).toBe(expected);
  });

  it.each([
    ["See https://a.example/x. Bye", ["See ", "https://a.example/x", ". Bye"]],
    ["(https://a.example/x)", ["(", "https://a.example/x", ")"]],
    ["<https://a.example/x_(y)>", ["<", "https://a.example/x_(y)", ">"]],
    ["none", ["none"]],
  ])("finds the addresses in %s", (text, expected) => {
    expect(piecesOf(text).map((p) => p.text)).toEqual(expected);
  });
});

describe("queries", () => {
  const now = new Date(2026, 2, 31, 15);
  it.each([
    ["today", "2026-03-31", ""],
    ["week", "2026-03-25", ""],
    ["month", "2026-03-01", ""],
    ["lastMonth", "2026-02-01", "2026-02-28"],
    ["year", "2026-01-01", ""],
    ["lastYear", "2025-01-01", "2025-12-31"],
    ["any", "", ""],
  ] as const)("know the days of %s", (period, from, to) => {
    expect(daysOf({ period, from: "", to: "" }, now)).toEqual([from, to]);
  });

  it("begin two days of one's own with those of the period before", () => {
    expect(choosePeriod(everything, "between", now)).toMatchObject({ period: "between", from: "2026-03-01", to: "2026-03-31" });
    expect(choosePeriod({ ...everything, period: "lastYear" }, "between", now)).toMatchObject({ from: "2025-01-01", to: "2025-12-31" });
    expect(choosePeriod({ ...everything, period: "between", from: "2020-01-01" }, "today", now)).toMatchObject({ period: "today" });
  });

  it("leave out a day that is none", () => {
    expect(isDay("2026-02-30")).toBe(false);
    expect(daysOf({ period: "between", from: "2026-02-30", to: "2026-03-01" }, now)).toEqual(["", "2026-03-01"]);
  });

  it("sort days with the newest first and words from A", () => {
    expect(sorted(everything, "subject")).toMatchObject({ sort: "subject", ascending: true });
    expect(sorted(everything, "attachments")).toMatchObject({ sort: "attachments", ascending: false });
    expect(sorted(everything, "received")).toMatchObject({ sort: "received", ascending: true });
  });

  it.each([
    ["Jan Peeters <jan@peeters.example>", "Jan Peeters", "jan@peeters.example"],
    ['"Peeters, Jan" <jan@peeters.example>', "Peeters, Jan", "jan@peeters.example"],
    ["jan@peeters.example", "", "jan@peeters.example"],
    ["Jan", "Jan", ""],
    ["", "", ""],
  ])("take the person %s apart", (text, name, address) => {
    expect(personOf(text)).toEqual({ name, address });
  });
});
