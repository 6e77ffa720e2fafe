// Typed examples of what the program answers, for tests of the page. The names are made up.
import type {
  Access,
  Account,
  API,
  App,
  Check,
  Event,
  Folder,
  FolderTree,
  Mailbox,
  Overview,
  Permission,
  Problem,
  Selection,
  SharedCommands,
} from "../src/backend/face";
import { nothingKnown } from "../src/rooms/mailboxes/entries";

export const noon = "2026-11-20T11:00:00Z";

export const problem = (part: Partial<Problem> = {}): Problem => ({
  code: "sign-in-needed",
  message: "The connection of facturen@kantoor.example is no longer active.",
  remedy: "Sign in again. Folders, history and what was filed stay as they are.",
  who: "you",
  detail: "AADSTS50173: the grant has expired; request-id 00000000-0000-0000-0000-00000000abcd",
  link: "",
  since: "2026-11-20T15:10:00Z",
  retry: "",
  ...part,
});

export const app = (part: Partial<App> = {}): App => ({
  version: "1.0.0",
  platform: "linux",
  language: "en",
  languageSetting: "",
  languages: [
    { code: "en", name: "English" },
    { code: "nl", name: "Nederlands" },
    { code: "fr", name: "Français" },
    { code: "de", name: "Deutsch" },
  ],
  appearance: "system",
  demo: false,
  hasClientId: true,
  kinds: ["work", "personal"],
  accounts: 2,
  managed: [],
  access: { limited: false, may: true, group: "" },
  dataFolder: "/home/jan/.local/share/postroom",
  policyFile: "",
  destination: "/home/jan/Documents/Postroom",
  keyFile: "",
  tray: true,
  ...part,
});

/** notAllowed is what who is not in the settings group is told. */
export const notAllowed = (): Access => ({
  limited: true,
  may: false,
  group: "the IT team",
  problem: problem({
    code: "access-denied",
    message: "Access denied: ask a member of “the IT team”.",
    remedy: "Only they can change settings and connections here. What is set up goes on working; you can sign in again, sync, pause and retry yourself.",
  }),
});

export const mailbox = (part: Partial<Mailbox> = {}): Mailbox => ({
  ...nothingKnown,
  address: "jan@kantoor.example",
  state: "ok",
  lastSync: new Date(Date.now() - 60_000).toISOString(),
  folders: 7,
  filed: 379,
  ...part,
});

export const account = (part: Partial<Account> = {}): Account => ({
  id: "account-jan",
  kind: "work",
  address: "jan@kantoor.example",
  name: "Jan Vermeer",
  state: "active",
  connected: "2026-03-03T09:00:00Z",
  mailboxes: [mailbox()],
  ...part,
});

export const accounts = (): Account[] => [
  account({ mailboxes: [mailbox(), mailbox({ address: "info@kantoor.example", kind: "shared", folders: 12, everything: true })] }),
  account({
    id: "account-invoices",
    address: "facturen@kantoor.example",
    name: "Facturen",
    state: "reauthenticate",
    problem: problem(),
    mailboxes: [mailbox({ address: "facturen@kantoor.example", state: "reauthenticate", folders: 3 })],
  }),
];

export const folder = (part: Partial<Folder> & { id: string }): Folder => ({
  parent: "",
  name: part.id,
  path: part.id,
  wellKnownName: "",
  depth: 1,
  total: 0,
  unread: 0,
  selectable: true,
  hidden: false,
  selected: false,
  withSubfolders: false,
  state: "",
  filed: 0,
  before: 0,
  vanished: false,
  ...part,
});

