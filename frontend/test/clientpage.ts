// A made-up client's page, rules and what was learned.
import type { AboutClient, API, AsideRule, LearnedOne } from "../src/backend/face";
import { document, invoiceItem } from "./documents";
import { client, named, openMails } from "./processing";

const ago = (minutes: number): string => new Date(Date.now() - minutes * 60_000).toISOString();

const talk = (id: string, subject: string, part: object = {}) => ({ id, client: { id: "peeters", name: "Peeters BV", number: "1001" }, subject, state: "open", why: "Jan Peeters wrote last.", assigned: "sofie@kantoor.example", name: "Sofie de Wit", due: "", overdue: false, people: ["Sofie de Wit"], mails: 4, notes: 1, unread: 2, last: ago(30), ...part });

export const about = (part: Partial<AboutClient> = {}): AboutClient => ({
  client: client(),
  counts: { new: 0, attention: 3, processed: 121, aside: 4 },
  mails: 128,
  recent: Array.from({ length: 10 }, (_, i) => document(3 * i)),
  invoices: 12,
  totals: [{ currency: "EUR", count: 12, net: "14880.00", tax: "3124.80", gross: "18004.80", payable: "18004.80" }],
  newest: Array.from({ length: 5 }, (_, i) => invoiceItem(i)),
  open: openMails.slice(2, 5),
  talks: 3,
  talking: 2,
  conversations: [talk("0000000000000001", "Btw-aangifte van het derde kwartaal, met bijlagen en nog een vraag"), talk("0000000000000002", "Loonstroken november", { state: "waiting", unread: 0, last: ago(1600) }), talk("0000000000000003", "Statuten", { state: "done", unread: 0, last: ago(9000) })],
  ...part,
});

const rule = (part: Partial<AsideRule>): AsideRule => ({ id: "bulk", kind: "bulk", value: "", keep: false, on: true, mails: 0, loses: [], wins: [], clients: [], ...part });

export const rules = (): AsideRule[] => [
  rule({ mails: 1204 }),
  rule({ id: "auto", kind: "auto", mails: 88 }),
  rule({ id: "internal", kind: "internal", on: false }),
  rule({ id: "r1", kind: "sender", value: "baas@winkel.example", keep: true, wins: [{ kind: "domain", value: "winkel.example" }] }),
  rule({ id: "r2", kind: "domain", value: "winkel.example", mails: 41, loses: [{ kind: "sender", value: "baas@winkel.example" }], clients: [{ id: "w", name: "De Winkel", number: "1044" }] }),
  rule({ id: "r3", kind: "subject", value: "wekelijks overzicht", mails: 7 }),
];

const lesson = (part: Partial<LearnedOne>): LearnedOne => ({ id: "l1", kind: "address", value: "jan@peeters.example", on: true, went: [{ client: { id: "peeters", name: "Peeters BV", number: "1001" }, given: 12, used: 41, wrong: 0 }], last: ago(60), ...part });

export const lessons = (): LearnedOne[] => [
  lesson({}),
  lesson({ id: "l2", value: "kantoor@boekhouder.example", went: [{ client: { id: "peeters", name: "Peeters BV", number: "1001" }, given: 9, used: 3, wrong: 1 }, { client: { id: "smit", name: "Bakkerij Smit & Zonen", number: "1002" }, given: 4, used: 0, wrong: 0 }], last: ago(3000) }),
  lesson({ id: "l3", value: "nieuws@fisc.example", went: [{ given: 6, used: 0, wrong: 0 }], on: false, last: ago(20_000) }),
  lesson({ id: "l4", kind: "domain", value: "peeters.example" }),
  lesson({ id: "l5", kind: "sender", value: "fatima el amrani" }),
];

/** ruleAnswers are an office with rules, things learned and a client's page. */
export const ruleAnswers = (managers = true): Partial<API> => {
  let list = rules();
  let on = true;
  let bar = 0.93;
  return {
    AsideRules: async () => ({ rules: list, managers, mailbox: ["facturen@kantoor.example", "info@kantoor.example"] }),
    AddAsideRule: async (kind, value, keep) => {
      list = [...list, rule({ id: `new ${value}`, kind, value, keep, mails: 3 })];
      return 3;
    },
    SwitchAsideRule: async (id, turned) => {
      list = list.map((r) => (r.id === id ? { ...r, on: turned } : r));
    },
    DropAsideRule: async (id) => {
      list = list.filter((r) => r.id !== id);
    },
    Learned: async (q) => {
      const found = lessons().filter((l) => l.value.includes(q.text.toLowerCase()));
      return { total: found.length, all: 218, on, bar, items: found.slice(q.offset, q.offset + q.limit) };
    },
    SwitchLearning: async (turned) => {
      on = turned;
      return 0;
    },
    SetBar: async (to) => {
      bar = to;
      return 4;
    },
    SwitchLesson: async () => 0,
    ForgetLesson: async () => 0,
    EditLesson: async () => 2,
    SaveLearned: async () => "/home/jan/learned-2026-11-23.json",
    ImportLearned: async () => ({ added: 12, updated: 3, unchanged: 200, left: [{ line: 4, message: "There is no client “Oud & Co” here." }], leftAll: 1, settled: 5, cancelled: false }),
    AboutClient: async (id) => about({ client: named.find((c) => c.id === id) ?? client({ id }) }),
    ClientTree: async () => ({ mails: 12_846 }),
    RebuildClientTree: async () => 12_846,
  };
};
