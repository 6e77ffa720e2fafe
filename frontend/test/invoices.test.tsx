import { render, screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, describe, expect, it, vi } from "vitest";
import { App } from "../src/app/App";
import type { API, InvoiceQuery } from "../src/backend/face";
import { formatFor } from "../src/i18n/format";
import { cardsOf } from "../src/rooms/documents/InvoiceCard";
import { documentAnswers, invoice, invoiceItem, invoiceList, preview } from "./documents";
import { type Fake, install, notAllowed, app as shell } from "./fixtures";

afterEach(() => vi.unstubAllGlobals());

async function open(answers: Partial<API> = {}, count = 12_846) {
  window.location.hash = "#/documents/invoices";
  const fake = install({ ...documentAnswers(count), ...answers });
  render(<App />);
  await screen.findByRole("tab", { name: "Invoices", selected: true });
  return { fake, user: userEvent.setup() };
}

const queries = (fake: Fake): InvoiceQuery[] => fake.asked.filter((a) => a.method === "Invoices").map((a) => a.args[0] as InvoiceQuery);
const rows = (): Promise<HTMLElement[]> => screen.findAllByRole("row", { name: /Peeters BV/ });

describe("the invoices", () => {
  it("are listed with their sums, and lead to the mail", async () => {
    const { fake, user } = await open();
    await screen.findByText("240 invoices");
    const totals = screen.getByRole("group", { name: "Totals" });
    within(totals).getByText(/^\d+ invoices$/);
    expect(within(totals).getAllByText(/^€/).length).toBe(3);
    expect(screen.getAllByRole("row").length).toBeLessThan(80);
    await user.click((await rows())[0] as HTMLElement);
    await waitFor(() => expect(fake.asked.findLast((a) => a.method === "Document")?.args).toEqual([invoiceItem(0).document.id]));
    const pane = screen.getByRole("region", { name: "Preview" });
    const card = await within(pane).findByRole("region", { name: "Invoice 2026-118" });
    for (const text of ["Read from UBL", "Peeters BV, BE0428759497", "20 November 2026", "BE68 5390 0754 7034", "VAT 21% on €1,240.00", "€1,500.40"]) within(card).getByText(text);
  });

  it("are chosen by seller, period, status and mailbox, and come in pages", async () => {
    const { fake, user } = await open();
    await user.type(screen.getByRole("searchbox"), "hartog");
    await user.selectOptions(await screen.findByRole("combobox", { name: "Status" }), "duplicate");
    await user.selectOptions(screen.getByRole("combobox", { name: "Invoice date" }), "lastYear");
    await screen.findByRole("option", { name: "info@kantoor.example" });
    await user.selectOptions(screen.getByRole("combobox", { name: "Mailbox" }), "info@kantoor.example");
    const year = new Date().getFullYear() - 1;
    await waitFor(() =>
      expect(queries(fake).at(-1)).toMatchObject({ seller: "hartog", state: "duplicate", mailbox: "info@kantoor.example", from: `${year}-01-01`, to: `${year}-12-31`, offset: 0, limit: 100 }),
    );
  });

  it("that came twice say so, with the first one a press away", async () => {
    const { user } = await open();
    await user.click(await screen.findByRole("row", { name: /2026-496/ }));
    await screen.findByText("This invoice came before.");
    await user.click(screen.getByRole("button", { name: "Show the first one" }));
    await waitFor(() => expect(window.location.hash).toBe("#/documents/99990"));
  });

  it("are missed where they are expected", async () => {
    const { fake, user } = await open();
    await screen.findByText(/3 mails in your invoice mailboxes hold no invoice/);
    await user.click(screen.getByRole("button", { name: "Show" }));
    await screen.findByText("3 mails without an invoice");
    expect(queries(fake).at(-1)?.state).toBe("none");
    expect((await screen.findAllByRole("gridcell", { name: "No invoice" })).length).toBe(3);
    expect(screen.getByRole("button", { name: "Export" }).getAttribute("aria-disabled")).toBe("true");
  });

  it("are saved as a table of what is listed", async () => {
    const { fake, user } = await open();
    await screen.findByText("240 invoices");
    await user.type(screen.getByRole("searchbox"), "smit");
    await screen.findByText("48 invoices");
    await user.click(screen.getByRole("button", { name: "Export" }));
    await user.click(await screen.findByRole("menuitem", { name: "Excel (XLSX)" }));
    await screen.findByText("Saved as /home/jan/invoices.xlsx");
    expect(fake.asked.find((a) => a.method === "SaveInvoices")?.args).toMatchObject([{ seller: "smit" }, "xlsx"]);
  });

  it("show their file in the folder, without being chosen", async () => {
    const { fake, user } = await open();
    await user.click(within((await rows())[0] as HTMLElement).getByRole("button", { name: "Show factuur-0.xml in folder" }));
    expect(fake.asked.find((a) => a.method === "ShowFile")?.args).toEqual([invoiceItem(0).document.id, invoiceItem(0).path]);
    expect((await rows())[0]?.getAttribute("aria-selected")).toBe("false");
  });

  it("are listed anew when more is known", async () => {
    let count = 1;
    const { fake } = await open({ Invoices: (q) => invoiceList(count)(q) });
    await screen.findByText("1 invoice", { selector: "[role=status]" });
    count = 2;
    fake.emit({ kind: "recognised", id: "1" });
    await screen.findByText("2 invoices", { selector: "[role=status]" });
  });

  it("are used by the keyboard alone", async () => {
    const { user } = await open();
    await rows();
    await user.keyboard("{Control>}f{/Control}");
    await waitFor(() => expect(document.activeElement).toBe(screen.getByRole("searchbox")));
    await user.keyboard("{ArrowDown}");
    const grid = screen.getByRole("grid", { name: "Invoices" });
    expect(document.activeElement).toBe(grid);
    await user.keyboard("{Enter}");
    await waitFor(() => expect(document.activeElement?.tagName).toBe("H2"));
    await user.keyboard("{Escape}");
    await waitFor(() => expect(document.activeElement).toBe(grid));
    screen.getByRole("tab", { name: "Invoices" }).focus();
    await user.keyboard("{ArrowLeft}");
    await screen.findByRole("tab", { name: "Mail", selected: true });
  });

  it("that are none say what brings them, and lead to the mailboxes in which they are expected", async () => {
    const marks: { mailbox: string; folder: string }[] = [];
    const { fake, user } = await open(
      {
        InvoiceMarks: async () => [...marks],
        MarkInvoices: async (mailbox, folder) => {
          marks.push({ mailbox, folder });
        },
      },
      0,
    );
    await screen.findByText("No invoice yet");
    const [, last] = screen.getAllByRole("button", { name: "Invoice mailboxes" });
    await user.click(last as HTMLElement);
    const panel = await screen.findByRole("dialog", { hidden: true }); // which jsdom takes it for on a busy machine
    await user.click(await within(panel).findByRole("checkbox", { hidden: true, name: "facturen@kantoor.example" }));
    await waitFor(() => expect((within(panel).getByRole("checkbox", { hidden: true, name: "facturen@kantoor.example" }) as HTMLInputElement).checked).toBe(true));
    expect(fake.asked.find((a) => a.method === "MarkInvoices")?.args).toEqual(["facturen@kantoor.example", "", true]);
    expect(within(panel).queryByRole("list", { hidden: true, name: "Folders of facturen@kantoor.example" })).toBeNull();
    await user.click(within(panel).getByRole("button", { hidden: true, name: "Close" }));
    await waitFor(() => expect(document.activeElement).toBe(last));
  });

  it("can't be expected elsewhere by whoever may not change settings", async () => {
    const { user } = await open({ App: async () => shell({ access: notAllowed() }) });
    await user.click(await screen.findByRole("button", { name: "Invoice mailboxes" }));
    const panel = await screen.findByRole("dialog");
    await within(panel).findByText(/ask a member of/);
    for (const box of await within(panel).findAllByRole("checkbox")) expect((box as HTMLInputElement).disabled).toBe(true);
  });
});

