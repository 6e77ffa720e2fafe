// The simulator's page: mails and folders, by hand in a real browser.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { addPerson, asPerson, control, deliver, enter, folders, mails, mime, said, startBrowser, subjects } from './browser.mjs';

const pia = 'pia@kantoor.example';
let browser;

before(async () => {
  browser = await startBrowser();
  await addPerson(pia, 'Pia Vermeer');
});
after(() => browser.close());

// folder makes an empty folder for one test.
async function folder(path) {
  await control('POST', `mailboxes/${pia}/folders`, { path });
}

const choose = (page, subject) => page.getByRole('checkbox', { name: `Choose ${subject}`, exact: true }).check();
const dialog = (page) => page.getByRole('dialog');

// drop lets files fall onto an element, as from a file manager.
async function drop(page, target, files) {
  const dataTransfer = await page.evaluateHandle((list) => {
    const data = new DataTransfer();
    for (const { name, text } of list) data.items.add(new File([text], name));
    return data;
  }, files);
  for (const event of ['dragover', 'drop']) await target.dispatchEvent(event, { dataTransfer });
}

test('a mail that is written on the page arrives letter by letter, with its attachment', async () => {
  const page = await browser.open();
  await enter(page, 'Pia Vermeer');
  await page.getByRole('button', { name: 'Drop in a mail' }).click();
  const subject = 'Factuur für Élodie – “2026/114” mit sehr vielen Wörtern, die über eine Zeile hinausgehen € 🧾';
  const invoice = Buffer.from(Array.from({ length: 5000 }, (_, i) => (i * 7) % 256));
  await dialog(page).getByLabel('From').fill('Søren Åberg <soren@client.example>');
  await dialog(page).getByLabel('Subject').fill(subject);
  await dialog(page).getByLabel('Text').fill('Grüße\nvon nebenan');
  await dialog(page).getByLabel('Attachments').setInputFiles({ name: 'Facture é 1.pdf', mimeType: 'application/pdf', buffer: invoice });
  await dialog(page).getByLabel('Received').fill('2024-03-05T10:30');
  await dialog(page).getByLabel('It has been read').check();
  await dialog(page).getByRole('button', { name: 'Drop it in' }).click();
  await said(page, /arrived in Inbox/);
  await page.getByRole('row', { name: /Factuur für Élodie/ }).filter({ hasText: 'soren@client.example' }).filter({ hasText: '5 Mar 2024' }).waitFor();

  const graph = await asPerson(pia);
  const { value: [got] } = await (await graph('/me/mailFolders/inbox/messages')).json();
  assert.equal(got.subject, subject);
  assert.deepEqual(got.from.emailAddress, { name: 'Søren Åberg', address: 'soren@client.example' });
  assert.equal(got.toRecipients[0].emailAddress.address, pia);
  assert.match(got.body.content, /Grüße\r?\nvon nebenan/);
  assert.ok(got.isRead, 'expected a mail that has been read');
  const { value: [attached] } = await (await graph(`/me/messages/${got.id}/attachments`)).json();
  assert.equal(attached.name, 'Facture é 1.pdf');
  assert.ok(Buffer.from(attached.contentBytes, 'base64').equals(invoice), 'the attachment, byte for byte');
  await page.context().close();
});

test('files that are dropped arrive in the open folder, or in the one they fall on', async () => {
  await folder('Dropped');
  await folder('Dropped/Below');
  const page = await browser.open();
  await enter(page, 'Pia Vermeer', 'Dropped');
  await drop(page, page.getByText('No mail in this folder.'), [{ name: 'one.eml', text: mime('one') }, { name: 'two.EML', text: mime('two') }]);
  await said(page, '2 mails arrived in Dropped.');
  assert.deepEqual(await subjects(pia, 'Dropped'), ['one', 'two']);
  await drop(page, page.getByRole('treeitem', { name: /^Below/ }), [{ name: 'three.eml', text: mime('three') }]);
  await said(page, '1 mail arrived in Dropped › Below.');
  assert.deepEqual(await subjects(pia, 'Dropped/Below'), ['three']);

  await drop(page, page.locator('h1'), [{ name: 'four.eml', text: mime('four') }, { name: 'photo.png', text: 'x' }]);
  await page.getByRole('alert').filter({ hasText: '“photo.png” is not a mail.' }).waitFor();
  assert.deepEqual(await subjects(pia, 'Dropped'), ['one', 'two'], 'nothing arrives when one of the files is no mail');
  await page.context().close();
});

