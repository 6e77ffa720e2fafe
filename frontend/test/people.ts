// What the program answers about people, for tests of the page. The names are made up.
import type { API, Contact, ContactFolder, Pass, PeopleAccount, PeopleFeature, StatusSpan, TeamDay, Teammate, TeamProposal, Ties, User } from "../src/backend/face";
import { problem } from "./fixtures";

const scopes = {
  users: [{ name: "User.ReadBasic.All", allows: "Read names and addresses of the organisation’s users" }],
  status: [
    { name: "Calendars.Read", allows: "Read the calendar, and when colleagues are free or busy" },
    { name: "MailboxSettings.Read", allows: "Read time zone, working hours and automatic replies" },
  ],
  contacts: [{ name: "Contacts.Read", allows: "Read the contacts of the mailbox" }],
  teams: [{ name: "Presence.ReadWrite", allows: "Read and set your own presence in Teams" }],
};

export const feature = (name: keyof typeof scopes, on = true): PeopleFeature => ({ feature: name, on, permissions: scopes[name], team: [] });

export const peopleAccount = (part: Partial<PeopleAccount> = {}): PeopleAccount => ({
  account: "account-jan",
  address: "jan@kantoor.example",
  kind: "work",
  state: "active",
  features: [feature("users"), feature("contacts"), feature("status"), feature("teams", false)],
  ...part,
});

/** on is a time of a day, such as "9:30". */
const on = (day: Date, clock: string): string => {
  const [hour = 0, minute = 0] = clock.split(":").map(Number);
  return new Date(day.getFullYear(), day.getMonth(), day.getDate(), hour, minute).toISOString();
};

/** spans are a day from 7 to 19, "9:00-10:00 busy, …" with what is free between. */
function spans(day: Date, text: string): StatusSpan[] {
  const list: StatusSpan[] = [];
  let at = "7:00";
  for (const part of text.split(", ").filter(Boolean)) {
    const [times = "", status = ""] = part.split(" ");
    const [from = "", to = ""] = times.split("-");
    if (at !== from) list.push({ from: on(day, at), to: on(day, from), status: "free" });
    list.push({ from: on(day, from), to: on(day, to), status });
    at = to;
  }
  if (at !== "19:00") list.push({ from: on(day, at), to: on(day, "19:00"), status: "free" });
  return list;
}

/** teamDay is an office at twenty to ten. */
export function teamDay(now: Date, part: Partial<TeamDay> = {}): TeamDay {
  const later = (days: number): string => new Date(now.getFullYear(), now.getMonth(), now.getDate() + days).toISOString();
  const works = (from: string, to: string): Partial<Teammate> => ({ knowsHours: true, hours: [{ from: on(now, from), to: on(now, to) }] });
  const person = (name: string, day: string, more: Partial<Teammate>): Teammate => ({
    address: `${name.split(" ")[0]?.toLowerCase()}@kantoor.example`,
    name,
    account: "account-jan",
    own: false,
    status: "free",
    until: "",
    next: "",
    afterHours: false,
    spans: spans(now, day),
    ...works("8:30", "17:30"),
    ...more,
  });
  return {
    on: true,
    canAdd: true,
    day: "2026-11-23",
    from: on(now, "7:00"),
    to: on(now, "19:00"),
    now: now.toISOString(),
    read: now.toISOString(),
    team: [
      person("Jan de Vries", "8:30-9:15 busy, 10:30-12:00 busy, 14:00-15:00 tentative", { own: true, until: on(now, "10:30"), next: "busy" }),
      person("Els van Dijk", "13:00-17:00 busy", { until: later(1), next: "busy", knowsHours: false, hours: undefined }),
      person("Fatima El Amrani", "7:00-11:00 workingElsewhere, 11:00-12:00 busy, 12:00-19:00 workingElsewhere", { status: "workingElsewhere", until: on(now, "11:00"), next: "busy" }),
      person("Marie Laurent", "7:00-19:00 oof", { status: "oof", until: later(2), next: "free" }),
      person("Pieter Janssens", "7:00-8:30 busy", { until: "", afterHours: true, ...works("7:00", "9:00") }),
      person("Sofie Claes", "9:00-11:00 busy, 13:30-16:00 busy", { status: "busy", until: on(now, "11:00"), next: "free" }),
      person("Tom Müller", "9:30-10:00 tentative, 13:00-14:00 busy", { status: "tentative", until: on(now, "10:00"), next: "free" }),
    ],
    ...part,
  };
}

const first = ["Els", "Karim", "Élodie", "Jürgen", "Sofie", "Anke", "Ruud", "Marieke"];
const last = ["Bakker", "Benali", "Laurent", "Müller", "de Wit", "Weiß", "Jansen", "Visser", "van Dijk"];
const idOf = (i: number): string => `00000000-0000-4000-8000-${String(i).padStart(12, "0")}`;

