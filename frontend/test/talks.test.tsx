import { render, screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, describe, expect, it, vi } from "vitest";
import { App } from "../src/app/App";
import type { API } from "../src/backend/face";
import { documentAnswers } from "./documents";
import { type Fake, install, problem } from "./fixtures";
import { processingAnswers } from "./processing";
import { talk, talkAnswers } from "./talks";

afterEach(() => vi.unstubAllGlobals());

async function open(place = "", answers: Partial<API> = {}, many = 4) {
  window.location.hash = `#/processing${place && `/${encodeURIComponent(place)}`}`;
  const fake = install({ ...documentAnswers(), ...processingAnswers(), ...talkAnswers(many), ...answers });
  render(<App />);
  await screen.findByRole("heading", { level: 1, name: "Processing" });
  return { fake, user: userEvent.setup() };
}

const last = (fake: Fake, method: string): unknown[] | undefined => fake.asked.findLast((a) => a.method === method)?.args;
const pane = (): HTMLElement => screen.getByRole("region", { name: "The chosen conversation" });
const row = (name: RegExp): Promise<HTMLElement> => screen.findAllByRole("row", { name }).then((list) => list[0] as HTMLElement);

describe("my work", () => {
  it("is the first thing that a member with work sees: why each is there, then mails that need somebody", async () => {
    const { user, fake } = await open("", { AcceptSuggestion: async () => 7 });
    await row(/Claes & Co Loonbrieven oktober.*Overdue since .* · For you/);
    screen.getByRole("tab", { name: "My work 6", selected: true });
    await row(/Peeters BV Vraag over.*2 unread · Nobody assigned · Jan Peeters wrote last/);
    screen.getByText("1 overdue");
    await user.click(await row(/Jan Peeters .*Sender unknown/));
    await within(screen.getByRole("region", { name: "The chosen mail" })).findByText("Which client does this mail belong to?");
    screen.getByRole("grid").focus();
    await user.keyboard("2");
    await waitFor(() => expect(last(fake, "AcceptSuggestion")).toEqual(["100000", 2]));
    await user.click(screen.getByRole("button", { name: "12 mails need somebody" }));
    await screen.findByRole("tab", { name: "Needs you 12", selected: true });
  });

  it("gives way to the list for who has none, and for who is not in the team", async () => {
    await open("", {}, 0);
    await screen.findByRole("tab", { name: "Mails", selected: true });
    screen.getByRole("tab", { name: "My work" });
  });

  it("is no tab for who is not in the team", async () => {
    await open("", talkAnswers(4, false));
    await screen.findByRole("tab", { name: "Mails", selected: true });
    await row(/Jan Peeters/);
    expect(screen.queryByRole("tab", { name: /My work/ })).toBeNull();
  });
});

