import { api } from "../../backend/api";
import type { Question } from "../../backend/pages";
import type { Document, Fragment, Query, QueryMistake, SearchProgress } from "../../backend/types";

/** The columns that a person can sort by, as Query.sort names them. */
export type Column = "received" | "sender" | "subject" | "mailbox" | "attachments" | "filed";

export const periods = ["any", "today", "week", "month", "lastMonth", "year", "lastYear", "between"] as const;
export type Period = (typeof periods)[number];

/** The order of what a search finds. */
export const ranks = ["relevance", "newest", "oldest"] as const;
export type Rank = (typeof ranks)[number];

/** What the person has asked for. */
export interface Wish {
  text: string;
  mailbox: string;
  folder: string;
  sender: string;
  period: Period;
  /** Days such as 2026-11-23, of the period "between". */
  from: string;
  to: string;
  hasAttachment: boolean;
  /** Id. */
  client: string;
  sort: Column;
  ascending: boolean;
  /** The order as long as there is a text. */
  rank: Rank;
}

export const everything: Wish = {
  text: "",
  mailbox: "",
  folder: "",
  sender: "",
  period: "any",
  from: "",
  to: "",
  hasAttachment: false,
  client: "",
  sort: "received",
  ascending: false,
  rank: "relevance",
};

/** isDay says whether a text is a day that the program understands. */
export function isDay(text: string): boolean {
  if (!/^\d{4}-\d\d-\d\d$/.test(text)) return false;
  const date = new Date(`${text}T12:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text);
}

const day = (date: Date): string =>
  `${String(date.getFullYear()).padStart(4, "0")}-${String(date.getMonth() + 1).padStart(2, "0")}-${String(date.getDate()).padStart(2, "0")}`;

/** daysOf gives the first and the last day of a period, "" where it is open. */
export function daysOf(wish: Pick<Wish, "period" | "from" | "to">, now: Date): [string, string] {
  const year = now.getFullYear();
  const month = now.getMonth();
  switch (wish.period) {
    case "today":
      return [day(now), ""];
    case "week":
      return [day(new Date(year, month, now.getDate() - 6)), ""];
    case "month":
      return [day(new Date(year, month, 1)), ""];
    case "lastMonth":
      return [day(new Date(year, month - 1, 1)), day(new Date(year, month, 0))];
    case "year":
      return [day(new Date(year, 0, 1)), ""];
    case "lastYear":
      return [day(new Date(year - 1, 0, 1)), day(new Date(year - 1, 11, 31))];
    case "between":
      return [isDay(wish.from) ? wish.from : "", isDay(wish.to) ? wish.to : ""];
    default:
      return ["", ""];
  }
}

/**
 * choosePeriod changes to a period. "between" begins with the days of the period before it, or with this month: an empty
 * day field shows today in WebKitGTK, as if it were chosen.
 */
export function choosePeriod<W extends Pick<Wish, "period" | "from" | "to">>(wish: W, period: Period, now: Date): W {
  if (period !== "between" || wish.period === "between") return { ...wish, period };
  const [from, to] = daysOf(wish.period === "any" ? { ...wish, period: "month" } : wish, now);
  return { ...wish, period, from, to: to || day(now) };
}

/** queryOf puts a wish into the program's words; pages set offset and limit. */
export function queryOf(wish: Wish, now: Date): Query {
  const [from, to] = daysOf(wish, now);
  return {
    text: wish.text.trim(),
    mailbox: wish.mailbox,
    folder: wish.folder,
    sender: wish.sender.trim(),
    from,
    to,
    hasAttachment: wish.hasAttachment,
    client: wish.client,
    sort: !isSearch(wish) ? wish.sort : wish.rank === "relevance" ? wish.rank : "received",
    ascending: isSearch(wish) ? wish.rank === "oldest" : wish.ascending,
    offset: 0,
    limit: 0,
  };
}

/** isSearch says whether words are looked for. */
export const isSearch = (wish: Pick<Wish, "text">): boolean => wish.text.trim() !== "";

/** A filed mail in the list, and where the words stand in it. */
export interface MailRow {
  document: Document;
  fragments: Fragment[];
}

/** A part of the list, whether it was searched for or not. */
export interface MailPage {
  total: number;
  items: MailRow[];
  /** How many documents there are in all. */
  all: number;
  /** False while the program is still reading its list. */
  ready: boolean;
  mistake?: QueryMistake | undefined;
  progress?: SearchProgress | undefined;
}

const listKinds = ["filed", "documents", "settings", "processing"];
const searchKinds = [...listKinds, "indexed"];

/** questionOf asks for what a person wishes: with words the search index, else the list. */
export function questionOf(wish: Wish, now: Date): Question<MailRow, MailPage> {
  const query = queryOf(wish, now);
  const idOf = (row: MailRow): string => row.document.id;
  if (!isSearch(wish)) {
    const ask = async (offset: number, limit: number): Promise<MailPage> => {
      const page = await api.Documents({ ...query, offset, limit });
      return { ...page, items: page.items.map((document) => ({ document, fragments: [] })) };
    };
    return { key: JSON.stringify(query), ask, idOf, kinds: listKinds, pace: 400 };
  }
  // Who goes on writing after a word has written all of it.
  const done = /\s$/.test(wish.text);
  const ask = async (offset: number, limit: number): Promise<MailPage> => {
    const page = await api.Search({ ...query, offset, limit }, done);
    return { ...page, all: page.progress.filed, ready: true };
  };
  return { key: JSON.stringify([query, done]), ask, idOf, kinds: searchKinds, pace: 1000 };
}

/** filtersOf counts the filters in force, the text aside. */
export function filtersOf(wish: Wish): number {
  const [from, to] = daysOf(wish, new Date());
  return [wish.mailbox, wish.folder, wish.sender.trim(), from || to, wish.hasAttachment, wish.client].filter(Boolean).length;
}

/** sorted sorts by a column; by the same one again turns it round. Words begin with A, days and numbers with the newest and largest. */
export function sorted(wish: Wish, column: Column): Wish {
  if (isSearch(wish)) return { ...wish, rank: wish.rank === "newest" ? "oldest" : "newest" };
  if (wish.sort === column) return { ...wish, ascending: !wish.ascending };
  return { ...wish, sort: column, ascending: ["sender", "subject", "mailbox"].includes(column) };
}
