// A made-up office that processes mail.
import type { API, Client, ClientImport, ProcessingMail, ProcessingQuery, Team } from "../src/backend/face";
import { problem } from "./fixtures";

const now = Date.now();
const ago = (minutes: number): string => new Date(now - minutes * 60_000).toISOString();

export const client = (part: Partial<Client> = {}): Client => ({
  id: "peeters",
  name: "Peeters BV",
  number: "1001",
  addresses: ["jan@peeters.example", "an@peeters.example"],
  domains: ["peeters.example"],
  vat: ["BE0428759497"],
  registrations: [],
  ibans: [],
  language: "nl",
  ended: "",
  roles: [{ role: "Loonadviseur", member: "sofie@kantoor.example", name: "Sofie de Wit" }],
  ...part,
});

export const named = [
  client(),
  client({ id: "holding", name: "Peeters Holding BV", number: "1002", addresses: [], domains: [], vat: ["BE0403170701"] }),
  client({ id: "installaties", name: "Peeters Installaties", number: "1003", addresses: ["info@installaties.example"], domains: [], vat: [], roles: [] }),
  client({ id: "claes", name: "Claes & Co", number: "1004", addresses: ["sofie@claes.example"], domains: ["claes.example"], ended: "2026-06-30" }),
];

export const mail = (part: Partial<ProcessingMail> = {}): ProcessingMail => ({
  id: "100000",
  mailbox: "info@kantoor.example",
  from: "Jan Peeters <jan@peeters-bouw.example>",
  subject: "Factuur 2026-118 en werkbon",
  received: ago(4),
  state: "attention",
  reason: "unknown-sender",
  rule: "",
  why: "unknown",
  args: ["jan@peeters-bouw.example"],
  evidence: ["jan@peeters-bouw.example is not known yet."],
  learned: false,
  candidates: [
    { client: { id: "peeters", name: "Peeters BV", number: "1001" }, evidence: ["The VAT number BE0428759497 in the invoice is that of Peeters BV.", "Peeters BV writes from peeters-bouw.example, too."], percent: 83 },
    { client: { id: "holding", name: "Peeters Holding BV", number: "1002" }, evidence: ["3 earlier mails with “Peeters” went here."], percent: 40 },
    { client: { id: "installaties", name: "Peeters Installaties", number: "1003" }, evidence: ["Peeters Installaties writes from peeters-bouw.example, too."], percent: 30 },
    { client: { id: "claes", name: "Claes & Co", number: "1004" }, evidence: ["A word of the subject."], percent: 10 },
  ],
  people: [],
  waiting: 7,
  ...part,
});

/** One mail for every reason. */
export const openMails: ProcessingMail[] = [
  mail(),
  mail({ id: "99999", from: "Exact Online <info@exact.example>", subject: "Bankkoppeling verloopt over 14 dagen", received: ago(6), reason: "several-clients", why: "several", args: ["2"], evidence: ["2 clients fit."], candidates: mail().candidates.slice(0, 2), waiting: 0 }),
  mail({ id: "99998", from: "Fatima El Amrani <fatima@noord.example>", subject: "Vraag over loonheffing", received: ago(11), reason: "no-role-holder", why: "no-holder", args: ["Loonadviseur", "Peeters BV"], evidence: ["fatima@noord.example is an address of Peeters BV.", "Nobody holds the role “Loonadviseur” for Peeters BV."], client: { id: "peeters", name: "Peeters BV", number: "1001" }, candidates: [], waiting: 2 }),
  mail({ id: "99997", from: "factuur@kpn.example", subject: "Uw factuur van november", received: ago(22), reason: "unreadable", why: "unreadable", args: [], evidence: ["The filed mail can't be read."], candidates: [], waiting: 0 }),
  mail({ id: "99996", from: "Luc Vermeulen <luc@vermeulen.example>", subject: "Statuten en UBO-verklaring", mailbox: "facturen@kantoor.example", received: ago(40), reason: "address-not-tied", why: "no-tie", args: ["facturen@kantoor.example"], evidence: ["Nobody has said who handles facturen@kantoor.example."], candidates: [], waiting: 4 }),
  mail({ id: "99995", from: "Hartog Holding <post@hartog.example>", subject: "Dividendbesluit 2026", received: ago(1500), reason: "team-empty", why: "no-member", args: ["secretariaat"], evidence: ["Nobody is in the team “secretariaat”."], candidates: [], waiting: 1 }),
  mail({ id: "99994", from: "Sofie Claes <sofie@claes.example>", subject: "Btw-aangifte Q3", received: ago(1600), reason: "client-ended", why: "ended", args: ["Claes & Co", "2026-06-30"], evidence: ["sofie@claes.example is an address of Claes & Co.", "The work for Claes & Co ended on 2026-06-30."], client: { id: "claes", name: "Claes & Co", number: "1004" }, candidates: [], waiting: 0 }),
];