describe("a card", () => {
  it("of what text suggests says how sure it is, and stands back behind real data", async () => {
    const { files } = preview();
    expect(cardsOf(files).map((f) => f.name)).toEqual(["factuur-2026-118.xml"]);
    const text = invoice({ format: "text", number: "77", warnings: ["Found in the text of the PDF: please check."], sure: [{ field: "number", percent: 90 }, { field: "seller.vat", percent: 80 }, { field: "gross", percent: 70 }] });
    expect(cardsOf([...files, { ...(files[0] as (typeof files)[0]), invoice: text }]).length).toBe(2);
    window.location.hash = "#/documents/100000";
    install({ ...documentAnswers(), Document: async () => preview({ files: [{ ...(files[0] as (typeof files)[0]), invoice: text }] }) });
    render(<App />);
    const card = await screen.findByRole("region", { name: "Invoice 77" });
    within(card).getByText("Suggestion: please check");
    within(card).getByText("80% sure");
    within(card).getByText("70% sure");
    within(within(card).getByRole("list", { name: "What is odd about it" })).getByText(/Found in the text/);
  });

  it("writes amounts as the person does, exactly", () => {
    const dutch = formatFor("nl-BE");
    expect(dutch.amount("1240.5", "EUR").replace(/\s/g, " ")).toBe("€ 1.240,50");
    expect(dutch.amount("12345678901234567.89", "EUR").replace(/\s/g, " ")).toBe("€ 12.345.678.901.234.567,89");
    expect(dutch.amount("0.1234", "EUR").replace(/\s/g, " ")).toBe("€ 0,1234");
    expect(dutch.amount("-3", "Taler").replace(/\s/g, " ")).toBe("-3,00 Taler");
    expect(dutch.amount("1.240,50", "EUR")).toBe("EUR 1.240,50");
    expect(dutch.amount("", "")).toBe("");
    expect(dutch.day("2026-03-03")).toBe("3 maart 2026");
  });
});
