// An organisation's answers, for tests of the page. The names are made up.
import type { Account, Address, API, OrganisationGuide } from "../src/backend/face";
import { account, mailbox, problem } from "./fixtures";

export const organisationId = "00000000-0000-4000-8000-00000000da30.kantoor";

export const organisation = (part: Partial<Account["organisation"] & object> = {}, active = 2): Account =>
  account({
    id: organisationId,
    kind: "organisation",
    address: "kantoor.example",
    name: "Kantoor Janssens",
    mailboxes: Array.from({ length: active }, (_, i) => mailbox({ address: addresses()[i]?.address ?? `m${i}@kantoor.example`, kind: "activated", everything: true, folders: 9 })),
    organisation: {
      clientId: "00000000-0000-4000-8000-00000000da30",
      tenant: "11111111-0000-4000-8000-000000000001",
      credential: "secret",
      expires: "2027-11-22T00:00:00Z",
      on: true,
      active,
      listed: 1204,
      ...part,
    },
  });

export const warning = problem({
  code: "credential-expires",
  message: "The client secret of kantoor.example expires on 2026-12-10. After that, nothing is read until there is a new one.",
  remedy: "Make a new one in the app registration, and connect the organisation again with the same client id. Nothing else changes.",
  who: "administrator",
});

export const excluded = (address: string) =>
  problem({
    code: "mailbox-excluded",
    message: `The app may read mail in this organisation, but not in ${address}: the mailbox lies outside of what the administrator has released for it.`,
    remedy: "Add the mailbox to the management scope of the app in Exchange (RBAC for Applications), or to the group of its access policy. A change can take an hour or more to work.",
    who: "administrator",
  });

const people = ["Els Bakker", "Karim Benali", "Élodie Laurent", "Jürgen Müller", "Sofie de Wit", "Anke Weiß", "Ruud Jansen", "Marieke Visser"];

/** addresses makes a directory: shared mailboxes first, then rooms, then people. */
export function addresses(count = 1204): Address[] {
  const list: Address[] = [
    { address: "facturen@kantoor.example", name: "Facturen", kind: "shared", active: true, state: "ok", before: 0 },
    { address: "info@kantoor.example", name: "Kantoor Janssens", kind: "shared", active: true, state: "waiting", before: 0 },
    { address: "directie@kantoor.example", name: "Directie", kind: "user", active: false, state: "excluded", before: 0, problem: excluded("directie@kantoor.example") },
    { address: "lonen@kantoor.example", name: "Lonen en personeelszaken", kind: "shared", active: false, state: "available", before: 0 },
    { address: "vergaderzaal@kantoor.example", name: "Vergaderzaal Domtoren", kind: "room", active: false, state: "available", before: 0 },
  ];
  for (let i = list.length; i < count; i++)
    list.push({ address: `person${String(i).padStart(4, "0")}@kantoor.example`, name: people[i % people.length] ?? "", kind: "user", active: false, state: "available", before: 0 });
  return list.slice(0, count);
}

export const guide = (): OrganisationGuide => ({
  page: "https://entra.microsoft.com/",
  steps: [
    { title: "Register the app", text: "Open Microsoft Entra as an administrator: App registrations, New registration. Fill this in; a redirect URI is not needed.", values: [{ label: "Name", value: "Postroom", why: "", command: false }, { label: "Supported account types", value: "Accounts in this organizational directory only", why: "", command: false }] },
    { title: "Grant permissions", text: "Choose API permissions, Add a permission, Microsoft Graph, Application permissions.", values: [{ label: "Permission", value: "User.ReadBasic.All", why: "lists the organisation's addresses", command: false }] },
    { title: "Make a certificate or a secret", text: "A certificate is the better choice.", values: [{ label: "Certificate on Linux or macOS", value: "openssl req -x509 -newkey rsa:2048 -nodes -days 730 -subj \"/CN=Postroom\" -keyout postroom.key -out postroom.cer", why: "", command: true }] },
    { title: "Release the mailboxes that are meant", text: "In Exchange Online PowerShell.", values: [{ label: "Allow the app to read mail there", value: "New-ManagementRoleAssignment -Name \"Postroom reads mail\" -App {clientId} -Role \"Application Mail.Read\" -CustomResourceScope \"Postroom mailboxes\"", why: "", command: true }] },
  ],
});

/** organisationAnswers are those of a program with an organisation of so many addresses. */
export function organisationAnswers(count = 1204): Partial<API> {
  const all = addresses(count);
  const change = (names: string[], active: boolean): Address[] =>
    names.map((name) => {
      const one = all.find((a) => a.address === name) ?? { address: name, name: "", kind: "user", active: false, state: "available", before: 0 };
      if (active && one.state === "excluded") return { ...one, problem: excluded(name) };
      one.active = active;
      one.state = active ? "ok" : "available";
      return { ...one, before: active ? 120 : 0 };
    });
  return {
    OrganisationGuide: async () => guide(),
    Addresses: async (_, q) => {
      const found = all.filter((a) => (!q.active || a.active) && `${a.address} ${a.name}`.toLowerCase().includes(q.text.toLowerCase()));
      return {
        items: found.slice(q.offset, q.offset + q.limit).map((a) => ({ ...a })),
        total: found.length,
        active: all.filter((a) => a.active).length,
        read: "2026-11-20T11:00:00Z",
        kinds: true,
      };
    },
    Activate: async (_, names) => change(names, true),
    Deactivate: async (_, names) => change(names, false),
    SwitchOrganisation: async () => undefined,
    ConnectOrganisation: async () => organisationId,
    ChooseCertificate: async () => ({ path: "/home/jan/postroom.pfx", name: "postroom.pfx" }),
  };
}