export const folders = (): Folder[] => [
  folder({ id: "deleted", name: "Verwijderde items", wellKnownName: "deleteditems", total: 340 }),
  folder({ id: "inbox", name: "Postvak IN", wellKnownName: "inbox", total: 1204, selected: true, state: "ok", filed: 86 }),
  folder({ id: "sent", name: "Verzonden items", wellKnownName: "sentitems", total: 8210, selected: true, state: "ok", filed: 203 }),
  folder({ id: "archive", name: "Archief", wellKnownName: "archive", total: 20466 }),
  folder({ id: "archive25", name: "2025", parent: "archive", path: "Archief/2025", depth: 2, total: 8120 }),
  folder({ id: "projects", name: "Projecten" }),
  folder({ id: "project1", name: "Verhuizing", parent: "projects", path: "Projecten/Verhuizing", depth: 2, total: 12 }),
  folder({ id: "clients", name: "Klanten", parent: "inbox", path: "Postvak IN/Klanten", depth: 2, total: 14 }),
  folder({ id: "news", name: "Nieuwsbrieven", parent: "inbox", path: "Postvak IN/Nieuwsbrieven", depth: 2, total: 2310, selected: true, state: "ok", filed: 31 }),
  folder({ id: "private", name: "Privé", parent: "inbox", path: "Postvak IN/Privé", depth: 2, total: 45 }),
  folder({ id: "smit", name: "Bakkerij Smit BV", parent: "clients", path: "Postvak IN/Klanten/Bakkerij Smit BV", depth: 3, total: 318, selected: true, state: "ok", filed: 24, trueUp: { time: noon, inFolder: 318, filed: 24, before: 294, added: 0 } }),
  folder({ id: "hartog", name: "Hartog Bouw BV", parent: "clients", path: "Postvak IN/Klanten/Hartog Bouw BV", depth: 3, total: 12431 }),
  folder({ id: "noord", name: "Kapsalon Noord", parent: "clients", path: "Postvak IN/Klanten/Kapsalon Noord", depth: 3, total: 97, selected: true, state: "ok", filed: 9 }),
  folder({ id: "peeters", name: "Peeters BV", parent: "clients", path: "Postvak IN/Klanten/Peeters BV", depth: 3, total: 642, selected: true, withSubfolders: true, state: "ok", filed: 51 }),
  folder({ id: "returns", name: "Aangiften", parent: "peeters", path: "Postvak IN/Klanten/Peeters BV/Aangiften", depth: 4, total: 88, selected: true, state: "ok", filed: 6 }),
  folder({ id: "wages", name: "Lonen", parent: "peeters", path: "Postvak IN/Klanten/Peeters BV/Lonen", depth: 4, total: 120 }),
];

/** manyFolders is a mailbox as large as they come: ten levels, every third folder ticked. */
export function manyFolders(count: number): Folder[] {
  const list: Folder[] = [];
  for (let i = 0; i < count; i++) {
    const parent = i % 11 === 0 ? undefined : list[Math.floor(i / 11) * 11 + Math.max(0, (i % 11) - 1 - (i % 3))];
    list.push(
      folder({
        id: `f${i}`,
        name: `Dossier ${i}`,
        parent: parent?.id ?? "",
        path: parent ? `${parent.path}/Dossier ${i}` : `Dossier ${i}`,
        depth: (parent?.depth ?? 0) + 1,
        total: (i * 37) % 900,
        selected: i % 3 === 0,
        state: i % 3 === 0 ? "ok" : "",
        filed: i % 3 === 0 ? i % 50 : 0,
      }),
    );
  }
  return list;
}

export const overview = (part: Partial<Overview> = {}): Overview => ({
  state: "upToDate",
  title: "Everything is up to date",
  text: "174 mails were filed today from 3 mailboxes. You need not do anything.",
  short: "Up to date",
  until: "",
  left: 0,
  failed: 0,
  open: 0,
  today: 174,
  week: 1061,
  total: 12846,
  days: [3, 210, 188, 240, 201, 190, 8, 4, 212, 248, 196, 231, 12, 174].map((count, i) => ({
    date: new Date(Date.now() - (13 - i) * 86_400_000).toISOString().slice(0, 10),
    count,
  })),
  waiting: [],
  needs: [],
  checked: new Date(Date.now() - 60_000).toISOString(),
  activity: [
    ["Belastingdienst <noreply@belastingdienst.example>", "Voorlopige aanslag Vpb 2026", "Bakkerij Smit BV", "filed"],
    ["Jan Peeters <jan@peeters.example>", "Factuur 2026-118 en werkbon", "Peeters BV", "filed"],
    ["Exact Online <info@exact.example>", "Bankkoppeling verloopt over 14 dagen: verleng ze op tijd", "Postvak IN", "filed"],
    ["Fatima El Amrani <fatima@noord.example>", "RE: loonstroken november", "Kapsalon Noord", "filed"],
    ["info@hartog-bouw.example", "Jaarrekening 2025, definitief", "Hartog Bouw BV", "filed"],
    ["KPN Zakelijk <factuur@kpn.example>", "Uw factuur van november", "Facturen", "failed"],
    ["Sofie Claes <sofie@claes.example>", "Btw-aangifte Q3: ontbrekende bonnen", "Claes & Co", "filed"],
  ].map(([from = "", subject = "", folderName = "", state = ""], i) => ({
    id: `d${i}`,
    time: new Date(Date.now() - (i + 1) * 240_000).toISOString(),
    state,
    from,
    subject,
    mailbox: "jan@kantoor.example",
    folder: folderName,
    attachments: i % 3,
  })),
  ...part,
});

