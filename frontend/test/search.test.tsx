import { act, fireEvent, render, screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, describe, expect, it, vi } from "vitest";
import { App } from "../src/app/App";
import type { API, Query, SearchPage } from "../src/backend/face";
import { everything, queryOf, sorted } from "../src/rooms/documents/query";
import { document as filed, documentAnswers, preview, search } from "./documents";
import { type Fake, install, problem } from "./fixtures";
import { settingsAnswers } from "./settings";

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

async function open(answers: Partial<API> = {}) {
  window.location.hash = "#/documents";
  const fake = install({ ...documentAnswers(), ...answers });
  render(<App />);
  await screen.findByRole("grid", { name: "Filed mails" });
  return { fake, user: userEvent.setup() };
}

const box = (): HTMLInputElement => screen.getByRole("searchbox");
const searches = (fake: Fake): [Query, boolean][] => fake.asked.filter((a) => a.method === "Search").map((a) => a.args as [Query, boolean]);
const found = (subject: string): SearchPage => ({
  total: 1,
  items: [{ document: { ...filed(0), subject }, fragments: [{ part: "subject", name: "", spans: [{ text: subject, hit: true }] }] }],
  progress: { ready: true, indexed: 1, filed: 1 },
});

describe("the search", () => {
  it("marks what was looked for in the subject and in the mail's text, as plain text", async () => {
    const { user } = await open({
      Search: async () => ({
        total: 1,
        items: [
          {
            document: { ...filed(0), subject: "Lease <b>contract</b>" },
            fragments: [
              { part: "subject", name: "", spans: [{ text: "Lease", hit: true }, { text: " <b>contract</b>", hit: false }] },
              { part: "attachment", name: "lease.pdf", spans: [{ text: "… the ", hit: false }, { text: "lease", hit: true }] },
            ],
          },
        ],
        progress: { ready: true, indexed: 1, filed: 1 },
      }),
    });
    await user.type(box(), "lease");
    const row = await screen.findByRole("row", { name: /Lease/ });
    expect([...row.querySelectorAll("mark")].map((m) => m.textContent)).toEqual(["Lease", "lease"]);
    expect(row.textContent).toContain("Lease <b>contract</b>");
    within(row).getByText(/lease\.pdf/);
  });

  it("shows the place in a row that has no room for what stands before it", async () => {
    const { user } = await open({
      Search: async () => ({
        total: 1,
        items: [
          {
            document: filed(0),
            fragments: [
              {
                part: "attachment",
                name: "zugferd_2p1_EN16931_Einfach_negativePaymentDue.pdf",
                spans: [{ text: "… ", hit: false }, { text: "we hereby confirm what we have agreed upon on the phone: the ", hit: false }, { text: "lease", hit: true }, { text: " ends", hit: false }],
              },
            ],
          },
        ],
        progress: { ready: true, indexed: 1, filed: 1 },
      }),
    });
    await user.type(box(), "lease");
    const cell = await screen.findByTitle("zugferd_2p1_EN16931_Einfach_negativePaymentDue.pdf");
    expect(cell.textContent).toBe("zugferd_2p1_…ntDue.pdf: … the phone: the lease ends");
  });

  it("asks once when the person pauses, and drops answers to what is no longer asked", async () => {
    const answers = new Map<string, (page: SearchPage) => void>();
    const { fake } = await open({ Search: (q) => new Promise((answer) => answers.set(q.text, answer)) });
    vi.useFakeTimers();
    const type = (value: string): boolean => fireEvent.change(box(), { target: { value } });
    type("l");
    type("le");
    expect(box().value).toBe("le");
    expect(searches(fake)).toEqual([]);
    await act(async () => vi.advanceTimersByTime(150));
    type("lease");
    await act(async () => vi.advanceTimersByTime(150));
    expect(searches(fake).map(([q, done]) => [q.text, done])).toEqual([["le", false], ["lease", false]]);
    await act(async () => answers.get("lease")?.(found("The lease")));
    screen.getByText("The lease");
    await act(async () => answers.get("le")?.(found("Too late")));
    expect(screen.queryByText("Too late")).toBeNull();
    screen.getByText("The lease");
    type("lease ");
    await act(async () => vi.advanceTimersByTime(150));
    expect(searches(fake).at(-1)?.[1]).toBe(true);
  });

  it("goes with the filters, in the order that the person chooses", async () => {
    const { fake, user } = await open();
    await user.selectOptions(await screen.findByRole("combobox", { name: "Mailbox" }), "info@kantoor.example");
    await user.type(box(), "factuur");
    await waitFor(() => expect(searches(fake).at(-1)?.[0]).toMatchObject({ text: "factuur", mailbox: "info@kantoor.example", sort: "relevance" }));
    await user.selectOptions(screen.getByRole("combobox", { name: "Order" }), "oldest");
    await waitFor(() => expect(searches(fake).at(-1)?.[0]).toMatchObject({ sort: "received", ascending: true }));
    await user.click(screen.getByRole("button", { name: "Date" }));
    await waitFor(() => expect(searches(fake).at(-1)?.[0]).toMatchObject({ sort: "received", ascending: false }));
    expect(screen.queryByRole("button", { name: "Sender" })).toBeNull();
  });

  it("explains a mistake with its place, and corrects it", async () => {
    const { fake, user } = await open({
      Search: search(9, { mistake: { message: "“fron:” is not known here.", remedy: "Did you mean “from:”?", start: 4, length: 5, offer: "from:" } }),
    });
    await user.type(box(), "a🙂 fron:jan");
    const status = (await screen.findByText(/is not known here/)).closest("[role=status]") as HTMLElement;
    expect(status.querySelector("mark")?.textContent).toBe("ron:j");
    await user.click(within(status).getByRole("button", { name: "Use “from:”" }));
    await waitFor(() => expect(searches(fake).at(-1)?.[0].text).toBe("a🙂 ffrom:an"));
    expect(document.activeElement).toBe(box());
  });

  it("offers what it understands, and begins with it", async () => {
    const { user } = await open();
    await user.type(box(), "bakkerij");
    await user.click(screen.getByRole("button", { name: "Search tips" }));
    await user.click(await screen.findByRole("menuitem", { name: /exactly these words/ }));
    await waitFor(() => expect(document.activeElement).toBe(box()));
    await waitFor(() => expect(box().value).toBe('bakkerij ""'));
    expect(box().selectionStart).toBe('bakkerij "'.length);
  });

  it("says what can't be found yet, and looks again when more can", async () => {
    let indexed = 8120;
    const { fake, user } = await open({ Search: async (q) => search(12_846, { progress: { ready: indexed === 12_846, indexed, filed: 12_846 } })(q) });
    await user.type(box(), "factuur");
    await screen.findByText("8,120 of 12,846 mails can be found so far; the rest follows by itself.");
    expect(screen.getByRole("progressbar", { name: "The search is being prepared" }).getAttribute("aria-valuenow")).toBe(String(8120 / 12_846));
    indexed = 12_846;
    fake.emit({ kind: "indexed", done: 12_846, total: 12_846 });
    await waitFor(() => expect(screen.queryByText(/so far/)).toBeNull());
  });

  it("tells why the index can't be read", async () => {
    const { user } = await open({ Search: () => Promise.reject(problem({ message: "The search index can't be opened." })) });
    await user.type(box(), "factuur");
    await screen.findByText("The search index can't be opened.");
  });

  it("turns a wish into a query", () => {
    const wish = { ...everything, text: " lease " };
    expect(queryOf(wish, new Date())).toMatchObject({ text: "lease", sort: "relevance", ascending: false });
    expect(sorted(wish, "received").rank).toBe("newest");
    expect(sorted(sorted(wish, "received"), "received").rank).toBe("oldest");
  });
});

