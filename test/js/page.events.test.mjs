// The simulator's page: how to connect, people, sign-ins, faults, statistics,
// and how the page itself behaves.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { after, afterEach, before, test } from 'node:test';
import { addPerson, asPerson, control, deliver, enter, mime, said, signedIn, startBrowser } from './browser.mjs';
import { publicClient, scopes, service } from './clients.mjs';

const tom = 'tom@kantoor.example';
let browser;

before(async () => {
  browser = await startBrowser();
  await addPerson(tom, 'Tom Claes');
});
afterEach(async () => {
  await control('DELETE', 'faults');
  await control('PUT', 'faults/hostile', { value: 'off' });
  await control('PUT', 'faults/latency', { value: '0s' });
});
after(() => browser.close());

test('the page says what it is and which commands connect Postroom', async () => {
  const page = await browser.open();
  await page.getByRole('heading', { name: 'Simulated Microsoft 365' }).waitFor();
  const policy = join(process.env.POSTROOM_SIMULATOR, 'policy.json');
  const commands = page.getByRole('region', { name: 'How to connect Postroom' }).locator('.command code');
  await commands.nth(1).filter({ hasText: 'emma@kantoor.example' }).waitFor();
  const data = join(process.env.POSTROOM_SIMULATOR, 'data');
  assert.deepEqual(await commands.allTextContents(), ['connect work', 'select emma@kantoor.example --add inbox', 'run']
    .map((c) => `postroomd --policy ${policy} --data ${data} ${c}`));
  await page.getByRole('button', { name: 'How to connect Postroom' }).click();
  assert.ok(await commands.first().isHidden(), 'expected the steps to be put away');
  await page.reload();
  await page.getByRole('treeitem').first().waitFor();
  assert.ok(await commands.first().isHidden(), 'expected them to stay away');
  await page.context().close();
});

test('a shared mailbox is added, and somebody is let in and out', async () => {
  const page = await browser.open();
  await enter(page, 'Tom Claes');
  const dialog = page.getByRole('dialog');
  await page.getByRole('button', { name: 'Add a person or mailbox…' }).click();
  await dialog.getByLabel('Address').fill('invoices@kantoor.example');
  await dialog.getByLabel('Name').fill('Invoices');
  await dialog.getByLabel('What it is').selectOption('shared');
  await dialog.getByLabel('Who may open it').selectOption(tom);
  await dialog.getByRole('button', { name: 'Add' }).click();
  await page.getByText('Invoices · 0 mails').waitFor();
  const graph = await asPerson(tom, ['Mail.Read.Shared']);
  assert.equal((await graph('/users/invoices@kantoor.example/mailFolders/inbox')).status, 200);

  await page.locator('summary').filter({ hasText: 'Mailbox' }).click();
  await page.getByRole('button', { name: 'Who may open it…' }).click();
  await dialog.getByLabel('Tom Claes').uncheck();
  await dialog.getByRole('button', { name: 'Save' }).click();
  await said(page, /^0 of/);
  assert.notEqual((await graph('/users/invoices@kantoor.example/mailFolders/inbox')).status, 200, 'without the right');
  await page.context().close();
});

test('a mail is sent in the name of a shared mailbox, with and without a copy for it; one folder is shared', async () => {
  const page = await browser.open();
  const dialog = page.getByRole('dialog');
  const menu = (name) => page.locator('summary').filter({ hasText: name }).click();
  await enter(page, 'Info');
  const send = async (subject) => {
    await menu('Mailbox');
    await page.getByRole('button', { name: 'Send in its name…' }).click();
    await dialog.getByLabel('Who sends').selectOption(tom);
    await dialog.getByLabel('Subject').fill(subject);
    await dialog.getByRole('button', { name: 'Send' }).click();
  };
  await send('Without a copy');
  await said(page, `Sent. It lies with ${tom} only.`);
  await menu('Mailbox');
  await page.getByRole('button', { name: 'Sent copies…' }).click();
  await dialog.getByLabel(/MessageCopyForSentAsEnabled/).check();
  await dialog.getByRole('button', { name: 'Save' }).click();
  await said(page, /gets copies/);
  await send('With a copy');
  await said(page, `Sent. It lies with ${tom} and in info@kantoor.example.`);
  await menu('Folder');
  await page.getByRole('button', { name: 'Share with somebody…' }).click();
  await dialog.getByLabel('With').selectOption(tom);
  await dialog.getByRole('button', { name: 'Share' }).click();
  await said(page, /may read Inbox/);
  const graph = await asPerson(tom, ['Mail.Read.Shared']);
  assert.equal((await graph('/users/info@kantoor.example/mailFolders/inbox/messages')).status, 200);
  assert.equal((await graph('/users/info@kantoor.example/mailFolders')).status, 404, 'not the whole mailbox');
  await page.context().close();
});