export const troubled = (): Overview =>
  overview({
    state: "attention",
    title: "3 things need your attention",
    text: "2 of the 3 mailboxes work as usual; 174 mails were filed today. Nothing is lost.",
    short: "Needs attention",
    needs: [
      { kind: "signIn", target: "account-invoices", title: "The connection of facturen@kantoor.example is no longer active", text: "Since Friday 16:10. Sign in again; 41 mails are filed afterwards.", count: 41, action: "reauthenticate", problem: problem() },
      { kind: "destination", target: "N:\\Documents", title: "The office drive N: can't be reached", text: "Since 09:20. 18 mails are safe on this computer.", count: 18, action: "tryAgain" },
      { kind: "failures", target: "", title: "3 mails could not be filed", text: "2 attachments are protected, 1 mail was deleted meanwhile.", count: 3, action: "showFailures" },
    ],
    waiting: [
      { kind: "mailbox", mailbox: "info@kantoor.example", count: 37, reason: "Microsoft asks us to slow down", until: new Date(Date.now() + 780_000).toISOString() },
      { kind: "mails", mailbox: "", count: 1, reason: "A large mail (148 MB) is being fetched", until: "" },
    ],
  });

export const permission = (part: Partial<Permission> = {}): Permission => ({
  feature: "",
  permission: "",
  allows: "",
  why: "",
  who: "you",
  state: "granted",
  since: "",
  ...part,
});

export const permissions = (): Permission[] => [
  { feature: "File mail of your own mailbox", permission: "Mail.Read", allows: "Read the mail of the signed-in person", why: "Filing needs to read, nothing else.", who: "you", state: "granted", since: "2026-03-03T09:00:00Z" },
  { feature: "Know whose mailbox it is", permission: "User.Read", allows: "Read name and address of the signed-in person", why: "", who: "you", state: "granted", since: "2026-03-03T09:00:00Z" },
  { feature: "Stay signed in", permission: "offline_access", allows: "Go on when the window is closed", why: "", who: "you", state: "missing", since: "" },
];

export const checks = (): Check[] => [
  { check: "proxy", subject: "graph.microsoft.com", ok: true, message: "Microsoft is reached directly." },
  { check: "token", subject: "jan@kantoor.example", ok: true, message: "The sign-in is active." },
  { check: "profile", subject: "jan@kantoor.example", ok: true, message: "Microsoft 365 knows this account as Jan Vermeer." },
  { check: "permissions", subject: "jan@kantoor.example", ok: true, message: "Granted: Mail.Read, User.Read." },
  { check: "folders", subject: "jan@kantoor.example", ok: true, message: "214 folders can be read." },
  { check: "clock", subject: "", ok: false, message: "This computer's clock is 4m6s behind.", problem: problem({ code: "clock-wrong", message: "This computer's clock is 4m6s behind.", remedy: "Set the clock, and let the system keep it right by itself.", detail: "off by 246 s" }) },
  { check: "destination", subject: "N:\\Documents", ok: false, message: "No answer within 10 seconds.", problem: problem({ code: "destination-unreachable", message: "No answer within 10 seconds.", remedy: "The network drive is not connected. Connect to the office network or VPN, then test again. Mail is kept safe on this computer meanwhile.", detail: "stat N:\\Documents: i/o timeout" }), action: { kind: "chooseFolder", target: "" } },
];