describe("conversations", () => {
  it("are filtered by state, member, day, unread and client", async () => {
    const { user, fake } = await open("talks");
    await row(/Loonbrieven oktober/);
    await user.click(screen.getByRole("tab", { name: "Waiting for client 1" }));
    await row(/Bankafschrift 12.*Waiting for client · Sofie de Wit answered/);
    await user.click(screen.getByRole("tab", { name: "All" }));
    await user.selectOptions(screen.getByRole("combobox", { name: "Assigned to" }), "nobody");
    await waitFor(() => expect(last(fake, "Conversations")?.[0]).toMatchObject({ state: "", assigned: "nobody", mine: false, dueBy: "", unread: false, client: "" }));
    await user.selectOptions(screen.getByRole("combobox", { name: "Assigned to" }), "me");
    await user.selectOptions(screen.getByRole("combobox", { name: "Due" }), "late");
    await user.selectOptions(screen.getByRole("combobox", { name: "Read or unread" }), "unread");
    await waitFor(() => expect(last(fake, "Conversations")?.[0]).toMatchObject({ assigned: "", mine: true, unread: true, dueBy: expect.stringMatching(/^\d{4}-\d\d-\d\d$/) }));
    await user.click(screen.getByRole("button", { name: "Client" }));
    await user.type(screen.getByRole("searchbox"), "claes");
    await user.click(await screen.findByRole("button", { name: /Claes & Co/ }));
    await waitFor(() => expect(last(fake, "Conversations")?.[0]).toMatchObject({ client: "claes", mine: true }));
    await user.click(await screen.findByRole("button", { name: "Claes & Co" }));
    await waitFor(() => expect(last(fake, "Conversations")?.[0]).toMatchObject({ client: "" }));
  });

  it("are drawn as far as they are in sight", async () => {
    await open("talks", {}, 100_000);
    await row(/Loonbrieven oktober/);
    screen.getByRole("tab", { name: "Open 100,000" });
    expect(screen.getAllByRole("row").length).toBeLessThan(80);
  });

  it("show mails and what came with them, changes, and notes apart from mail, and are read by being looked at", async () => {
    const { fake, user } = await open("talks:00000000000000a1");
    const list = await within(pane()).findByRole("list", { name: "Mails and notes" });
    within(list).getByText("Factuur 2026-118.pdf");
    within(list).getByText(/Jan Vermeer · assigned to Sofie de Wit/);
    within(list).getByText("Also filed from 1 other mailbox");
    const note = within(list).getByText(/He rang/).closest("li") as HTMLElement;
    within(note).getByText(/note, only colleagues see it/);
    within(note).getByText("new");
    await waitFor(() => expect(last(fake, "ReadConversation")).toEqual(["00000000000000a1", 6]), { timeout: 30_000 });
    await user.click(within(list).getByRole("button", { name: "100 earlier" }));
    await within(pane()).findByText("Note 100");
    expect(last(fake, "Conversation")).toEqual(["00000000000000a1", 0, 100]);
    await user.click(within(pane()).getByRole("button", { name: "6 later" }));
    await user.click(await within(pane()).findByRole("button", { name: /^RE: RE: Vraag/ }));
    await within(screen.getByRole("region", { name: "Preview" })).findByRole("button", { name: "Back to the conversation" });
    await user.keyboard("{Escape}");
    await within(pane()).findByText(/He rang/);
  });

  it("are noted, assigned, set and given a day, with undo", async () => {
    const { user, fake } = await open("talks:00000000000000a1");
    const note = await within(pane()).findByRole("textbox", { name: "Write a note" });
    await user.type(note, "Call him{Control>}{Enter}{/Control}");
    await screen.findByText("Noted.");
    expect(last(fake, "NoteConversation")).toEqual(["00000000000000a1", "Call him"]);
    await waitFor(() => expect(note).toHaveProperty("value", ""));
    await user.click(screen.getByRole("button", { name: "Undo" }));
    await screen.findByText("Taken back.");
    await user.selectOptions(within(pane()).getByRole("combobox", { name: "Assigned to" }), await within(pane()).findByRole("option", { name: "Sofie de Wit" }));
    await waitFor(() => expect(last(fake, "AssignConversation")).toEqual(["00000000000000a1", "sofie@kantoor.example"]));
    await user.selectOptions(within(pane()).getByRole("combobox", { name: "State" }), "done");
    await waitFor(() => expect(last(fake, "SetConversation")).toEqual(["00000000000000a1", "done"]));
    await user.type(within(pane()).getByLabelText("Due"), "2026-12-01{Enter}");
    await waitFor(() => expect(last(fake, "DueConversation")).toEqual(["00000000000000a1", "2026-12-01"]));
  });

  it("say in full how the one shows to whom they are assigned, and beside the others whom one can choose", async () => {
    const shows = [
      { address: "sofie@kantoor.example", name: "Sofie de Wit", status: "oof", words: "out until Monday" },
      { address: "jan@kantoor.example", name: "Jan Vermeer", status: "busy", words: "busy until 11:00" },
    ];
    await open("talks:00000000000000a2", { TeamStatus: async () => shows });
    const choice = await within(pane()).findByRole("combobox", { name: "Assigned to" });
    await within(choice).findByRole("option", { name: "Sofie de Wit", selected: true });
    await within(choice).findByRole("option", { name: "Jan Vermeer (busy until 11:00)" });
    const said = within(pane()).getByText("out until Monday");
    expect(choice.getAttribute("aria-describedby")).toBe(said.id);
  });

  it("is not said to be loading where it can't be seen", async () => {
    await open("talks:00000000000000aa", { Conversation: async () => Promise.reject(problem({ message: "There is no such conversation.", remedy: "", detail: "" })) });
    await within(pane()).findByText(/There is no such conversation/);
    within(pane()).getByRole("heading", { name: "The chosen conversation" });
  });

  it("keep a note that was begun, and one that is refused", async () => {
    const { user } = await open("talks", { NoteConversation: async () => Promise.reject(problem({ message: "The note is too long.", remedy: "", detail: "" })) });
    await user.click(await row(/Offerte verbouwing/));
    await user.type(await within(pane()).findByRole("textbox", { name: "Write a note" }), "Half a");
    await user.click(await row(/Loonbrieven oktober/));
    expect(await within(pane()).findByRole("textbox", { name: "Write a note" })).toHaveProperty("value", "");
    await user.click(await row(/Offerte verbouwing/));
    const note = await within(pane()).findByRole("textbox", { name: "Write a note" });
    await waitFor(() => expect(note).toHaveProperty("value", "Half a"));
    await user.click(within(pane()).getByRole("button", { name: "Save note" }));
    await within(pane()).findByText("The note is too long.");
    expect(note).toHaveProperty("value", "Half a");
  });

  it("are asked for anew when somebody says something about them", async () => {
    let subject = "Before";
    const { fake } = await open("talks:00000000000000a1", { Conversation: async (id) => ({ conversation: talk({ id, subject }), total: 0, offset: 0, number: 0, entries: [] }) });
    await within(pane()).findByRole("heading", { name: "Before" });
    subject = "After";
    fake.emit({ kind: "talk", id: "00000000000000a1" });
    await within(pane()).findByRole("heading", { name: "After" });
  });

  it("are opened from a processed mail", async () => {
    const processed = processingAnswers().ProcessingMail as API["ProcessingMail"];
    const { user } = await open("list", { ProcessingMail: async (id) => ({ ...(await processed(id)), conversation: "00000000000000a1" }) });
    await user.click(await screen.findByRole("tab", { name: /^Processed/ }));
    await user.click(await row(/Peter Smit/));
    await user.click(await screen.findByRole("button", { name: "Open conversation" }));
    await within(await screen.findByRole("region", { name: "The chosen conversation" })).findByText(/He rang/);
  });
});