/** users makes a directory of so many members, and one of each other kind. */
export function users(count: number): User[] {
  const user = (i: number, part: Partial<User> = {}): User => ({
    id: idOf(i),
    name: `${first[i % first.length]} ${last[i % last.length]}`,
    address: `person${String(i).padStart(5, "0")}@kantoor.example`,
    aliases: [],
    kind: "person",
    unsure: false,
    deleted: "",
    tied: i === 2 ? ["elodie@laurent.example"] : [],
    watched: i === 1,
    own: i === 3,
    ...part,
  });
  return [
    ...Array.from({ length: count }, (_, i) => user(i)),
    user(count, { kind: "guest", name: "Eva Hartog", address: "eva@hartogbouw.example" }),
    user(count + 1, { kind: "mailbox", name: "Vergaderzaal Domtoren", address: "vergaderzaal@kantoor.example" }),
    user(count + 2, { kind: "unlicensed", name: "Sanne Mulder (stage)" }),
    user(count + 3, { kind: "disabled", name: "Wim de Boer" }),
    user(count + 4, { deleted: "2026-11-20T08:00:00Z", name: "Piet Maes" }),
  ];
}

export const ties = (part: Partial<Ties> = {}): Ties => ({
  items: [{ address: "elodie@laurent.example", id: idOf(2), name: "Élodie Laurent" }],
  suggestions: [
    { address: "jan@kantoor.example", id: idOf(3), name: "Jan de Vries", taken: "" },
    { address: "laurent@kantoor.example", id: idOf(2), name: "Élodie Laurent", taken: "elodie@laurent.example" },
  ],
  ...part,
});

const contactFolder = (part: Partial<ContactFolder> = {}): ContactFolder => ({ id: "folder-1", path: "Contacts", account: "account-jan", owner: "jan@kantoor.example", own: true, visible: false, contacts: 2, lists: 1, ...part });

export const contactFolders: ContactFolder[] = [
  contactFolder(),
  contactFolder({ id: "folder-2", path: "Contacts/Klanten", contacts: 30, lists: 0, visible: true }),
  contactFolder({ id: "folder-3", account: "account-an", owner: "an@kantoor.example", own: false, contacts: 1, lists: 0 }),
];

/** contacts are an address book; the second and third are most likely one person. */
export function contacts(count: number): Contact[] {
  const contact = (i: number, part: Partial<Contact> = {}): Contact => {
    const name = `${first[i % first.length]} ${last[i % last.length]}`;
    return {
      id: `contact-${i}`,
      account: "account-jan",
      owner: "jan@kantoor.example",
      own: true,
      visible: i % 4 === 0,
      folder: "Contacts/Klanten",
      folderId: "folder-2",
      same: "",
      name,
      company: `Bakkerij ${last[i % last.length]} & Zonen`,
      job: "Zaakvoerder",
      emails: [`person${i}@klant.example`, ...(i % 3 ? [] : [`person${i}@thuis.example`])],
      phones: [{ kind: "work", number: `+31 20 555 01 ${String(i % 100).padStart(2, "0")}` }],
      places: [{ kind: "work", lines: ["Dorpsstraat 1", "1000 AA Amsterdam"] }],
      web: "",
      birthday: "",
      notes: "",
      ...part,
    };
  };
  return [
    contact(0, { birthday: "--05-17", notes: "Belt liever 's middags." }),
    contact(1, { same: "one" }),
    contact(1, { id: "of-an", same: "one", own: false, visible: true, owner: "an@kantoor.example", account: "account-an", folder: "Contacts", folderId: "folder-3" }),
    contact(2, { name: "", company: "", emails: ["loodgieter@thuis.example"], phones: [], places: [] }),
    ...Array.from({ length: count }, (_, i) => contact(i + 3)),
  ];
}

export const pass = (kind: "webhook" | "command", part: Partial<Pass> = {}): Pass => ({ kind, on: false, host: "", program: "", args: [], team: false, inside: false, passed: "", secret: "", ...part });

export const proposals: TeamProposal[] = [
  { id: "user-1", kind: "add", name: "Karim Benali", address: "karim@kantoor.example", member: "", accept: true, message: "Karim Benali (karim@kantoor.example) works in the organisation and is not in the team yet." },
  { id: "user-2", kind: "left", name: "Piet Maes", address: "piet@kantoor.example", member: "piet@kantoor.example", accept: true, message: "Piet Maes is no longer in the organisation, and still in the team." },
  { id: "user-3", kind: "two-members", name: "Élodie Laurent", address: "elodie@kantoor.example", member: "elodie@kantoor.example", accept: false, message: "elodie@kantoor.example and laurent@kantoor.example are both Élodie Laurent. One user can’t be two members: take one out." },
];

