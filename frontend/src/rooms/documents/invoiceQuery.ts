import { api } from "../../backend/api";
import type { Question } from "../../backend/pages";
import type { InvoiceItem, InvoicePage, InvoiceQuery } from "../../backend/types";
import { daysOf, type Wish } from "./query";

/** The states that can be asked for, as the program names them. */
export const states = ["ok", "check", "duplicate", "copy", "none"] as const;

/** Which invoices the person has asked for. */
export interface InvoiceWish extends Pick<Wish, "period" | "from" | "to"> {
  mailbox: string;
  seller: string;
  client: string;
  state: string;
}

export const allInvoices: InvoiceWish = { mailbox: "", seller: "", client: "", state: "", period: "any", from: "", to: "" };

export function invoiceQueryOf(wish: InvoiceWish, now: Date): InvoiceQuery {
  const [from, to] = daysOf(wish, now);
  return { mailbox: wish.mailbox, seller: wish.seller.trim(), client: wish.client, state: wish.state, from, to, offset: 0, limit: 0 };
}

/** What separates the document of a row from the rest of its id. */
const rest = " ";

const rowOf = (item: InvoiceItem): string => [item.document.id, item.path, item.inside].join(rest);
export const documentOf = (row: string): string => row.split(rest)[0] ?? "";

const kinds = ["recognised", "indexed", "marks", "settings", "processing"];

export function invoicesOf(query: InvoiceQuery): Question<InvoiceItem, InvoicePage> {
  return { key: JSON.stringify(query), ask: (offset, limit) => api.Invoices({ ...query, offset, limit }), idOf: rowOf, kinds, pace: 1000 };
}