test('access tokens expire, a session is revoked, and the next sign-in fails with a chosen code', async () => {
  const app = publicClient();
  const { account, accessToken } = await signedIn(tom, app);
  const me = async (token) => (await fetch(`${service}/me`, { headers: { authorization: `Bearer ${token}` } })).status;
  const silent = () => app.acquireTokenSilent({ account, scopes, forceRefresh: true });
  const page = await browser.open('signins');
  assert.equal(await me(accessToken), 200, 'before anything was done');

  await page.getByRole('button', { name: 'Expire the access tokens of Tom Claes' }).click();
  await said(page, /Access tokens of Tom Claes are old now/);
  assert.equal(await me(accessToken), 401, 'an expired token');
  const { accessToken: second } = await silent();
  assert.equal(await me(second), 200, 'a renewed token');
  await page.getByRole('button', { name: 'Expire everybody’s access tokens' }).click();
  await said(page, /Every access token is old now/);
  assert.equal(await me(second), 401, 'an expired token');

  await page.getByLabel('With which error').selectOption({ label: 'AADSTS50076: Policy or new location demands MFA.' });
  await page.getByRole('button', { name: 'Let it fail' }).click();
  await said(page, 'Silent renewal fails next time, with AADSTS50076.');
  await assert.rejects(silent(), /AADSTS50076/);
  assert.equal(await me((await silent()).accessToken), 200, 'the sign-in after the one that failed');

  await page.getByRole('button', { name: 'Revoke the session of Tom Claes' }).click();
  await said(page, /The session of Tom Claes is revoked/);
  await assert.rejects(silent(), /AADSTS50173/);
  await page.context().close();
});

test('a fault is turned on with its values, is met, and is turned off', async () => {
  const graph = await asPerson(tom);
  const page = await browser.open('faults');
  const fault = page.locator('[data-kind=throttle]');
  await fault.getByRole('button', { name: 'Values of Too many requests (429)' }).click();
  await fault.getByLabel('Retry-After').fill('2.5');
  await fault.getByLabel('Only in the mailbox').selectOption(tom);
  await fault.getByRole('button', { name: 'Turn on with these values' }).click();
  await said(page, 'Too many requests (429): on.');
  const { faults: [set] } = await control('GET', 'faults');
  assert.deepEqual([set.kind, set.retryAfter, set.mailbox], ['throttle', '2.5', tom]);
  const answer = await graph('/me/mailFolders/inbox');
  assert.deepEqual([answer.status, answer.headers.get('retry-after')], [429, '2.5']);
  await fault.getByText('met 1 request · Retry-After 2.5, in tom@kantoor.example').waitFor();

  await page.getByRole('switch', { name: 'Too many requests (429)', checked: true }).click();
  await page.getByRole('switch', { name: 'Too many requests (429)', checked: false }).waitFor();
  assert.equal((await graph('/me/mailFolders/inbox')).status, 200);
  await page.getByRole('switch', { name: 'Any other Graph error' }).click();
  await said(page, 'Any other Graph error: on.');
  const other = await graph('/me/mailFolders/inbox');
  assert.deepEqual([other.status, (await other.json()).error.code], [404, 'ErrorItemNotFound']);
  await page.getByRole('button', { name: 'Turn all faults off' }).click();
  await said(page, 'All faults are off.');
  assert.deepEqual((await control('GET', 'faults')).faults, []);
  await page.context().close();
});

test('values that make no sense are refused in words', async () => {
  const page = await browser.open('faults');
  const fault = page.locator('[data-kind=internal]');
  await fault.getByRole('button', { name: 'Values of Internal error (500)' }).click();
  await fault.getByLabel('Only requests whose path has').fill('messages(');
  await fault.getByRole('button', { name: 'Turn on with these values' }).click();
  await page.getByRole('alert').filter({ hasText: 'These values don’t make sense together.' }).waitFor();
  assert.deepEqual((await control('GET', 'faults')).faults, []);
  await page.context().close();
});