/** morning is today at twenty to ten. */
export const morning = (): Date => {
  const now = new Date();
  return new Date(now.getFullYear(), now.getMonth(), now.getDate(), 9, 40);
};

/** peopleAnswers are an office with everything switched on; with off, nothing is. */
export function peopleAnswers({ off = false, count = 40 }: { off?: boolean; count?: number } = {}): Partial<API> {
  const all = users(count);
  const list = off ? [peopleAccount({ features: [feature("users", false), feature("contacts", false), feature("status", false)] })] : [peopleAccount()];
  return {
    People: async () => list,
    TeamDay: async () => (off ? teamDay(morning(), { on: false, canAdd: false, team: [] }) : teamDay(morning())),
    Users: async (q) => {
      if (off) return { on: false, items: [], total: 0, counts: [], read: "", unsure: false };
      const fits = all.filter((u) => `${u.name} ${u.address}`.toLowerCase().includes(q.text.toLowerCase()));
      const kindOf = (u: User): string => (u.deleted ? "deleted" : u.kind);
      const found = fits.filter((u) => !q.kind || kindOf(u) === q.kind);
      const counts = ["person", "guest", "shared", "room", "mailbox", "unlicensed", "disabled", "deleted"].map((kind) => ({ kind, count: fits.filter((u) => kindOf(u) === kind).length }));
      return { on: true, items: found.slice(q.offset, q.offset + q.limit), total: found.length, counts, read: morning().toISOString(), unsure: all.some((u) => u.unsure) };
    },
    PeopleOn: async () => undefined,
    PeopleOff: async () => undefined,
    WatchPeople: async () => undefined,
    SyncUsers: async () => undefined,
    TiePerson: async () => undefined,
    UntiePerson: async () => undefined,
    Contacts: async (q) => {
      if (off) return { on: false, items: [], total: 0, folders: [], read: "" };
      const found = contacts(count).filter(
        (c) => `${c.name} ${c.company} ${c.emails.join(" ")}`.toLowerCase().includes(q.text.toLowerCase()) && (!q.own || c.own) && (!q.visible || c.visible) && (!q.folder || c.folderId === q.folder),
      );
      return { on: true, items: found.slice(q.offset, q.offset + q.limit), total: found.length, folders: contactFolders, read: morning().toISOString() };
    },
    ContactPhoto: async () => "",
    SyncContacts: async () => undefined,
    ShowContacts: async () => undefined,
    SaveContacts: async (_, table) => `/home/jan/contacts.${table ? "csv" : "vcf"}`,
    ClientsFromContacts: async () => ({
      added: 2,
      extended: 1,
      clients: [
        { name: "Bakkerij Benali & Zonen", added: true, addresses: ["person1@klant.example"] },
        { name: "Bakkerij Visser & Zonen", added: true, addresses: ["person7@klant.example", "person7@thuis.example"] },
        { name: "Garage Laurent", added: false, addresses: ["elodie@laurent.example"] },
      ],
      skipped: 1,
      left: [{ name: "Oma", why: "It has no mail address." }],
      settled: 4,
    }),
    Passes: async () => [pass("webhook", off ? {} : { on: true, host: "pbx.kantoor.example", team: true, passed: morning().toISOString() }), pass("command")],
    PassToWebhook: async () => pass("webhook", { on: true, host: "pbx.kantoor.example", secret: "whsec_ZXhhbXBsZSBleGFtcGxlIGV4YW1wbGUgZXhhbXBsZQ==" }),
    PassToCommand: async () => undefined,
    ChooseAuthority: async () => ({ path: "/home/jan/authority.pem", name: "authority.pem" }),
    ChooseProgram: async () => "/opt/postroom/asterisk-status.sh",
    TryPassing: async () => undefined,
    StopPassing: async () => undefined,
    TeamProposals: async (text, offset, limit) => {
      const found = off ? [] : proposals.filter((p) => p.message.toLowerCase().includes(text.toLowerCase()));
      return { on: !off, mode: "propose", total: found.length, items: found.slice(offset, offset + limit) };
    },
    TeamStatus: async () => [
      { address: "jan@kantoor.example", name: "Jan Vermeer", status: "free", words: "available" },
      { address: "sofie@kantoor.example", name: "Sofie de Wit", status: "oof", words: "out until Monday" },
    ],
    SetTeamFromUsers: async () => undefined,
    DecideProposal: async () => 0,
    Ties: async () => (off ? { items: [], suggestions: [] } : ties()),
  };
}

export const taken = problem({
  code: "people-tie-taken",
  message: "This user is tied to elodie@laurent.example already. One user can't be two members at once.",
  remedy: "If that is wrong, undo the tie of elodie@laurent.example first.",
});