test('files that are chosen arrive as they are', async () => {
  await folder('Files');
  const page = await browser.open();
  await enter(page, 'Pia Vermeer', 'Files');
  await page.getByRole('button', { name: 'Drop in a mail' }).click();
  await dialog(page).getByLabel('Mails as files').setInputFiles([{ name: 'a.eml', mimeType: 'message/rfc822', buffer: Buffer.from(mime('as it is')) }]);
  await dialog(page).getByLabel('It is a draft').check();
  await dialog(page).getByRole('button', { name: 'Drop it in' }).click();
  await said(page, '1 mail arrived in Files.');
  const [mail] = await mails(pia, 'Files');
  assert.ok(mail.draft, 'expected a draft');
  const graph = await asPerson(pia);
  assert.equal(await (await graph(`/me/messages/${mail.id}/$value`)).text(), mime('as it is'));
  await page.context().close();
});

test('mails are moved, copied, marked, flagged and deleted', async () => {
  await folder('Desk');
  await folder('Shelf');
  const ids = [];
  for (const subject of ['first', 'second', 'third']) ids.push(await deliver(pia, 'Desk', mime(subject)));
  const page = await browser.open();
  await enter(page, 'Pia Vermeer', 'Desk');

  await choose(page, 'first');
  await page.getByRole('button', { name: 'Mark read' }).click();
  await said(page, 'Marked “first” as read.');
  await page.getByRole('button', { name: 'Flag', exact: true }).click();
  await said(page, 'Marked “first” as flagged.');
  const first = (await mails(pia, 'Desk')).find((m) => m.subject === 'first');
  assert.deepEqual([first.read, first.flagged], [true, true]);
  await page.getByRole('button', { name: 'Clear flag' }).click();
  await said(page, 'as not flagged');
  await page.getByRole('button', { name: 'Mark unread' }).click();
  await said(page, 'as unread');
  assert.ok((await mails(pia, 'Desk')).every((m) => !m.read && !m.flagged), 'expected mails neither read nor flagged');

  await page.getByRole('button', { name: 'Copy…' }).click();
  await dialog(page).getByLabel('To folder').selectOption('Shelf');
  await dialog(page).getByRole('button', { name: 'Copy', exact: true }).click();
  await said(page, 'Copied “first” to Shelf.');

  await choose(page, 'second');
  await page.getByRole('button', { name: 'Move…' }).click();
  await dialog(page).getByLabel('To folder').selectOption('Shelf');
  await dialog(page).getByRole('button', { name: 'Move', exact: true }).click();
  await said(page, 'Moved 2 mails to Shelf.');
  assert.deepEqual(await subjects(pia, 'Desk'), ['third']);
  assert.deepEqual(await subjects(pia, 'Shelf'), ['first', 'first', 'second']);
  assert.ok((await mails(pia, 'Shelf')).some((m) => m.id === ids[1]), 'a moved mail keeps its immutable id');

  await page.getByRole('row', { name: /third/ }).dragTo(page.getByRole('treeitem', { name: /^Shelf/ }));
  await said(page, 'Moved “third” to Shelf.');
  assert.deepEqual(await subjects(pia, 'Shelf'), ['first', 'first', 'second', 'third']);

  await enter(page, 'Pia Vermeer', 'Shelf');
  await choose(page, 'second');
  await page.getByRole('button', { name: 'Delete…' }).click();
  await dialog(page).getByRole('button', { name: 'Delete', exact: true }).click();
  await said(page, 'Moved “second” to Deleted Items.');
  await choose(page, 'third');
  await page.getByRole('button', { name: 'Delete…' }).click();
  await dialog(page).getByLabel('Delete for good').check();
  await dialog(page).getByRole('button', { name: 'Delete', exact: true }).click();
  await said(page, 'Deleted “third” for good.');
  assert.deepEqual(await subjects(pia, 'Shelf'), ['first', 'first']);
  assert.deepEqual(await subjects(pia, 'deleteditems'), ['second']);
  await page.context().close();
});

test('a draft is sent, and nothing but a draft', async () => {
  await deliver(pia, 'drafts', mime('offer'), { draft: true });
  await deliver(pia, 'drafts', mime('no draft'));
  const page = await browser.open();
  await enter(page, 'Pia Vermeer', 'Drafts');
  await choose(page, 'offer');
  await choose(page, 'no draft');
  assert.ok(await page.getByRole('button', { name: 'Send…' }).isDisabled(), 'expected that a mail which is no draft can not be sent');
  await page.getByRole('checkbox', { name: 'Choose no draft' }).uncheck();
  await page.getByRole('button', { name: 'Send…' }).click();
  await dialog(page).getByRole('button', { name: 'Send', exact: true }).click();
  await said(page, 'Sent “offer”.');
  assert.deepEqual([await subjects(pia, 'drafts'), await subjects(pia, 'sentitems')], [['no draft'], ['offer']]);
  await page.context().close();
});

