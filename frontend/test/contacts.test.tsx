import { render, screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { describe, expect, it } from "vitest";
import { App } from "../src/app/App";
import { Refused } from "../src/backend/bridge";
import type { API } from "../src/backend/face";
import { install, problem } from "./fixtures";
import { contactFolders, pass, peopleAnswers } from "./people";
import { mail, processingAnswers } from "./processing";

async function open(answers: Partial<API> = {}, place = "/contacts") {
  window.location.hash = `#/people${place}`;
  const fake = install({ ...peopleAnswers(), ...answers });
  render(<App />);
  await screen.findByRole("tab", { name: "Contacts" });
  return { fake, user: userEvent.setup() };
}

// In a document without a real focus, what traps it may count the open panel itself as hidden: what is drawn is looked for.
const hidden = true;
const asked = (fake: ReturnType<typeof install>, method: string) => fake.asked.filter((a) => a.method === method).map((a) => a.args);

describe("contacts", () => {
  it("of a large address book asks for what is in sight, by folder and by words", async () => {
    const { fake, user } = await open(peopleAnswers({ count: 2_000 }));
    await screen.findByRole("button", { name: "Without a name" });
    expect(document.querySelectorAll("ul li").length).toBeLessThan(120);
    screen.getByText(/^Your contacts are private/);
    screen.getByText("Probably the one above");
    await user.selectOptions(screen.getByRole("combobox", { name: "Which contacts" }), "account-an folder-3");
    await waitFor(() => expect(asked(fake, "Contacts").at(-1)).toEqual([{ own: false, visible: false, account: "account-an", folder: "folder-3", text: "", offset: 0, limit: 100 }]));
    await user.selectOptions(screen.getByRole("combobox", { name: "Which contacts" }), "visible");
    await user.type(screen.getByRole("searchbox"), "jan");
    await waitFor(() => expect(asked(fake, "Contacts").at(-1)).toEqual([{ own: false, visible: true, account: "", folder: "", text: "jan", offset: 0, limit: 100 }]));
  });

  it("are shared with the office one by one and by folder, by their owner alone", async () => {
    const { fake, user } = await open();
    await user.click((await screen.findAllByRole("button", { name: "Karim Benali" }))[0] as HTMLElement);
    const panel = within(await screen.findByRole("dialog", { name: "Karim Benali", hidden }));
    panel.getByText("Probably the same person");
    panel.getByText("From an@kantoor.example");
    await user.click(panel.getByRole("switch", { name: "Visible to the office", hidden }));
    await waitFor(() => expect(asked(fake, "ShowContacts")).toEqual([["account-jan", ["contact-1"], true]]));
    await user.click(panel.getByRole("button", { name: "Close", hidden }));
    await user.click((await screen.findAllByRole("button", { name: "Folders", hidden }))[0] as HTMLElement);
    await screen.findByText("1 distribution list is not read: Microsoft doesn’t allow it.");
    expect(screen.getAllByRole("switch", { hidden }).length).toBe(contactFolders.filter((f) => f.own).length);
    await user.click(screen.getByRole("switch", { name: "“Contacts/Klanten” visible to the office", hidden }));
    await waitFor(() => expect(asked(fake, "ShowContacts")[1]).toEqual(["account-jan", ["folder-2"], false]));
  });

  it("of somebody else can be looked at, not shared", async () => {
    const { user } = await open();
    await user.click((await screen.findAllByRole("button", { name: "Karim Benali" }))[1] as HTMLElement);
    await screen.findByRole("dialog", { name: "Karim Benali", hidden });
    expect(screen.queryByRole("switch", { hidden })).toBeNull();
  });

  it("are exported as they are listed, and become clients after a preview that can be taken back", async () => {
    const { fake, user } = await open();
    await screen.findByRole("button", { name: "Without a name" });
    await user.click(screen.getByRole("button", { name: "Export" }));
    await user.click(await screen.findByRole("menuitem", { name: "As a table (CSV)" }));
    await screen.findByText("Saved: /home/jan/contacts.csv");
    await user.click(screen.getByRole("button", { name: "Make clients" }));
    await screen.findByText("New: 2. With new addresses: 1.");
    await screen.findByText("It has no mail address.");
    expect(asked(fake, "ClientsFromContacts").every(([, preview]) => preview === true)).toBe(true);
    await user.click(screen.getByRole("button", { name: "Make 3 clients", hidden }));
    await screen.findByText("3 clients were made of contacts. 4 mails were waiting for this.");
    expect(asked(fake, "ClientsFromContacts").at(-1)?.[1]).toBe(false);
  });

  it("can be switched on where they are off", async () => {
    const { fake, user } = await open(peopleAnswers({ off: true }));
    await screen.findByRole("heading", { name: "Contacts are not read" });
    await user.click(screen.getByRole("button", { name: "Switch on" }));
    await waitFor(() => expect(asked(fake, "PeopleOn")).toEqual([["account-jan", "contacts", false]]));
  });
});

describe("passing on", () => {
  it("to a web address shows the secret once, and says how a try went", async () => {
    let there = false;
    const { fake, user } = await open(
      {
        Passes: async () => [pass("webhook", there ? { on: true, host: "pbx.kantoor.example" } : {}), pass("command")],
        PassToWebhook: async () => {
          there = true;
          return pass("webhook", { on: true, secret: "whsec_example" });
        },
        TryPassing: async () => Promise.reject(new Refused(problem({ code: "pass-answer", message: "pbx.kantoor.example does not take it." }))),
      },
      "/features",
    );
    await user.click(await screen.findByRole("switch", { name: "To a web address" }));
    const address = await screen.findByRole("textbox", { name: "Address", hidden });
    await user.clear(address);
    await user.type(address, "https://pbx.kantoor.example/status");
    await user.click(screen.getByRole("checkbox", { name: "It stands in our own network", hidden }));
    await user.click(screen.getByRole("button", { name: "Switch on", hidden }));
    await screen.findByText("whsec_example");
    expect(asked(fake, "PassToWebhook")).toEqual([[{ url: "https://pbx.kantoor.example/status", team: false, inside: true, newSecret: false }]]);
    await user.click(screen.getByRole("button", { name: "I have noted it", hidden }));
    await waitFor(() => expect(screen.queryByText("whsec_example")).toBeNull());
    await user.click(await screen.findByRole("button", { name: "Try it: To a web address" }));
    await screen.findByText("pbx.kantoor.example does not take it.");
  });

  it("to a web address takes an own secret and an own authority, and keeps or drops the latter", async () => {
    const { fake, user } = await open({ Passes: async () => [pass("webhook", { on: true, host: "pbx.kantoor.example", ownCA: true }), pass("command")], PassToWebhook: async () => pass("webhook", { on: true }) }, "/features");
    const change = async (): Promise<void> => user.click(await screen.findByRole("button", { name: "Change: To a web address", hidden }));
    const save = async (): Promise<void> => {
      await user.click(screen.getByRole("button", { name: "Switch on", hidden }));
      await waitFor(() => expect(screen.queryByRole("dialog", { hidden })).toBeNull());
    };
    const sent = () => asked(fake, "PassToWebhook").at(-1)?.[0];
    await change();
    expect(screen.getByRole("textbox", { name: "Your own certificate authority", hidden })).toHaveProperty("value", "One is kept");
    await save();
    expect(sent()).toEqual({ url: "https://pbx.kantoor.example/", team: false, inside: false, newSecret: false });
    await change();
    await user.type(screen.getByLabelText("Your own secret"), "whsec_example");
    expect(screen.queryByRole("checkbox", { name: "Make a new secret", hidden })).toBeNull();
    await user.click(screen.getByRole("button", { name: "Take away", hidden }));
    await save();
    expect(sent()).toMatchObject({ secret: "whsec_example", dropCA: true });
    await change();
    await user.click(screen.getByRole("button", { name: "Take away", hidden }));
    await user.click(screen.getByRole("button", { name: "Choose", hidden }));
    await waitFor(() => expect(screen.getByRole("textbox", { name: "Your own certificate authority", hidden })).toHaveProperty("value", "authority.pem"));
    await save();
    expect(sent()).toMatchObject({ ca: "/home/jan/authority.pem" });
    expect(sent()).not.toHaveProperty("dropCA", true);
  });

  it("to a program takes its arguments, tries it, and stops", async () => {
    const { fake, user } = await open({ Passes: async () => [pass("webhook"), pass("command", { on: true, program: "/opt/status.sh", args: ["/etc/extensions"] })] }, "/features");
    await user.click(await screen.findByRole("button", { name: "Change: To a program of this computer" }));
    await user.click(await screen.findByRole("button", { name: "Choose", hidden }));
    await user.click(screen.getByRole("button", { name: "One more argument", hidden }));
    await user.type(screen.getByRole("textbox", { name: "Argument 2", hidden }), "two words");
    await user.click(screen.getByRole("button", { name: "Switch on", hidden }));
    await waitFor(() => expect(asked(fake, "PassToCommand")).toEqual([[{ program: "/opt/postroom/asterisk-status.sh", args: ["/etc/extensions", "two words"], team: false }]]));
    await user.click(await screen.findByRole("button", { name: "Try it: To a program of this computer" }));
    await screen.findByText("The program ran and said that all is well.");
    await user.click(screen.getByRole("switch", { name: "To a program of this computer" }));
    await waitFor(() => expect(asked(fake, "StopPassing")).toEqual([["command"]]));
  });

  it("is explained to whoever sets up the other side", async () => {
    const { user } = await open({}, "/features");
    await user.click(await screen.findByRole("button", { name: "How it works" }));
    await screen.findByRole("heading", { name: "The message", hidden });
  });
});

describe("users and the team", () => {
  it("are proposed, accepted, refused, and a conflict leads to the team", async () => {
    const { fake, user } = await open({ DecideProposal: async () => 2 }, "/users");
    await screen.findByText("3 users and the team: there is something to decide.");
    await user.click(screen.getByRole("button", { name: "Review: Team" }));
    await user.click(await screen.findByRole("button", { name: "Add: Karim Benali", hidden }));
    await waitFor(() => expect(asked(fake, "DecideProposal")).toEqual([["user-1", "add", true]]));
    await screen.findByText("Done: Karim Benali 2 mails were waiting for this.");
    await user.click(screen.getByRole("button", { name: "No: Piet Maes", hidden }));
    await waitFor(() => expect(asked(fake, "DecideProposal")[1]).toEqual(["user-2", "left", false]));
    await user.selectOptions(screen.getByRole("combobox", { name: "Users who are no members yet", hidden }), "add");
    await waitFor(() => expect(asked(fake, "SetTeamFromUsers")).toEqual([["add"]]));
    await user.click(screen.getByRole("button", { name: "To the team: Élodie Laurent", hidden }));
    await waitFor(() => expect(window.location.hash).toBe("#/processing/team"));
  });
});

describe("who is away", () => {
  it("is said beside the members of the team, and of those who take part in a mail", async () => {
    const done = mail({ id: "0000000000000001", state: "processed", reason: "", people: ["Jan Vermeer", "Sofie de Wit"], client: { id: "peeters", name: "Peeters BV", number: "1001" } });
    install({ ...processingAnswers(), ...peopleAnswers(), ProcessingMail: async () => done });
    window.location.hash = "#/processing/team";
    const { unmount } = render(<App />);
    await screen.findByText("Sofie de Wit (out until Monday)");
    unmount();
    window.location.hash = `#/processing/${done.id}`;
    render(<App />);
    await screen.findByText(/Sofie de Wit \(out until Monday\)/);
  });
});
