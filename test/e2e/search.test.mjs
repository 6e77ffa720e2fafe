import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { promisify } from 'node:util';
import { addPerson, deliver, mail } from './cloud.mjs';
import { answer } from './dialog.mjs';
import { look } from './look.mjs';
import { button, connect, menuItem, room, told } from './person.mjs';
import { startProgram, steps, until } from './program.mjs';

const run = promisify(execFile);

// UBL invoice 12115118 of De Koksmaat: 225.00 and VAT are 250.33 EUR.
const ubl = await readFile(new URL('../../testdata/invoices/en16931/ubl/examples/guide-example1.xml', import.meta.url), 'utf8');
const file = (name) => ({ name, type: 'application/octet-stream', content: ubl });

test('mails are found by what is in them, and invoices are listed, shown and saved', async (t) => {
  const emma = await addPerson('Emma Janssens');
  const program = await startProgram(t);
  const { page, t: say } = program;
  const step = steps(t);
  await connect(program, emma);
  await deliver(emma, mail({ subject: 'Lease of the lorry', html: '<p>The tarpaulin is torn &amp; wet.</p>' }));
  await deliver(emma, mail({ subject: 'Our invoice', from: 'Koksmaat <post@koksmaat.example>', files: [file('first.xml')] }));
  await deliver(emma, mail({ subject: 'Once more', from: 'Koksmaat <post@koksmaat.example>', files: [file('second.xml')] }));
  await deliver(emma, mail({ subject: 'A question', from: 'Ann Peters <ann@client.example>' }));
  await program.api('SyncNow');
  await until('all mails can be found', async () => (await program.api('SearchProgress')).indexed === 4);
  await room(program, 'documents').click();
  const grid = page.getByRole('grid');
  const preview = page.getByRole('region', { name: say('documents:preview') });

  await step('found by its text, marked, and opened', async () => {
    await page.getByText(say('documents:count', { count: 4 })).waitFor();
    await page.keyboard.press('Control+f');
    await page.keyboard.type('tarpau');
    const row = grid.getByRole('row', { name: /Lease of the lorry/ });
    await row.locator('mark', { hasText: 'tarpaulin' }).waitFor();
    await page.getByText(say('documents:found', { count: 1, all: '4' })).waitFor();
    await look(program, 'search');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await preview.getByRole('heading', { name: 'Lease of the lorry' }).waitFor();
    await preview.frameLocator('iframe').getByText('The tarpaulin is torn').waitFor();
    await page.keyboard.press('Escape');
    await button(program, 'documents:showPreview').click();
  });

  await step('what the query means is explained', async () => {
    await page.keyboard.press('Control+f');
    await page.keyboard.press('Control+a');
    await page.keyboard.press('Delete');
    await page.getByText(say('documents:count', { count: 4 })).waitFor();
    await button(program, 'documents:tips.title').click();
    await page.getByRole('menuitem', { name: say('documents:tips.from.text') }).waitFor();
    await look(program, 'search-tips', { still: true });
    await page.getByRole('menuitem', { name: say('documents:tips.invoice.text') }).click();
    await page.getByText(say('documents:found', { count: 2, all: '4' })).waitFor();
    await page.getByRole('searchbox').fill('fron:ann');
    const status = page.getByRole('status').filter({ hasText: 'fron:ann' });
    await status.locator('mark', { hasText: 'fron:' }).waitFor();
    await look(program, 'search-mistake');
    await status.getByRole('button').click();
    await grid.getByRole('row', { name: /A question/ }).waitFor();
    assert.equal(await page.getByRole('searchbox').inputValue(), 'from:ann');
  });

  await step('invoices are listed, and one that came twice is pointed out', async () => {
    await page.getByRole('tab', { name: say('documents:views.invoices') }).click();
    await page.getByText(say('invoices:count', { count: 2 }), { exact: true }).first().waitFor();
    await grid.getByRole('row', { name: new RegExp(say('invoices:state.duplicate')) }).click();
    await preview.getByText(say('invoices:twice.title')).waitFor();
    const card = preview.getByRole('region', { name: say('invoices:invoice', { number: '12115118' }) });
    await card.getByText('€250.33').waitFor();
    const totals = page.getByRole('group', { name: say('invoices:totals') });
    await totals.getByText(say('invoices:counted', { count: 1 }), { exact: true }).waitFor();
    await totals.getByText('€250.33').waitFor();
    await look(program, 'invoices');
    await preview.getByRole('button', { name: say('invoices:twice.show') }).click();
    await preview.getByRole('heading', { name: 'Our invoice' }).waitFor();
    await page.getByRole('tab', { name: say('documents:views.invoices') }).click();
  });

  await step('a mail without an invoice is missed where one is expected', async () => {
    await page.getByRole('button', { name: say('invoices:marks.title') }).click();
    const panel = page.getByRole('dialog');
    const mark = panel.getByRole('checkbox', { name: emma, exact: true });
    await mark.click();
    await until('the mark is kept', () => mark.isChecked());
    await look(program, 'invoice-mailboxes', { still: true });
    await page.keyboard.press('Escape');
    await panel.waitFor({ state: 'hidden' });
    await page.getByText(say('invoices:without', { count: 2 })).waitFor();
    await button(program, 'invoices:showWithout').click();
    await grid.getByRole('row', { name: /A question/ }).waitFor();
    await page.getByRole('combobox', { name: say('invoices:state.label') }).selectOption('');
  });

  await step('the list is saved, and a file shown in its folder', async () => {
    await page.getByText(say('invoices:count', { count: 2 }), { exact: true }).first().waitFor();
    await button(program, 'invoices:export').click();
    await menuItem(program, 'invoices:asCSV').click();
    const to = join(program.home, 'invoices.csv');
    await Promise.all([answer(program, 'Save the invoices', to), told(program, say('documents:file.saved', { path: to }))]);
    const lines = (await readFile(to, 'utf8')).trim().split('\n');
    assert.equal(lines.length, 3, lines.join('\n'));
    assert.match(lines[1], /^12115118,/);
    await button(program, 'invoices:export').click();
    await menuItem(program, 'invoices:asExcel').click();
    const book = join(program.home, 'book.xlsx');
    await Promise.all([answer(program, 'Save the invoices', book), told(program, say('documents:file.saved', { path: book }))]);
    const { stdout } = await run('python3', ['-c', 'import sys, zipfile\nz = zipfile.ZipFile(sys.argv[1])\nprint("".join(z.read(n).decode() for n in z.namelist() if n.endswith(".xml")))', book]);
    assert.match(stdout, /De Koksmaat/);
    assert.match(stdout, /250\.33/);
    await grid.getByRole('button', { name: say('documents:file.showOf', { name: 'first.xml' }) }).click();
    assert.ok((await program.opened()).startsWith((await program.api('App')).destination), 'expected a folder of the archive to be shown');
  });

  await step('a folder takes invoices, as its row in the tree says', async () => {
    await program.api('MarkInvoices', emma, '', false);
    await room(program, 'mailboxes').click();
    const inbox = page.getByRole('treeitem', { name: /^Inbox/ });
    await inbox.hover();
    await inbox.getByRole('button', { name: say('mailboxes:tree.noInvoices'), pressed: false }).click();
    const mark = inbox.getByRole('button', { name: say('mailboxes:tree.invoices'), pressed: true });
    await mark.waitFor();
    assert.deepEqual(await program.api('InvoiceMarks'), [{ mailbox: emma, folder: 'Inbox' }]);
    await look(program, 'tree-invoices');
    await mark.click();
    await until('the mark is gone', async () => (await program.api('InvoiceMarks')).length === 0);
  });
});
