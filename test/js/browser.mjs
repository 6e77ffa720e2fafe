// Chromium on the simulator's page, and the simulator as the other side of it
// sees it: through its control API and through Graph.
import assert from 'node:assert/strict';
import { chromium } from 'playwright-core';
import { publicClient, scopes, service } from './clients.mjs';
import { signIn } from './person.mjs';

const origin = new URL(service).origin;
const quiet = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
  '--disable-component-update', '--disable-sync'];

// startBrowser gives { open, close }. open shows the page; close fails if a
// page met an error of its own, such as a script that its policy forbids.
export async function startBrowser() {
  const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: quiet });
  const errors = [];
  const allowed = /Failed to load resource/; // a refusal of the control API, which the page shows in words
  return {
    async open(view = 'mail', { width = 1280, height = 800, ...how } = {}) {
      const context = await browser.newContext({ ignoreHTTPSErrors: true, viewport: { width, height }, ...how });
      context.setDefaultTimeout(10_000);
      const page = await context.newPage();
      page.on('pageerror', (err) => errors.push(String(err)));
      page.on('console', (m) => m.type() === 'error' && !allowed.test(m.text()) && errors.push(m.text()));
      await page.goto(`${origin}/#${view}`);
      await page.locator('#pulse').filter({ hasText: /request/i }).waitFor();
      return page;
    },
    async close() {
      await browser.close();
      assert.deepEqual(errors, [], 'errors of the page itself');
    },
  };
}

// said waits until the page says what it did.
export const said = (page, words) => page.locator('#said').filter({ hasText: words }).waitFor();

// enter opens a mailbox, and a folder in it.
export async function enter(page, person, folder = 'Inbox') {
  await page.getByRole('button', { name: person }).click();
  await page.getByRole('treeitem', { name: new RegExp(`^${folder} (\\d|empty)`) }).click();
  await page.getByRole('heading', { name: folder, exact: true }).waitFor();
}

// control asks the control API.
export async function control(method, path, json) {
  const answer = await fetch(`${origin}/control/${path}`, { method, body: json && JSON.stringify(json) });
  assert.ok(answer.ok, `${method} ${path}: ${answer.status}`);
  return answer.json();
}

const box = (address) => `mailboxes/${encodeURIComponent(address)}`;

// addPerson makes somebody whose mailbox is the test's own.
export const addPerson = (address, name) => control('POST', 'mailboxes', { address, name });

export async function deliver(address, folder, mime, { draft = false } = {}) {
  const answer = await fetch(`${origin}/control/${box(address)}/messages?${new URLSearchParams({ folder, draft })}`, { method: 'POST', body: mime });
  return (await answer.json()).id;
}

export const mails = (address, folder) => control('GET', `${box(address)}/messages?${new URLSearchParams({ folder })}`);
export const subjects = async (address, folder) => (await mails(address, folder)).map((m) => m.subject).sort();
export const folders = async (address) => (await control('GET', `${box(address)}/folders`)).map((f) => f.path);

export const mime = (subject) => `From: Sofie Maes <sofie@client.example>\r\nSubject: ${subject}\r\nMessage-ID: <${encodeURIComponent(subject)}@client.example>\r\nDate: Sun, 22 Nov 2026 09:15:00 +0100\r\n\r\nHello.\r\n`;

// signedIn is MSAL's answer for a person who signed in in the browser.
export const signedIn = (address, app = publicClient(), more = []) => app.acquireTokenInteractive({
  scopes: [...scopes, ...more],
  openBrowser: async (url) => { await signIn(url, address); },
});

// asPerson asks Graph as a person who has signed in.
export async function asPerson(address, more) {
  const { accessToken } = await signedIn(address, publicClient(), more);
  return (path, how = {}) => fetch(path.startsWith('https:') ? path : service + path, { ...how, headers: { authorization: `Bearer ${accessToken}`, prefer: 'IdType="ImmutableId"' } });
}