/** commands are what an administrator enters for a shared mailbox. */
export const commands = (account: string, shared: string): SharedCommands => {
  const set = `Set-Mailbox -Identity '${shared}'`;
  const settings = ["MessageCopyForSentAsEnabled", "MessageCopyForSendOnBehalfEnabled"];
  return {
    mailbox: shared,
    connect: "Connect-ExchangeOnline",
    access: `Add-MailboxPermission -Identity '${shared}' -User '${account}' -AccessRights FullAccess`,
    copies: settings.map((name, i) => ({ name, for: i === 0 ? "as" : "behalf", command: `${set} -${name} $true` })),
    all: `${set} ${settings.map((name) => `-${name} $true`).join(" ")}`,
    check: `Get-Mailbox -Identity '${shared}' | Format-List ${settings.join(",")}`,
  };
};

type Emit = (event: Partial<Event> & { kind: string }) => void;

/** A program that the page can talk to, with what was asked of it. */
export interface Fake {
  asked: { method: string; args: unknown[] }[];
  emit: Emit;
  api: API;
}

const nothing: Event = { seq: 0, time: "", kind: "", account: "", mailbox: "", folder: "", id: "", task: "", done: 0, total: 0, text: "", url: "", room: "", target: "" };

/** install puts a program behind the page: its methods answer as given, and everything asked is noted. */
export function install(answers: Partial<API> = {}): Fake {
  const asked: Fake["asked"] = [];
  const heard = new Set<(event: Event) => void>();
  const usual: Partial<API> = {
    App: async () => app(),
    Overview: async () => overview(),
    Accounts: async () => accounts(),
    Folders: async (address): Promise<FolderTree> => ({ mailbox: address, read: noon, folders: folders() }),
    Estimate: async (_, ids) => ({ folders: ids.length, mails: 3400 }),
    Select: async (_, change: Selection) => ({ added: change.add, removed: change.remove, before: 0 }),
    Failures: async () => [],
    InvoiceMarks: async () => [],
    TeamStatus: async () => [],
    Connect: async () => undefined,
    AddShared: async () => undefined,
    ConsentPage: async () => "https://login.microsoftonline.com/organizations/adminconsent?client_id=5e0f1c2a-0000-4000-8000-000000000001",
    RemoveShared: async (_, address) => ({ mailbox: address, left: 0 }),
    FileEverything: async () => ({ added: [], removed: [], before: 0 }),
    NeverSends: async () => undefined,
    SharedCommands: async (address, shared) => commands(address, shared),
    Reauthenticate: async () => undefined,
    CancelConnect: async () => undefined,
    Cancel: async () => undefined,
    Copy: async () => undefined,
    SyncNow: async () => undefined,
    Pause: async () => undefined,
    Resume: async () => undefined,
    PauseMailbox: async () => undefined,
    ResumeMailbox: async () => undefined,
    Disconnect: async () => undefined,
    Validate: async () => checks(),
    Permissions: async (id) => ({ account: id, address: "jan@kantoor.example", rows: permissions(), never: [], missing: 1, message: "Please grant offline_access." }),
    Retry: async (ids) => ids.length,
    ...answers,
  };
  const bound = new Proxy(usual, {
    get(methods, name) {
      const method = methods[name as keyof API] as ((...args: unknown[]) => Promise<unknown>) | undefined;
      if (!method) return undefined;
      return (...args: unknown[]) => {
        asked.push({ method: String(name), args });
        return method(...args);
      };
    },
  });
  Object.assign(window, {
    go: { face: { API: bound } },
    runtime: {
      EventsOnMultiple(_: string, listener: (event: Event) => void) {
        heard.add(listener);
        return () => heard.delete(listener);
      },
    },
  });
  return {
    asked,
    api: usual as API,
    emit: (event) => {
      for (const listener of heard) listener({ ...nothing, ...event });
    },
  };
}
