// Typed examples of filed mails, for tests of the page and for looking at it. The names are made up.
import type { API, Document, DocumentPage, Filters, Invoice, InvoiceItem, InvoicePage, InvoiceQuery, Preview, Proof, Query, SearchPage, Span } from "../src/backend/face";

const people = [
  "Jan Peeters <jan@peeters.example>",
  "Belastingdienst <noreply@belasting.example>",
  "Fatima El Amrani <fatima@kapsalon-noord.example>",
  "info@hartog-bouw.example",
  "Sofie Claes <sofie@claes.example>",
  "Müller Steuerberatung <kanzlei@mueller.example>",
  "Cabinet Laurent <contact@laurent.example>",
  "",
];
const subjects = [
  "Factuur 2026-118 en werkbon Stationsstraat 12",
  "Voorlopige aanslag vennootschapsbelasting 2026",
  "RE: loonstroken november",
  "Jaarrekening 2025, definitief",
  "Btw-aangifte Q3: ontbrekende bonnen",
  "Rechnung 4711 vom 12.11.2026",
  "Relevé bancaire octobre",
  "",
];
const folders = ["Postvak IN/Klanten/Peeters BV", "Postvak IN", "Postvak IN/Klanten/Kapsalon Noord", "Verzonden items"];
const mailboxes = ["jan@kantoor.example", "info@kantoor.example", "facturen@kantoor.example"];
const nth = (list: readonly string[], i: number): string => list[i % list.length] ?? "";
const digest = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08";

/** document makes the nth newest filed mail. */
export function document(i: number, now = Date.now()): Document {
  const time = new Date(now - 240_000 - i * 5_400_000 - Math.min(i, 40) ** 2 * 60_000).toISOString();
  return {
    id: String(100_000 - i),
    received: time,
    filed: time,
    mailbox: nth(mailboxes, Math.floor(i / 3)),
    folder: nth(folders, i),
    from: nth(people, i),
    subject: nth(subjects, i),
    attachments: i % 4 === 3 ? 0 : (i % 5) + (i % 4 === 0 ? 10 : 1),
    size: 20_000 + i,
    state: "filed",
    client: i % 3 === 0 ? "Peeters BV" : i % 3 === 1 ? "Bakkerij Smit & Zonen" : "",
    clientId: i % 3 === 0 ? "peeters" : i % 3 === 1 ? "smit" : "",
  };
}

/** library answers queries on so many mails as the program does; only text, mailbox and attachments narrow it. */
export function library(count: number): (q: Query) => Promise<DocumentPage> {
  const all = Array.from({ length: count }, (_, i) => i);
  return async (q) => {
    const words = q.text.toLowerCase();
    const narrowed = q.text || q.mailbox || q.hasAttachment;
    const fits = (i: number): boolean => {
      const d = document(i);
      return (
        `${d.subject} ${d.from}`.toLowerCase().includes(words) && (!q.mailbox || d.mailbox === q.mailbox) && (!q.hasAttachment || d.attachments > 0)
      );
    };
    const found = narrowed ? all.filter(fits) : all;
    const at = (row: number): number => found[q.ascending ? found.length - 1 - row : row] ?? 0;
    const last = Math.min(found.length, q.offset + q.limit);
    const items = [];
    for (let row = q.offset; row < last; row++) items.push(document(at(row)));
    return { total: found.length, all: count, ready: true, items };
  };
}

const spansOf = (text: string, word: string): Span[] =>
  text
    .split(new RegExp(`(${word.replace(/[^\p{L}\p{N} ]/gu, ".")})`, "iu"))
    .map((part) => ({ text: part, hit: part.toLowerCase() === word.toLowerCase() }))
    .filter((span) => span.text !== "");

/** search answers a search as the program does: words are found in subject and sender, "werkbon" in the text of all. */
export function search(count: number, part: Partial<SearchPage> = {}): (q: Query) => Promise<SearchPage> {
  const find = library(count);
  return async (q) => {
    const text = `de getekende werkbon ${q.text} van vorige week ligt hierbij`;
    const page = await find(q.text.startsWith("werk") || q.text.includes(":") ? { ...q, text: "" } : q);
    return {
      total: page.total,
      items: page.items.map((d, i) => ({
        document: d,
        fragments: [
          ...(d.subject.toLowerCase().includes(q.text.toLowerCase()) ? [{ part: "subject", name: "", spans: spansOf(d.subject, q.text) }] : []),
          i % 3 === 1 ? { part: "attachment", name: "werkbon.pdf", spans: spansOf(text, q.text) } : { part: "text", name: "", spans: spansOf(text, q.text) },
        ],
      })),
      progress: { ready: true, indexed: count, filed: count },
      ...part,
    };
  };
}