test('folders are made, renamed, moved and deleted, and a name that is taken is told', async () => {
  const page = await browser.open();
  await enter(page, 'Pia Vermeer');
  const open = async (item) => {
    await page.locator('summary').filter({ hasText: 'Folder' }).click();
    await page.getByRole('button', { name: item }).click();
  };
  await open('New folder…');
  await dialog(page).getByLabel('Name').fill('Clients/2026');
  await dialog(page).getByRole('button', { name: 'Make it' }).click();
  await page.getByRole('heading', { name: 'Inbox › Clients/2026' }).waitFor();
  assert.ok((await folders(pia)).includes('Inbox/Clients\\/2026'), 'the new folder, the slash being part of its name');

  await open('Rename…');
  await dialog(page).getByLabel('New name').fill('Customers');
  await dialog(page).getByRole('button', { name: 'Rename' }).click();
  await page.getByRole('heading', { name: 'Inbox › Customers' }).waitFor();

  await folder('Customers');
  await open('Move…');
  await dialog(page).getByRole('button', { name: 'Move', exact: true }).click();
  await dialog(page).getByRole('alert').filter({ hasText: 'There is one of that name already.' }).waitFor();
  await dialog(page).getByLabel('Into').selectOption('Archive');
  await dialog(page).getByRole('button', { name: 'Move', exact: true }).click();
  await page.getByRole('heading', { name: 'Archive › Customers' }).waitFor();
  assert.ok((await folders(pia)).includes('Archive/Customers'), 'the folder below Archive');

  await open('Delete…');
  await dialog(page).getByLabel('Delete for good').check();
  await dialog(page).getByRole('button', { name: 'Delete', exact: true }).click();
  await page.getByRole('heading', { name: 'Inbox', exact: true }).waitFor();
  assert.ok(!(await folders(pia)).includes('Archive/Customers'), 'the folder is gone');
  await page.context().close();
});

test('mails are generated by the thousand and shown a hundred at a time', async () => {
  await folder('Many');
  const page = await browser.open();
  await enter(page, 'Pia Vermeer', 'Many');
  await page.locator('summary').filter({ hasText: 'Folder' }).click();
  await page.getByRole('button', { name: 'Generate mails…' }).click();
  await dialog(page).getByLabel('How many').fill('1234');
  await dialog(page).getByRole('button', { name: 'Generate' }).click();
  await page.getByText('The newest 100 of 1,234 mails.').waitFor();
  await page.getByRole('button', { name: 'Show more' }).click();
  await page.getByText('The newest 200 of 1,234 mails.').waitFor();
  await page.getByRole('treeitem', { name: 'Many 1,234 mails' }).waitFor();
  await page.context().close();
});

test('what an app or another window does appears by itself, and leaves what is chosen alone', async () => {
  await folder('Alive');
  await deliver(pia, 'Alive', mime('there before'));
  const page = await browser.open();
  await enter(page, 'Pia Vermeer', 'Alive');
  await choose(page, 'there before');
  await deliver(pia, 'Alive', mime('came by itself'));
  await page.getByRole('row', { name: /came by itself/ }).waitFor();
  assert.ok(await page.getByRole('checkbox', { name: 'Choose there before' }).isChecked(), 'expected the tick to stay');
  await page.context().close();
});

test('a mail is dropped in with the keyboard alone', async () => {
  await folder('Keys');
  await folder('Keys/Inner');
  const page = await browser.open();
  await enter(page, 'Pia Vermeer');
  await page.getByRole('treeitem', { name: /^Keys/ }).focus();
  await page.keyboard.press('ArrowLeft'); // closes it
  await page.getByRole('treeitem', { name: /^Inner/ }).waitFor({ state: 'detached' });
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: 'Keys › Inner' }).waitFor();
  await page.getByRole('button', { name: 'Drop in a mail' }).focus();
  await page.keyboard.press('Enter');
  await page.keyboard.type('by keys');
  await page.keyboard.press('Enter');
  await said(page, '“by keys” arrived in Keys › Inner.');
  assert.deepEqual(await subjects(pia, 'Keys/Inner'), ['by keys']);
  assert.equal(await page.evaluate(() => document.activeElement.textContent), 'Drop in a mail', 'where the focus goes back to');
  await page.context().close();
});
