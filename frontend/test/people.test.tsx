import { act, cleanup, render, screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { describe, expect, it } from "vitest";
import { App } from "../src/app/App";
import { Refused } from "../src/backend/bridge";
import type { API } from "../src/backend/face";
import { app, install, notAllowed, problem } from "./fixtures";
import { feature, morning, peopleAccount, peopleAnswers, taken, teamDay, users } from "./people";

async function open(answers: Partial<API> = {}, place = "") {
  window.location.hash = `#/people${place}`;
  const fake = install({ ...peopleAnswers(), ...answers });
  render(<App />);
  await screen.findByRole("tab", { name: "Who is there" });
  return { fake, user: userEvent.setup() };
}

// In a document without a real focus, what traps it may count the open panel itself as hidden: what is drawn is looked for.
const hidden = true;
const asked = (fake: ReturnType<typeof install>, method: string) => fake.asked.filter((a) => a.method === method).map((a) => a.args);
const rowOf = async (name: string): Promise<HTMLElement> => {
  const row = (await screen.findByText(name)).closest("li");
  if (!row) throw new Error(`no row of ${name}`);
  return row;
};

describe("who is there", () => {
  it("says of each person what they are, until when, and how the day looks, in words as well", async () => {
    await open();
    const tom = within(await rowOf("Tom Müller"));
    tom.getByText("Tentative");
    tom.getByText("free at 10:00");
    tom.getByRole("img", { name: "08:30–17:30 Working hours; 09:30–10:00 Tentative; 13:00–14:00 Busy" });
    within(await rowOf("Fatima El Amrani")).getByText("until 11:00, then busy");
    within(await rowOf("Els van Dijk")).getByText("rest of the day");
    within(await rowOf("Marie Laurent")).getByText(/^back /);
    within(await rowOf("Pieter Janssens")).getByText("Outside working hours");
    within(await rowOf("Jan de Vries")).getByText("You");
  });

  it("is shown anew when somebody's status changes, and on request", async () => {
    let status = "free";
    const { fake, user } = await open({ TeamDay: async () => teamDay(morning(), { team: teamDay(morning()).team.slice(0, 1).map((p) => ({ ...p, status })) }) });
    within(await rowOf("Jan de Vries")).getByText("Available");
    status = "busy";
    act(() => fake.emit({ kind: "presence", account: "account-jan", mailbox: "jan@kantoor.example" }));
    await waitFor(async () => within(await rowOf("Jan de Vries")).getByText("Busy"));
    await user.click(screen.getByRole("button", { name: "Read the calendars now" }));
    await waitFor(() => expect(asked(fake, "TeamDay").some(([, refresh]) => refresh === true)).toBe(true));
  });

  it("shows when people work as the ground of their day", async () => {
    const day = teamDay(morning());
    const at = (hour: number): string => new Date(morning().setHours(hour, 0)).toISOString();
    const [jan, els] = day.team;
    await open({ TeamDay: async () => ({ ...day, team: [{ ...jan!, knowsHours: true, hours: [{ from: at(9), to: at(17) }] }, { ...els!, knowsHours: true }] }) });
    within(await rowOf("Jan de Vries")).getByRole("img", { name: /^09:00–17:00 Working hours; 08:30–09:15 Busy/ });
    within(await rowOf("Els van Dijk")).getByRole("img", { name: "13:00–17:00 Busy" });
    within(screen.getByRole("list", { name: "What the bars mean" })).getByText("Working hours");
  });

  it("leads to the days to come", async () => {
    const { fake, user } = await open();
    await rowOf("Tom Müller");
    await user.click(screen.getByRole("button", { name: "Day after" }));
    await screen.findByRole("heading", { name: "Tomorrow" });
    const days = new Set(asked(fake, "TeamDay").map(([day]) => day));
    expect(days.size).toBe(2);
  });

  it("explains a calendar that can't be read, beside the others", async () => {
    const [jan] = teamDay(morning()).team;
    if (!jan) throw new Error("nobody");
    const unread = { ...jan, own: false, knowsHours: false, hours: undefined, address: "an@kantoor.example", name: "", status: "unknown", until: "", spans: [], problem: problem({ code: "people-unread", message: "Nothing is told about an@kantoor.example." }) };
    await open({ TeamDay: async () => teamDay(morning(), { team: [jan, unread] }) });
    const row = within(await rowOf("an@kantoor.example"));
    row.getByRole("img", { name: "Not known" });
    row.getByText("Nothing is told about an@kantoor.example.");
  });

  it("lets colleagues be chosen by name and by address", async () => {
    const { fake, user } = await open();
    await user.click(await screen.findByRole("button", { name: "Choose people" }));
    await user.type(await screen.findByRole("searchbox", { name: "Name or address", hidden }), "benali");
    await user.click((await screen.findAllByRole("button", { name: "Add: Karim Benali", hidden }))[0] as HTMLElement);
    await waitFor(() => expect(asked(fake, "WatchPeople")).toEqual([[["person00001@kantoor.example"], true]]));
    await waitFor(() => expect(screen.getByRole<HTMLInputElement>("searchbox", { hidden }).value).toBe(""));
    await user.type(screen.getByRole("searchbox", { name: "Name or address", hidden }), "new@other.example");
    await user.click(await screen.findByRole("button", { name: "Add: new@other.example", hidden }));
    await waitFor(() => expect(asked(fake, "WatchPeople")[1]).toEqual([["new@other.example"], true]));
    await user.click(await screen.findByRole("button", { name: "Remove: Tom Müller", hidden }));
    await waitFor(() => expect(asked(fake, "WatchPeople")[2]).toEqual([["tom@kantoor.example"], false]));
  });
});

describe("users", () => {
  it("of a large directory asks for what is in sight, by kind and by name", async () => {
    const { fake, user } = await open(peopleAnswers({ count: 50_000 }), "/users");
    await screen.findByRole("option", { name: "Members (50,000)" });
    await screen.findByText("person00000@kantoor.example");
    expect(document.querySelectorAll("ul li").length).toBeLessThan(120);
    await user.selectOptions(screen.getByRole("combobox", { name: "Which users" }), "guest");
    await screen.findByText("Eva Hartog");
    await user.selectOptions(screen.getByRole("combobox", { name: "Which users" }), "");
    await user.type(screen.getByRole("searchbox"), "wim");
    await screen.findByText("Wim de Boer");
    expect(asked(fake, "Users").every(([q]) => (q as { limit: number }).limit <= 100)).toBe(true);
  });

  it("are read at once after they were switched on, and on request", async () => {
    const none = { on: true, items: [], total: 0, counts: [], read: "", unsure: false };
    const { fake, user } = await open({ Users: async () => none }, "/users");
    await waitFor(() => expect(asked(fake, "SyncUsers").length).toBe(1));
    await user.click(screen.getByRole("button", { name: "Read the directory now" }));
    await waitFor(() => expect(asked(fake, "SyncUsers").length).toBe(2));
  });

  it("are told from rooms and shared mailboxes, or it is said that they can't be", async () => {
    const list = (kind: string, unsure: boolean) => {
      const [one] = users(1);
      return { Users: async () => ({ on: true, items: [{ ...one!, kind, unsure }], total: 1, counts: [{ kind, count: 1 }], read: morning().toISOString(), unsure }) };
    };
    const { user } = await open(list("room", false), "/users");
    await screen.findByText("Room or equipment");
    expect(screen.queryByText(/can.t be told from people here/)).toBeNull();
    await user.selectOptions(screen.getByRole("combobox", { name: "Which users" }), "Rooms and equipment (1)");
    expect(screen.queryByRole("option", { name: /^Shared mailboxes/ })).toBeNull();
    cleanup();
    await open(list("person", true), "/users");
    await screen.findByText("Member, room or shared mailbox");
    await screen.findByText(/can.t be told from people here/);
    await screen.findByRole("option", { name: "Members, rooms and shared mailboxes (1)" });
  });

  it("are tied by one click, and a conflict is explained with what undoes it", async () => {
    const { fake, user } = await open({}, "/users");
    await user.click(await screen.findByRole("button", { name: "Review" }));
    await user.click(await screen.findByRole("button", { name: "Tie jan@kantoor.example to Jan de Vries", hidden }));
    await waitFor(() => expect(asked(fake, "TiePerson")).toEqual([["jan@kantoor.example", "00000000-0000-4000-8000-000000000003"]]));
    await screen.findByText(/One user can’t be two people/);
    await user.click(screen.getAllByRole("button", { name: "Undo the tie of elodie@laurent.example", hidden })[0] as HTMLElement);
    await waitFor(() => expect(asked(fake, "UntiePerson")).toEqual([["elodie@laurent.example"]]));
  });

  it("are tied by an object id; what is refused stays to be corrected", async () => {
    const { user } = await open(
      {
        TiePerson: async () => {
          throw new Refused(taken);
        },
      },
      "/users",
    );
    await user.click(await screen.findByRole("button", { name: "Same person" }));
    await user.type(await screen.findByRole("textbox", { name: "Address known here", hidden }), "l@kantoor.example");
    await user.type(screen.getByRole("textbox", { name: /Object id/, hidden }), "00000000-0000-4000-8000-000000000002");
    await user.click(screen.getByRole("button", { name: "Tie", hidden }));
    await screen.findByText(/One user can.t be two members/);
    expect(screen.getByRole<HTMLInputElement>("textbox", { name: "Address known here", hidden }).value).toBe("l@kantoor.example");
  });
});

describe("switching on and off", () => {
  it("asks Microsoft in the browser, can be cancelled, and leads to what is on", async () => {
    const { fake, user } = await open(peopleAnswers({ off: true }));
    await user.click(await screen.findByRole("button", { name: "Switch on" }));
    expect(asked(fake, "PeopleOn")).toEqual([["account-jan", "status", false]]);
    await screen.findByRole("heading", { name: "Asking Microsoft" });
    act(() => fake.emit({ kind: "connect:waiting", url: "https://login.example/" }));
    await screen.findByRole("heading", { name: "Sign in in your browser" });
    await user.click(screen.getByRole("button", { name: "What will Microsoft ask me?" }));
    await screen.findByText("Calendars.Read");
    await user.click(screen.getByRole("button", { name: "Close", hidden }));
    await user.click(await screen.findByRole("button", { name: "Cancel" }));
    expect(asked(fake, "CancelConnect").length).toBe(1);
    await user.click(await screen.findByRole("button", { name: "Switch on" }));
    act(() => fake.emit({ kind: "connect:done", account: "account-jan", mailbox: "jan@kantoor.example" }));
    await screen.findByRole("tab", { name: "Who is there", selected: true });
  });

  it("says what to do when an administrator has to agree", async () => {
    const { fake, user } = await open(peopleAnswers({ off: true }), "/users");
    await user.click(await screen.findByRole("button", { name: "Switch on" }));
    const link = "https://login.microsoftonline.com/organizations/adminconsent?client_id=x";
    act(() => fake.emit({ kind: "connect:failed", problem: problem({ code: "people-declined", message: "The permission was not granted.", remedy: "Send your administrator the link.", link }) }));
    await screen.findByRole("heading", { name: "It was not switched on" });
    await screen.findByText("Send your administrator the link.");
    await user.click(screen.getByRole("button", { name: "Copy link" }));
    await waitFor(() => expect(asked(fake, "Copy")).toEqual([[link]]));
  });

  it("asks on switching off whether to forget what was read", async () => {
    const { fake, user } = await open({}, "/features");
    await user.click(await screen.findByRole("switch", { name: "Calendar status" }));
    await user.click(await screen.findByRole("checkbox", { name: "Forget what it has read", hidden }));
    await user.click(await screen.findByRole("button", { name: "Switch off", hidden }));
    await waitFor(() => expect(asked(fake, "PeopleOff")).toEqual([["account-jan", "status", true]]));
  });

  it("shows the status in Teams where the calendar is read, and takes it back without a question", async () => {
    const { fake, user } = await open({ People: async () => [peopleAccount({ features: [feature("status"), feature("teams")] }), peopleAccount({ account: "account-an", address: "an@kantoor.example", features: [feature("status", false), feature("teams", false)] })] }, "/features");
    await user.click(await screen.findByRole("switch", { name: "Status in Teams" }));
    await waitFor(() => expect(asked(fake, "PeopleOff")).toEqual([["account-jan", "teams", false]]));
  });

  it("names the permissions, and offers a personal account what it can have", async () => {
    await open({ People: async () => [peopleAccount({ kind: "personal", address: "jan@outlook.example", features: [feature("status", false)] })] }, "/features");
    await screen.findByText("Calendars.Read");
    expect(screen.queryByRole("switch", { name: "Users of the organisation" })).toBeNull();
    await screen.findByText(/A personal account has no organisation/);
  });

  it("is for those who may change settings", async () => {
    await open({ ...peopleAnswers({ off: true }), App: async () => app({ access: notAllowed() }) }, "/features");
    expect((await screen.findByRole<HTMLInputElement>("switch", { name: "Calendar status" })).disabled).toBe(true);
  });
});