export const filters = (): Filters => ({
  mailboxes: mailboxes.map((address) => ({ address, count: 4282, folders: folders.map((path, i) => ({ path, count: 1200 - i * 31 })) })),
  clients: 240,
});

export const html = `<div style="font-family: Verdana; color: #333333"><h2 style="color: #0b6d77">Peeters BV</h2>
<p>Geachte heer, mevrouw,</p><p>Bijgaand vindt u onze factuur voor de werken aan de <b>Stationsstraat 12</b>, met de getekende werkbon.
Betaling graag binnen 30 dagen.</p>
<table width="100%" cellpadding="6" style="border-collapse: collapse"><tr bgcolor="#e9f6f7"><td>Zonder btw</td><td align="right">€ 1.240,00</td></tr>
<tr><td>Btw 21 %</td><td align="right">€ 260,40</td></tr><tr><td><b>Totaal</b></td><td align="right"><b>€ 1.500,40</b></td></tr></table>
<p>Betalen kan via <a data-href="https://pay.example/i/2026-118?ref=peeters" role="link" tabindex="0">onze betaalpagina</a> of op
<a data-href="http://betaal.phish.example/login" role="link" tabindex="0">www.peeters.example</a>.</p><p>Met vriendelijke groet,<br>Jan Peeters</p></div>`;

const broken = {
  code: "pdf-encrypted",
  message: "The PDF is protected with a password.",
  remedy: "Ask the sender for one without.",
  who: "you",
  detail: "",
  link: "",
  since: "",
  retry: "",
};

/** invoice is what an invoice of Peeters says. */
export const invoice = (part: Partial<Invoice> = {}): Invoice => ({
  format: "ubl",
  profile: "Peppol BIS Billing 3",
  type: "invoice",
  number: "2026-118",
  issueDate: "2026-11-20",
  dueDate: "2026-12-20",
  seller: { name: "Peeters BV", vat: "BE0428759497", registration: "", taxNumber: "" },
  buyer: { name: "Van Dijk Accountants", vat: "BE0403170701", registration: "", taxNumber: "" },
  currency: "EUR",
  net: "1240.00",
  tax: "260.40",
  gross: "1500.40",
  payable: "1500.40",
  taxes: [{ rate: "21", base: "1240.00", tax: "260.40", category: "S" }],
  iban: "BE68539007547034",
  reference: "+++090/9337/55493+++",
  order: "",
  buyerReference: "",
  warnings: [],
  sure: [],
  ...part,
});

const sellers = ["Peeters BV", "Hartog Bouw BV", "Müller Steuerberatung GmbH", "Cabinet Laurent SARL", "Bakkerij Smit BV"];

/** invoiceItem is the nth newest invoice. */
export function invoiceItem(i: number): InvoiceItem {
  const state = i % 9 === 4 ? "duplicate" : i % 7 === 3 ? "check" : i % 11 === 6 ? "copy" : "ok";
  const day = new Date(Date.now() - i * 40 * 3_600_000).toISOString().slice(0, 10);
  const gross = (120 + ((i * 7919) % 400_000) / 100).toFixed(2);
  const d = document(i * 2);
  return {
    document: d,
    state,
    duplicateOf: state === "duplicate" ? "99990" : "",
    attachment: `factuur-${i}.xml`,
    path: `${d.id}/factuur-${i}.xml`,
    inside: "",
    invoice: invoice({
      number: `2026-${String(500 - i)}`,
      issueDate: day,
      seller: { name: nth(sellers, i), vat: `BE0${428_759_497 + i}`, registration: "", taxNumber: "" },
      gross,
      payable: gross,
      ...(i === 5 && { type: "creditnote", gross: "-90.00", payable: "-90.00" }),
      ...(state === "check" && { warnings: ["Net amount and VAT come to 1500.40, but the total says 1500.00."] }),
    }),
  };
}

/** invoiceList answers questions for so many invoices as the program does; only seller and state narrow it. */
export function invoiceList(count: number): (q: InvoiceQuery) => Promise<InvoicePage> {
  const missing = [0, 1, 2].map((i): InvoiceItem => ({ document: document(i), state: "none", duplicateOf: "", attachment: "", path: `${i}.eml`, inside: "" }));
  return async (q) => {
    const all = q.state === "none" ? (count > 0 ? missing : []) : Array.from({ length: count }, (_, i) => invoiceItem(i));
    const found = all.filter((i) => (!q.state || i.state === q.state) && (i.invoice?.seller.name ?? "").toLowerCase().includes(q.seller.toLowerCase()));
    const counted = found.filter((i) => i.state === "ok" || i.state === "check");
    const sum = counted.reduce((total, i) => total + Number(i.invoice?.gross ?? 0), 0);
    return {
      total: found.length,
      items: found.slice(q.offset, q.offset + q.limit),
      totals: counted.length > 0 ? [{ currency: "EUR", count: counted.length, net: (sum / 1.21).toFixed(2), tax: (sum - sum / 1.21).toFixed(2), gross: sum.toFixed(2), payable: sum.toFixed(2) }] : [],
      without: count > 0 ? missing.length : 0,
      waiting: 0,
      marks: count > 0 ? [{ mailbox: "facturen@kantoor.example", folder: "" }] : [],
    };
  };
}

