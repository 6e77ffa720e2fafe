import { act, render, screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { describe, expect, it } from "vitest";
import { App } from "../src/app/App";
import type { API } from "../src/backend/face";
import { app, install, notAllowed, overview, problem } from "./fixtures";
import { excluded, guide, organisation, organisationAnswers, organisationId, warning } from "./organisation";

async function open(place: string, answers: Partial<API> = {}) {
  window.location.hash = `#/mailboxes/${encodeURIComponent(place)}`;
  const fake = install({ ...organisationAnswers(), Accounts: async () => [organisation()], ...answers });
  render(<App />);
  return { fake, user: userEvent.setup() };
}

const sent = (fake: ReturnType<typeof install>, method: string): unknown[][] => fake.asked.filter((a) => a.method === method).map((a) => a.args);
const clientId = "00000000-0000-4000-8000-00000000da30";

describe("the form of an organisation", () => {
  it("says what is missing before anybody is asked, and leads to the first of it", async () => {
    const { fake, user } = await open("organisation:");
    await user.click(await screen.findByRole("button", { name: "Test and connect" }));
    await screen.findByText("Enter the tenant or the token endpoint.");
    screen.getByText(/This is no client id/);
    screen.getByText("Enter the value of the client secret.");
    await waitFor(() => expect(document.activeElement).toBe(screen.getByLabelText("Tenant or token endpoint")));
    expect(sent(fake, "ConnectOrganisation")).toEqual([]);
  });

  it("connects with a secret and leads to the addresses", async () => {
    const { fake, user } = await open("organisation:");
    await user.type(await screen.findByLabelText("Tenant or token endpoint"), " kantoor.example ");
    await user.type(screen.getByLabelText("Application (client) ID"), clientId);
    await user.type(screen.getByLabelText("Client secret", { selector: "input[type=password]" }), "example-secret");
    await user.type(screen.getByLabelText("Expires on"), "2028-11-22");
    await user.click(screen.getByRole("button", { name: "Test and connect" }));
    await waitFor(() => expect(window.location.hash).toBe(`#/mailboxes/${encodeURIComponent(`addresses:${organisationId}`)}`));
    expect(sent(fake, "ConnectOrganisation")).toEqual([
      [{ tenant: "kantoor.example", clientId, secret: "example-secret", expires: "2028-11-22", certificate: "", password: "" }],
    ]);
  });

  it("connects with a certificate that is chosen through the program", async () => {
    const { fake, user } = await open("organisation:");
    await user.type(await screen.findByLabelText("Tenant or token endpoint"), "kantoor.example");
    await user.type(screen.getByLabelText("Application (client) ID"), clientId);
    await user.click(screen.getByRole("radio", { name: "Certificate" }));
    await user.click(screen.getByText("Choose file…"));
    await screen.findByText("postroom.pfx");
    await user.type(screen.getByLabelText("Password of the file"), "example");
    await user.click(screen.getByRole("button", { name: "Test and connect" }));
    await waitFor(() =>
      expect(sent(fake, "ConnectOrganisation")).toEqual([
        [{ tenant: "kantoor.example", clientId, secret: "", expires: "", certificate: "/home/jan/postroom.pfx", password: "example" }],
      ]),
    );
  });

  it("puts a refusal below the field that it is about, and unfolds the step that cures it", async () => {
    const refused = problem({ code: "AADSTS7000215", message: "The client secret is wrong.", remedy: "Enter its VALUE." });
    const { user } = await open("organisation:", {
      OrganisationGuide: async () => ({ ...guide(), demo: { tenant: "kantoor.example", clientId, secret: "example-wrong", expires: "", certificate: "", password: "" } }),
      ConnectOrganisation: async () => {
        throw refused;
      },
    });
    await user.click(await screen.findByRole("button", { name: "Fill in its values" }));
    expect(screen.getByText("Make a certificate or a secret").closest("details")?.open).toBe(false);
    await user.click(screen.getByRole("button", { name: "Test and connect" }));
    const told = await screen.findByText("The client secret is wrong.");
    const field = screen.getByLabelText("Client secret", { selector: "input[type=password]" });
    expect(field.closest("div.fui-Field")?.parentElement?.contains(told)).toBe(true);
    await waitFor(() => expect(document.activeElement).toBe(field));
    expect(screen.getByText("Make a certificate or a secret").closest("details")?.open).toBe(true);
  });

  it("puts the client id into the commands to be copied", async () => {
    const { fake, user } = await open("organisation:");
    await user.type(await screen.findByLabelText("Application (client) ID"), clientId);
    await user.click(screen.getByText("Release the mailboxes that are meant"));
    await user.click(screen.getByRole("button", { name: "Copy “Allow the app to read mail there”", hidden: true }));
    await waitFor(() => expect(String(sent(fake, "Copy")[0]?.[0])).toContain(`-App ${clientId} -Role`));
  });

  it("renews: tenant and client id stand fast, and it leads back to the card", async () => {
    const { fake, user } = await open(`organisation:${organisationId}`, { Accounts: async () => [organisation({ warning, expires: "2026-12-10T00:00:00Z" })] });
    await screen.findByRole("heading", { name: "Renew the secret of Kantoor Janssens" });
    expect(((await screen.findByLabelText("Application (client) ID")) as HTMLInputElement).readOnly).toBe(true);
    await user.type(screen.getByLabelText("Client secret", { selector: "input[type=password]" }), "example-new");
    await user.click(screen.getByRole("button", { name: "Test and renew" }));
    await waitFor(() => expect(window.location.hash).toBe(`#/mailboxes/${encodeURIComponent(organisationId)}`));
    expect(sent(fake, "ConnectOrganisation")[0]?.[0]).toMatchObject({ clientId, secret: "example-new" });
    await screen.findByRole("region", { name: "Kantoor Janssens" });
  });
});

describe("the card of an organisation", () => {
  it("tells its state and is switched off and on", async () => {
    const { fake, user } = await open(organisationId);
    const panel = await screen.findByRole("region", { name: "Kantoor Janssens" });
    within(panel).getByText("2 of 1,204 addresses are active");
    within(panel).getByText(/Lasts until 22 November 2027/);
    await user.click(within(panel).getByRole("switch"));
    await waitFor(() => expect(sent(fake, "SwitchOrganisation")).toEqual([[organisationId, false]]));
  });

  it("warns of a secret that ends and leads to the form", async () => {
    const { user } = await open(organisationId, { Accounts: async () => [organisation({ warning })] });
    const alert = await screen.findByRole("alert");
    within(alert).getByText(warning.message);
    await user.click(within(alert).getByRole("button", { name: "Renew" }));
    await screen.findByRole("heading", { name: "Renew the secret of Kantoor Janssens" });
  });

  it("leads from the Overview to what is to be done", async () => {
    window.location.hash = "#/overview";
    install({
      ...organisationAnswers(),
      Accounts: async () => [organisation()],
      Overview: async () => overview({ needs: [{ kind: "credential", target: organisationId, title: warning.message, text: warning.remedy, count: 0, action: "renew", problem: warning }] }),
    });
    render(<App />);
    await userEvent.setup().click(await screen.findByRole("button", { name: "Renew" }));
    await screen.findByRole("heading", { name: "Renew the secret of Kantoor Janssens" });
  });

  it("shows everything and changes nothing for who is not in the settings group", async () => {
    await open(organisationId, { App: async () => app({ access: notAllowed() }) });
    const panel = await screen.findByRole("region", { name: "Kantoor Janssens" });
    expect((within(panel).getByRole("switch") as HTMLInputElement).disabled).toBe(true);
    expect((within(panel).getByRole("button", { name: "Renew" }) as HTMLButtonElement).disabled).toBe(true);
    act(() => within(panel).getByRole("button", { name: "Addresses" }).click());
    const row = await screen.findByRole("button", { name: "Activate lonen@kantoor.example" });
    expect((row as HTMLButtonElement).disabled).toBe(true);
  });
});

describe("the addresses of an organisation", () => {
  const place = `addresses:${organisationId}`;

  it("draws what is in sight of a directory of any size, and finds by name", async () => {
    const { fake, user } = await open(place, organisationAnswers(20_000));
    await screen.findByText("facturen@kantoor.example");
    expect(within(screen.getByRole("list", { name: "Addresses" })).getAllByRole("listitem").length).toBeLessThan(80);
    await user.type(screen.getByRole("searchbox"), "lonen");
    await waitFor(() => expect(within(screen.getByRole("list", { name: "Addresses" })).getAllByRole("listitem")).toHaveLength(1));
    expect(sent(fake, "Addresses").every(([, q]) => (q as { limit: number }).limit === 100)).toBe(true);
  });

  it("activates one, and explains in its place why another can't be", async () => {
    const { fake, user } = await open(place);
    await user.click(await screen.findByRole("button", { name: "Activate lonen@kantoor.example" }));
    await screen.findByRole("button", { name: "Deactivate lonen@kantoor.example" });
    await screen.findByText(/lonen@kantoor.example is active. 120 mails/);
    await user.click(screen.getByRole("button", { name: "Activate directie@kantoor.example" }));
    const why = await screen.findByText(excluded("directie@kantoor.example").message);
    const row = why.closest("li") as HTMLElement;
    within(row).getByText("directie@kantoor.example");
    await user.click(within(row).getByRole("button", { name: "Close" }));
    await waitFor(() => expect(screen.queryByText(excluded("directie@kantoor.example").message)).toBeNull());
    expect(sent(fake, "Activate")).toEqual([[organisationId, ["lonen@kantoor.example"]], [organisationId, ["directie@kantoor.example"]]]);
  });

  it("activates several at once, in parts", async () => {
    const { fake, user } = await open(place);
    await screen.findByText("facturen@kantoor.example");
    for (let i = 5; i < 15; i++) await user.click(screen.getByRole("checkbox", { name: `Choose person${String(i).padStart(4, "0")}@kantoor.example` }));
    screen.getByText("10 addresses chosen");
    await user.click(screen.getByRole("button", { name: "Activate 10" }));
    await waitFor(() => expect(sent(fake, "Activate").map(([, list]) => (list as string[]).length)).toEqual([8, 2]));
    await screen.findByText(/10 addresses are active/);
  });

  it("deactivates after saying what stays", async () => {
    const { fake, user } = await open(place);
    await user.click(await screen.findByRole("button", { name: "Deactivate facturen@kantoor.example" }));
    const dialog = await screen.findByRole("dialog");
    within(dialog).getByText("Documents and history stay where they are.");
    expect(sent(fake, "Deactivate")).toEqual([]);
    await user.click(within(dialog).getByRole("button", { name: "Deactivate" }));
    await waitFor(() => expect(sent(fake, "Deactivate")).toEqual([[organisationId, ["facturen@kantoor.example"]]]));
    await screen.findByRole("button", { name: "Activate facturen@kantoor.example" });
  });

  it("activates an address that is known although the directory may not be listed", async () => {
    const { fake, user } = await open(place, {
      Addresses: async () => {
        throw problem({ code: "directory-permission-missing", message: "The app may not list the organisation's addresses." });
      },
    });
    await screen.findByText("The app may not list the organisation's addresses.");
    await user.type(screen.getByRole("searchbox"), "new@kantoor.example");
    await user.click(await screen.findByRole("button", { name: "Activate new@kantoor.example" }));
    await waitFor(() => expect(sent(fake, "Activate")).toEqual([[organisationId, ["new@kantoor.example"]]]));
  });

  it("is walked through with the arrow keys", async () => {
    const { user } = await open(place);
    const first = await screen.findByRole("button", { name: "Deactivate facturen@kantoor.example" });
    act(() => first.focus());
    await user.keyboard("{ArrowDown}{ArrowDown}");
    expect(document.activeElement).toBe(screen.getByRole("button", { name: "Activate directie@kantoor.example" }));
    await user.keyboard("{ArrowUp}");
    expect(document.activeElement).toBe(screen.getByRole("button", { name: "Deactivate info@kantoor.example" }));
  });
});