describe("the search index in the settings", () => {
  it("is made anew", async () => {
    let ready = true;
    window.location.hash = "#/settings";
    const fake = install({ ...documentAnswers(), ...settingsAnswers(), SearchProgress: async () => ({ ready, indexed: ready ? 100 : 0, filed: 100 }) });
    render(<App />);
    await screen.findByText("All 100 mails can be found.");
    ready = false;
    await userEvent.setup().click(screen.getByRole("button", { name: "Rebuild" }));
    await screen.findByText("0 of 100 mails can be found so far.");
    expect(fake.asked.some((a) => a.method === "RenewSearch")).toBe(true);
    ready = true;
    fake.emit({ kind: "indexed", done: 100, total: 100 });
    await screen.findByText("All 100 mails can be found.");
  });
});

describe("attachments in the preview", () => {
  it("say what they are and how they stand, and what failed is tried again", async () => {
    window.location.hash = "#/documents/100000";
    let look = preview();
    const fake = install({ ...documentAnswers(), Document: async () => look });
    render(<App />);
    const list = await screen.findByRole("list", { name: "Attachments" });
    within(list).getByText("Being identified");
    within(list).getByText(/protected with a password/);
    look = { ...look, files: look.files.map((f) => ({ ...f, status: f.status === "failed" ? "identifying" : f.status, reason: undefined })) as typeof look.files };
    await userEvent.setup().click(within(list).getByRole("button", { name: "Try again: bijlage.pdf" }));
    expect(fake.asked.find((a) => a.method === "LookAgain")?.args).toEqual(["100000"]);
    fake.emit({ kind: "recognised", id: "100000" });
    await waitFor(() => expect(within(list).queryByText(/protected with a password/)).toBeNull());
    expect(within(list).getAllByText("Being identified").length).toBe(2);
  });
});