export function preview(part: Partial<Preview> = {}): Preview {
  const file = (name: string, kind: string, size: number, status: string, openable = true) => ({
    name,
    status,
    path: `Peeters BV/2026/11/118/${name}`,
    size,
    contentType: "application/octet-stream",
    kind,
    sha256: digest,
    openable,
  });
  return {
    document: document(0),
    messageId: "<118@peeters.example>",
    to: ["facturen@kantoor.example", "Jan Vermeer <jan@kantoor.example>"],
    cc: ["boekhouding@peeters.example"],
    date: document(0).received,
    headers: [
      { name: "Return-Path", value: "<jan@peeters.example>" },
      { name: "Received", value: "from mail.peeters.example by mx.kantoor.example; Fri, 20 Nov 2026 09:38:02 +0100" },
      { name: "From", value: "Jan Peeters <jan@peeters.example>" },
      { name: "Subject", value: "Factuur 2026-118 en werkbon Stationsstraat 12" },
      { name: "Message-ID", value: "<118@peeters.example>" },
    ],
    text: "Geachte heer, mevrouw,\n\nBijgaand vindt u onze factuur voor de werken aan de Stationsstraat 12.\nBetalen kan via https://pay.example/i/2026-118?ref=peeters.\n\nMet vriendelijke groet,\nJan Peeters",
    html,
    remote: 2,
    shortened: false,
    path: "jan@kantoor.example/Postvak IN/Klanten/Peeters BV/2026-11-20 0938 Jan Peeters - Factuur 2026-118 en werkbon.eml",
    sha256: digest,
    alsoIn: [{ id: "100007", mailbox: "info@kantoor.example", folder: "Postvak IN/Facturen" }],
    files: [
      { ...file("factuur-2026-118.xml", "invoice", 12_000, "processed"), invoice: invoice() },
      { ...file("factuur-2026-118.pdf", "invoice", 184_000, "processed"), invoice: invoice({ format: "text", sure: [{ field: "number", percent: 90 }] }) },
      file("werkbon.jpg", "image", 2_100_000, "identifying"),
      { ...file("bijlage.pdf", "document", 90_000, "failed"), reason: broken },
      file("herinnering.pdf.exe", "other", 412_000, "identified", false),
    ],
    ...part,
  };
}

export const proof = (part: Partial<Proof> = {}): Proof => ({
  id: "100000",
  unchanged: true,
  checked: new Date().toISOString(),
  registered: document(0).filed,
  seq: 12_846,
  files: [
    { name: "", path: preview().path, sha256: digest, found: digest, state: "unchanged" },
    ...preview().files.map((f) => ({ name: f.name, path: f.path, sha256: digest, found: digest, state: "unchanged" })),
  ],
  ...part,
});

/** documentAnswers is a program with so many filed mails. */
export const documentAnswers = (count = 12_846): Partial<API> => ({
  Documents: library(count),
  Search: search(count),
  SearchProgress: async () => ({ ready: true, indexed: count, filed: count }),
  RenewSearch: async () => undefined,
  Invoices: invoiceList(count === 0 ? 0 : 240),
  InvoiceMarks: async () => (count === 0 ? [] : [{ mailbox: "facturen@kantoor.example", folder: "" }]),
  MarkInvoices: async () => undefined,
  SaveInvoices: async (_, format) => `/home/jan/invoices.${format}`,
  Export: async () => ({ path: "/home/jan/mail-export-2026-11-20.zip", mails: count, files: count * 2, changed: 0, missing: 0 }),
  LookAgain: async () => undefined,
  DocumentFilters: async () => filters(),
  Document: async (id) => {
    const i = 100_000 - Number(id);
    return preview({ document: document(i), ...(i % 3 === 1 ? { html: "", files: [], remote: 0 } : {}) });
  },
  Proof: async (id) => proof({ id }),
  OpenFile: async () => undefined,
  ShowFile: async () => undefined,
  SaveCopy: async (_, path) => `/home/jan/${path.split("/").at(-1) ?? ""}`,
  OpenLink: async () => undefined,
});