test('what the service may do is turned on and off', async () => {
  const page = await browser.open('faults');
  const behaviour = async () => (await control('GET', 'faults')).behaviour;
  await page.getByRole('switch', { name: 'Shuffle' }).click();
  await said(page, 'Shuffle: on.');
  await page.getByRole('spinbutton', { name: 'Duplicates' }).fill('30');
  await page.getByRole('spinbutton', { name: 'Duplicates' }).press('Tab');
  await said(page, 'Duplicates: 30 %.');
  const some = await behaviour();
  assert.deepEqual([some.shuffle, some.duplicates, some.partial], [true, 0.3, false]);
  await page.getByRole('button', { name: 'All of it' }).click();
  await page.getByRole('switch', { name: 'Partial items', checked: true }).waitFor();
  await page.getByRole('button', { name: 'None of it' }).click();
  await page.getByRole('switch', { name: 'Shuffle', checked: false }).waitFor();
  const none = await behaviour();
  assert.deepEqual(Object.values(none).filter((v) => v !== 0 && v !== false), [], 'what is left of the behaviour');
  await page.context().close();
});

test('the line is slowed down as it was set', async () => {
  const graph = await asPerson(tom);
  const page = await browser.open('faults');
  await page.getByRole('spinbutton', { name: 'Delay of every answer' }).fill('300');
  await page.getByRole('button', { name: 'Set: Delay of every answer' }).click();
  await said(page, 'in milliseconds: 300.');
  const begin = performance.now();
  await graph('/me');
  assert.ok(performance.now() - begin >= 295, 'an answer takes 300 ms at least');
  await page.getByRole('spinbutton', { name: 'Delay of every answer' }).fill('0');
  await page.getByRole('button', { name: 'Set: Delay of every answer' }).click();
  await said(page, 'in milliseconds: 0.');
  await page.context().close();
});

test('forgotten sync tokens make an app start afresh', async () => {
  await deliver(tom, 'inbox', mime('delta'));
  const graph = await asPerson(tom);
  const round = await (await graph('/me/mailFolders/inbox/messages/delta?$select=id')).json();
  const page = await browser.open();
  await enter(page, 'Tom Claes');
  await page.locator('summary').filter({ hasText: 'Folder' }).click();
  await page.getByRole('button', { name: 'Forget its sync tokens' }).click();
  await said(page, 'The sync tokens of Inbox are forgotten');
  assert.equal((await graph(round['@odata.deltaLink'])).status, 410);
  await page.context().close();
});

test('requests are shown as they are made, and counted afresh', async () => {
  const graph = await asPerson(tom);
  const page = await browser.open('requests');
  await page.getByRole('button', { name: 'Count afresh' }).click();
  await page.getByText('Nothing was asked yet.').waitFor();
  await graph('/me/mailFolders/inbox');
  await graph('/me/mailFolders/nonsense');
  const last = page.getByRole('group', { name: 'Last requests, newest first' });
  await last.getByRole('row', { name: /GET \/me\/mailfolders\/\{\} tom@kantoor.example 200/ }).waitFor();
  await page.getByText(/^2 requests .* 1 refused or broken/).waitFor();
  await page.getByRole('group', { name: 'Requests by status' }).getByRole('row', { name: /^200 OK 1$/ }).waitFor();
  await page.locator('#pulse').filter({ hasText: '2 requests, 1 refused' }).waitFor();
  await page.context().close();
});

test('a simulator that does not answer is told once, and the page goes on when it does', async () => {
  const page = await browser.open();
  await page.route('**/control/**', (route) => route.abort());
  const problem = page.getByRole('alert').filter({ hasText: 'The simulator does not answer.' });
  await problem.waitFor();
  await page.unroute('**/control/**');
  await problem.waitFor({ state: 'detached' });
  await page.context().close();
});

test('axe finds nothing against the page, light or dark, large or small, and nothing is cut off', async () => {
  const axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
  await deliver(tom, 'inbox', mime('for axe'));
  for (const how of [{ colorScheme: 'light' }, { colorScheme: 'dark', width: 900, height: 600 }]) {
    const page = await browser.open('mail', how);
    await enter(page, 'Tom Claes');
    await page.evaluate(axe);
    const check = async (what) => {
      const { violations } = await page.evaluate(() => globalThis.axe.run());
      assert.deepEqual(violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.html).join('\n')}`), [], `${what}, ${how.colorScheme}`);
      const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      assert.ok(wide <= 0, `${what}: ${wide} pixels too wide at ${how.width}`);
    };
    await check('mail');
    await page.getByRole('button', { name: 'Drop in a mail' }).click();
    await check('the dialog');
    await page.keyboard.press('Escape');
    for (const [view, ready] of [['signins', 'Revoke'], ['faults', 'All of it'], ['requests', 'Count afresh']]) {
      await page.locator(`nav a[data-view=${view}]`).click();
      await page.getByRole('button', { name: ready }).first().waitFor();
      await check(view);
    }
    await page.context().close();
  }
});
