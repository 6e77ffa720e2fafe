// Conversations of a made-up office, and what a member of it has to do.
import type { API, Conversation, ConversationEntry, ConversationQuery } from "../src/backend/face";
import { document } from "./documents";
import { mail } from "./processing";

const now = Date.now();
const ago = (minutes: number): string => new Date(now - minutes * 60_000).toISOString();
const day = (days: number): string => new Date(now + days * 86_400_000).toISOString().slice(0, 10);

export const talk = (part: Partial<Conversation> = {}): Conversation => ({
  id: "00000000000000a1",
  client: { id: "peeters", name: "Peeters BV", number: "1001" },
  subject: "Vraag over de btw-aangifte van het derde kwartaal",
  state: "open",
  why: "Jan Peeters wrote last.",
  assigned: "",
  name: "",
  due: "",
  overdue: false,
  people: ["Jan Vermeer", "Sofie de Wit"],
  mails: 3,
  notes: 1,
  unread: 2,
  last: ago(12),
  ...part,
});

const sofie = { assigned: "sofie@kantoor.example", name: "Sofie de Wit" };

export const talks: Conversation[] = [
  talk({ id: "00000000000000a2", subject: "Loonbrieven oktober", client: { id: "claes", name: "Claes & Co", number: "1004" }, due: day(-3), overdue: true, unread: 0, ...sofie, last: ago(4000) }),
  talk({ id: "00000000000000a3", subject: "Jaarrekening ondertekenen", client: { id: "holding", name: "Peeters Holding BV", number: "1002" }, due: day(0), unread: 0, ...sofie, last: ago(700) }),
  talk(),
  talk({ id: "00000000000000a4", subject: "Offerte verbouwing kantoor", client: { id: "installaties", name: "Peeters Installaties", number: "1003" }, due: day(9), unread: 0, notes: 0, mails: 1, last: ago(2900) }),
];
const others: Conversation[] = [
  talk({ id: "00000000000000b1", subject: "Bankafschrift 12", state: "waiting", why: "Sofie de Wit answered.", unread: 0, ...sofie, last: ago(90) }),
  talk({ id: "00000000000000b2", subject: "Statuten en UBO-verklaring", state: "done", why: "Jan Vermeer said so on 20 November.", unread: 0, last: ago(6000) }),
];

const entry = (part: Partial<ConversationEntry>): ConversationEntry => ({ kind: "mail", time: ago(3000), number: 1, by: "", unread: false, text: "", value: "", way: "came", files: [], evidence: [], copies: 0, ...part });

export const entries: ConversationEntry[] = [
  entry({ document: { ...document(0), id: "100000", from: "Jan Peeters <jan@peeters.example>", subject: "Vraag over de btw-aangifte van het derde kwartaal" }, files: ["Factuur 2026-118.pdf", "btw Q3.xlsx"], evidence: ["jan@peeters.example is an address of Peeters BV."], copies: 1 }),
  entry({ kind: "assigned", number: 2, time: ago(2900), by: "Jan Vermeer", value: "Sofie de Wit", way: "" }),
  entry({ number: 3, time: ago(1500), by: "Sofie de Wit", way: "sent", document: { ...document(0), id: "99999", from: "Sofie de Wit <sofie@kantoor.example>", subject: "RE: Vraag over de btw-aangifte van het derde kwartaal" } }),
  entry({ kind: "due", number: 4, time: ago(1400), by: "Sofie de Wit", value: day(2), way: "" }),
  entry({ kind: "note", number: 5, time: ago(60), by: "Jan Vermeer", way: "", text: "He rang: the purchase of the van is to be in Q3.\nPlease check with the dealer's invoice.", unread: true }),
  entry({ number: 6, time: ago(12), way: "came", unread: true, document: { ...document(0), id: "99998", from: "Jan Peeters <jan@peeters.example>", subject: "RE: RE: Vraag over de btw-aangifte van het derde kwartaal" } }),
];

/** talkAnswers are an office with so many conversations, and a member with work. */
export const talkAnswers = (many = 4, member = true): Partial<API> => ({
  MyWork: async (offset, limit) => {
    const items = [
      ...talks.map((t) => ({ id: t.id, conversation: t, reasons: t.overdue ? ["overdue", "assigned"] : t.due === day(0) ? ["today", "assigned"] : t.unread ? ["unread", "open"] : ["open"] })),
      ...[mail(), mail({ id: "99999", from: "Exact Online <info@exact.example>", subject: "Bankkoppeling verloopt over 14 dagen", waiting: 0 })].map((m) => ({ id: m.id, mail: m, reasons: [] })),
    ];
    if (!member || many === 0) return { member, total: 0, counts: { overdue: 0, today: 0, unread: 0, assigned: 0, open: 0, attention: 0 }, items: [] };
    return { member, total: items.length, counts: { overdue: 1, today: 1, unread: 1, assigned: 2, open: 2, attention: 12 }, items: items.slice(offset, offset + limit) };
  },
  Conversations: async (q: ConversationQuery) => {
    const all = many === 0 ? [] : [...talks, ...others].filter((t) => (!q.client || t.client?.id === q.client) && (!q.unread || t.unread > 0) && (!q.assigned || t.assigned === (q.assigned === "nobody" ? "" : q.assigned)));
    const fitting = all.filter((t) => !q.state || t.state === q.state);
    const total = many > 100 && fitting.length > 0 ? many : fitting.length;
    const items = Array.from({ length: Math.max(0, Math.min(q.limit, total - q.offset)) }, (_, i) => {
      const n = q.offset + i;
      return fitting[n] ?? talk({ ...fitting[n % fitting.length], id: (1000 + n).toString(16).padStart(16, "0"), last: ago(6000 + 40 * n) });
    });
    const count = (state: string): number => all.filter((t) => t.state === state).length;
    return { total, counts: { open: Math.max(many > 100 ? many : 0, count("open")), waiting: count("waiting"), done: count("done") }, items };
  },
  Conversation: async (id, offset) => ({ conversation: [...talks, ...others].find((t) => t.id === id) ?? talk({ id }), total: 106, offset: offset < 0 ? 100 : offset, number: 6, entries: offset < 0 ? entries : Array.from({ length: 100 }, (_, i) => entry({ kind: "note", number: 100 + i, text: `Note ${i + 1}`, by: "Jan Vermeer" })) }),
  NoteConversation: async () => undefined,
  AssignConversation: async () => true,
  SetConversation: async () => undefined,
  DueConversation: async () => undefined,
  ReadConversation: async () => undefined,
});