const processed = mail({ id: "90000", from: "Peter Smit <administratie@bakkerijsmit.example>", subject: "Bankafschrift 12", state: "processed", reason: "", why: "address", args: [], evidence: ["administratie@bakkerijsmit.example is an address of Peeters BV."], client: { id: "peeters", name: "Peeters BV", number: "1001" }, candidates: [], people: ["Sofie de Wit", "Jan Vermeer"], waiting: 0 });
const aside = mail({ id: "80000", from: "Nieuwsbrief <news@fisc.example>", subject: "Fiscaal nieuws van november", state: "aside", reason: "", rule: "bulk", why: "bulk", args: [], evidence: ["A mass mailing that one can unsubscribe from."], candidates: [], waiting: 0 });

export const team = (part: Partial<Team> = {}): Team => ({
  members: [
    { name: "Jan Vermeer", address: "jan@kantoor.example", roles: ["Dossierbeheerder"], teams: ["front"], manager: true },
    { name: "Sofie de Wit", address: "sofie@kantoor.example", roles: ["Loonadviseur"], teams: ["front"], manager: false },
  ],
  addresses: [
    { address: "facturen@kantoor.example", to: "", people: [] },
    { address: "info@kantoor.example", to: "team:front", people: ["Jan Vermeer", "Sofie de Wit"] },
    { address: "jan@kantoor.example", to: "contact", people: ["Jan Vermeer"] },
    { address: "lonen@kantoor.example", to: "role:Loonadviseur", people: ["Sofie de Wit"] },
  ],
  roles: ["Dossierbeheerder", "Loonadviseur"],
  teams: ["front"],
  ...part,
});

const counts = (open: number) => ({ attention: open, new: open === 0 ? 0 : 3, processed: open === 0 ? 0 : 98_412, aside: open === 0 ? 0 : 1204 });

/** listing is a program with so many mails of each state. */
function listing(open: number, members: number, clients: number) {
  return async (q: ProcessingQuery) => {
    const of = { attention: openMails, processed: [processed], aside: [aside], new: [mail({ ...aside, id: "70000", state: "new", rule: "", why: "", evidence: [], from: "Anke Weiß <buero@weiss-metall.example>", subject: "Kontoauszug 7" })] }[q.state] ?? openMails;
    const fitting = of.filter((m) => (!q.reason || m.reason === q.reason) && q.text.split(" ").every((word) => `${m.from} ${m.subject}`.toLowerCase().includes(word)));
    const all = counts(open);
    const total = fitting.length === 0 ? 0 : q.state === "attention" ? (q.reason || q.text ? fitting.length : open) : all[q.state as "new"];
    const items = Array.from({ length: Math.max(0, Math.min(q.limit, total - q.offset)) }, (_, i) => {
      const n = q.offset + i;
      const row = fitting[n % fitting.length] as ProcessingMail;
      return n < fitting.length ? row : { ...row, id: String(Number(row.id) - 10 * n), received: ago(4 + 40 * n) };
    });
    return { total, ready: true, counts: all, items, mailboxes: ["facturen@kantoor.example", "info@kantoor.example", "jan@kantoor.example"], members, clients };
  };
}

