import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { addPerson, deliver, mail } from './cloud.mjs';
import { answer } from './dialog.mjs';
import { look } from './look.mjs';
import { button, connect, room, told } from './person.mjs';
import { startProgram, steps, until } from './program.mjs';

const invoice = '%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n';
const mails = [
  mail({ subject: 'Alpha, the invoice', from: 'Zoë Adams <zoe@client.example>', files: [{ name: 'invoice 7.pdf', type: 'application/pdf', content: invoice }] }),
  mail({ subject: 'Bravo, a program', from: 'Mallory <mallory@evil.example>', files: [{ name: 'setup.exe', type: 'application/octet-stream', content: 'MZ' }] }),
  mail({ subject: 'Charlie, with a link', from: 'Bert Claes <bert@client.example>', html: '<p>Read <a href="https://elsewhere.example/pay?id=1">www.bank.example</a> and <a href="https://client.example/">our page</a>.<script>document.title="hit"</script><img src="https://tracker.example/x.png"></p>' }),
  mail({ subject: 'Delta, only words', from: 'Ann Peters <ann@client.example>' }),
];

test('documents are found, looked at, opened and proven', async (t) => {
  const emma = await addPerson('Emma Janssens');
  const program = await startProgram(t);
  const { page, t: say } = program;
  const step = steps(t);
  const main = page.getByRole('main');
  await connect(program, emma);
  await room(program, 'documents').click();
  await page.getByText(say('documents:empty.title')).waitFor();
  await look(program, 'documents-empty');
  for (const one of mails) await deliver(emma, one);
  await program.api('SyncNow');
  const grid = page.getByRole('grid');
  const subjects = () => grid.getByRole('row').getByText(/^(Alpha|Bravo|Charlie|Delta), /).allInnerTexts();
  const shows = (list) => until(`the list ${list}`, async () => (await subjects()).map((s) => s[0]).join('') === list);
  await main.getByText(say('documents:count', { count: 4 })).waitFor();
  await page.getByText(say('documents:noneChosen.title')).waitFor();
  await look(program, 'documents');

  await step('sorted', async () => {
    await button(program, 'documents:column.subject').click();
    await shows('ABCD');
    assert.equal(await grid.getByRole('columnheader', { name: say('documents:column.subject') }).getAttribute('aria-sort'), 'ascending');
    await button(program, 'documents:column.subject').click();
    await shows('DCBA');
    await button(program, 'documents:column.sender').click();
    await shows('DCBA'); // Ann, Bert, Mallory, Zoë
    await button(program, 'documents:column.sender').click();
    await shows('ABCD');
    await button(program, 'documents:column.subject').click();
    await shows('ABCD');
  });

  await step('searched and filtered', async () => {
    await grid.focus();
    await page.keyboard.press('Control+f');
    await page.keyboard.type('invoice');
    await shows('A');
    await page.keyboard.press('Escape');
    await shows('ABCD');
    await page.keyboard.type('nowhere');
    await page.getByText(say('documents:nothing.title', { text: 'nowhere' })).waitFor();
    await look(program, 'documents-nothing');
    await main.getByRole('button', { name: say('documents:nothing.clear'), exact: true }).last().click();
    await shows('ABCD');
    await button(program, 'documents:filter.button').click();
    await page.getByLabel(say('documents:filter.hasAttachment')).check();
    await shows('AB');
    await page.getByLabel(say('documents:filter.sender')).fill('mallory');
    await shows('B');
    await look(program, 'documents-filter');
    await button(program, 'documents:filter.clear').click();
    await shows('ABCD');
    await page.getByLabel(say('documents:filter.period')).selectOption('lastYear');
    await page.getByText(say('documents:nothing.titleFilter')).waitFor();
    await button(program, 'documents:nothing.clearAll').click();
    await shows('ABCD');
    await button(program, 'documents:filter.button').click();
  });

  const preview = page.getByRole('region', { name: say('documents:preview') });
  const choose = (subject) => grid.getByRole('row', { name: new RegExp(subject) }).click();

  await step('an attachment is opened, shown and saved', async () => {
    await choose('Alpha');
    await preview.getByText('invoice 7.pdf').waitFor();
    await look(program, 'preview-attachment');
    await preview.getByRole('button', { name: 'invoice 7.pdf', exact: true }).click();
    const opened = await program.opened();
    assert.match(opened, /invoice 7\.pdf$/);
    assert.equal(await readFile(opened, 'latin1'), invoice);
    await preview.getByRole('button', { name: say('documents:file.showOf', { name: 'invoice 7.pdf' }) }).click();
    assert.ok(opened.startsWith(await program.opened()), 'expected its folder to be shown');
    await preview.getByRole('button', { name: say('documents:file.saveOf', { name: 'invoice 7.pdf' }) }).click();
    const copy = join(program.home, 'copy.pdf');
    await Promise.all([answer(program, 'Save a copy', copy), told(program, say('documents:file.saved', { path: copy }))]);
    assert.equal(await readFile(copy, 'latin1'), invoice);
  });

  await step('a program is never opened', async () => {
    await choose('Bravo');
    await preview.getByText(say('documents:file.program')).waitFor();
    assert.equal(await preview.getByRole('button', { name: 'setup.exe', exact: true }).count(), 0);
    await look(program, 'preview-program');
    const { items } = await program.api('Documents', { text: 'Bravo', limit: 1 });
    const { files } = await program.api('Document', items[0].id);
    const refused = await page.evaluate(([id, path]) => window.go.face.API.OpenFile(id, path).then(() => 'opened', (e) => JSON.parse(e.message).code), [items[0].id, files[0].path]);
    assert.equal(refused, 'file-executable');
  });

  await step('a link is opened only after asking, and nothing is loaded', async () => {
    const asked = [];
    page.on('request', (r) => r.url().startsWith(program.base) || r.url().startsWith('data:') || asked.push(r.url()));
    await choose('Charlie');
    await preview.getByText(say('documents:remote', { count: 1 })).waitFor();
    const frame = preview.frameLocator('iframe');
    await frame.getByText('www.bank.example').waitFor();
    await look(program, 'preview-html');
    await button(program, 'documents:link.list', { count: 2 }).click();
    await page.getByRole('menuitem', { name: /www\.bank\.example/ }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText(say('documents:link.pretends', { host: 'elsewhere.example' })).waitFor();
    await look(program, 'link', { still: true });
    await button(program, 'shell:cancel').click();
    await dialog.waitFor({ state: 'hidden' });
    await button(program, 'documents:link.list', { count: 2 }).click();
    await page.getByRole('menuitem', { name: /our page/ }).click();
    await button(program, 'documents:link.open').click();
    assert.equal(await program.opened(), 'https://client.example/', 'the first thing that was opened, so not the one that was not agreed to');
    assert.deepEqual(asked, [], 'what the page loaded from elsewhere');
    await preview.getByRole('tab', { name: say('documents:view.headers') }).click();
    await preview.getByText('Message-ID', { exact: false }).first().waitFor();
    await look(program, 'preview-headers');
  });

  await step('its proof is checked', async () => {
    await choose('Delta');
    await preview.getByText('This is Delta, only words.').waitFor();
    await preview.getByRole('button', { name: say('documents:proof.title'), exact: true }).click();
    await button(program, 'documents:proof.now').click();
    await preview.getByText(/Unchanged since filing/).waitFor();
    await look(program, 'proof');
  });

  await step('all of it by keyboard', async () => {
    await choose('Alpha');
    await grid.focus();
    await page.keyboard.press('ArrowDown');
    await preview.getByRole('heading', { name: 'Bravo, a program' }).waitFor();
    await page.keyboard.press('End');
    await preview.getByRole('heading', { name: 'Delta, only words' }).waitFor();
    await page.keyboard.press('Space');
    await preview.waitFor({ state: 'hidden' });
    await page.keyboard.press('Home');
    await page.keyboard.press('Enter');
    await preview.getByRole('heading', { name: 'Alpha, the invoice' }).waitFor();
    await until('the focus in the preview', () => preview.evaluate((pane) => pane.contains(document.activeElement)));
    await page.keyboard.press('Escape');
    await until('the focus back in the list', () => grid.evaluate((list) => list === document.activeElement));
  });

  await step('and they are files in the archive folder', async () => {
    const { destination } = await program.api('App');
    assert.ok(destination.startsWith(program.home), destination);
    const names = await readdir(destination, { recursive: true });
    assert.equal(names.filter((name) => name.endsWith('.eml')).length, 4, names.join('\n'));
  });
});