export const draft = () => ({
  client: client({ id: "", name: "Peeters Bouw BV", number: "", addresses: ["jan@peeters-bouw.example"], domains: ["peeters-bouw.example"], vat: ["BE0428759497"], roles: [] }),
  address: "jan@peeters-bouw.example",
  domain: "peeters-bouw.example",
  from: [
    { field: "address", where: "header" },
    { field: "domain", where: "header" },
    { field: "name", where: "signature" },
    { field: "vat", where: "invoice" },
    { field: "language", where: "signature" },
  ],
});

export const imported = (part: Partial<ClientImport> = {}): ClientImport => ({
  columns: [
    { column: "Klantnr", field: "number", samples: ["1001", "1002", "1003"] },
    { column: "Relatie", field: "name", samples: ["Peeters BV", "Smit", "Hartog"] },
    { column: "E-mail", field: "address", samples: ["jan@peeters.example"] },
    { column: "Plaats", field: "", samples: ["Antwerpen", "Gent"] },
  ],
  added: 240,
  updated: 12,
  unchanged: 3,
  duplicates: 2,
  wrong: 2,
  lines: [
    { line: 14, message: "“geen” is not a mail address." },
    { line: 212, message: "“BE0428759498” is not a VAT number: its check digits are wrong." },
  ],
  first: [client()],
  settled: 0,
  ...part,
});

/** processingAnswers is an office with so many open mails, members and clients. */
export const processingAnswers = (open = 12, members = 2, clients = 20_000): Partial<API> => ({
  Processing: listing(open, members, clients),
  ProcessingMail: async (id) => [...openMails, processed, aside].find((m) => m.id === id) ?? mail({ id }),
  DraftClient: async () => draft(),
  AssignMail: async () => 7,
  AcceptSuggestion: async () => 7,
  SetMailsAside: async () => undefined,
  ProcessAgain: async (ids) => (ids.length === 0 ? 4 : 0),
  UndoProcessing: async () => ({ what: "assign", clients: 1, mails: 8 }),
  Clients: async (q) => {
    const fitting = named.filter((c) => c.name.toLowerCase().includes(q.text.toLowerCase()) && (!q.state || (q.state === "ended") === (c.ended !== "")));
    const total = clients === 0 ? 0 : q.text || q.state ? fitting.length : clients;
    const items = Array.from({ length: Math.max(0, Math.min(q.limit, total - q.offset)) }, (_, i) => {
      const n = q.offset + i;
      return fitting[n] ?? client({ id: `c${n}`, name: `Klant ${n}`, number: String(1001 + n), addresses: [`post@klant${n}.example`], domains: [], vat: [], roles: n % 3 ? [] : client().roles });
    });
    return { total, items, roles: ["Dossierbeheerder", "Loonadviseur"] };
  },
  Client: async (id) => named.find((c) => c.id === id) ?? client({ id }),
  SaveClient: async (c) => ({ client: { ...c, id: c.id || "new" }, settled: 7 }),
  MergeClients: async () => client(),
  GiveRole: async () => 3,
  ChooseClients: async () => "/home/jan/klanten.xlsx",
  ImportClients: async (_, columns) => {
    const field = (column: string, was: string): string => columns.find((c) => c.column === column)?.field ?? was;
    const list = imported().columns.map((c) => ({ ...c, field: field(c.column, c.field) }));
    const lacks = !list.some((c) => c.field === "name");
    return imported({ columns: list, ...(lacks && { problem: problem({ code: "column-name-missing", message: "No column holds the clients' names.", remedy: "Say which one does.", detail: "" }) }) });
  },
  SaveClients: async () => "/home/jan/clients-2026-11-23.csv",
  Team: async () => (members === 0 ? team({ members: [], roles: [], teams: [] }) : team()),
  SaveMember: async () => 2,
  DropMember: async () => undefined,
  TieAddress: async () => 5,
  WouldGoTo: async (_, address) => (address === "facturen@kantoor.example" ? { people: [], why: "Nobody has said who handles facturen@kantoor.example." } : { people: ["Jan Vermeer", "Sofie de Wit"], why: "" }),
});
