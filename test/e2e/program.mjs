// The program in front of a person: a process of it with a data folder of its
// own, and Chromium on its page. Browser and window are served by the same Go
// code; the program is built for that with Wails' tag "dev".
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';
import { folder as cloud, policy } from './cloud.mjs';
import { speaker } from './words.mjs';

const dist = join(dirname(fileURLToPath(import.meta.url)), '..', '..', 'frontend', 'dist');
const quiet = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
  '--disable-component-update', '--disable-sync'];

// patience is how long anything may take. Nothing is measured by it.
export const patience = 120_000;

// until waits for something that is not in a page.
export async function until(what, ok) {
  const end = Date.now() + patience;
  for (;;) {
    const value = await ok();
    if (value) return value;
    if (Date.now() > end) throw new Error(`expected: ${what}; it did not come`);
    await pause(25);
  }
}

const pages = new WeakMap(); // what a test looks at

// steps are the parts of a test of which each begins where the one before has
// ended: when one fails, the rest would only fail for its sake, and it is told
// what was in the page.
export const steps = (t) => async (what, act) => {
  let done = false;
  await t.test(what, async () => {
    await act();
    done = true;
  });
  if (!done) t.diagnostic(`${what}: failed while the page showed\n${await pages.get(t)?.locator('body').ariaSnapshot()}`);
  assert.ok(done, `${what}: failed, and the test ends here`);
};

async function freePort() {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  server.close();
  await once(server, 'close');
  return port;
}

// Wails' script for developers looks for elements of its own that are not there, and complains of calls while the page
// is left.
const harmless = /wails\/ipc\.js/;
// startProgram starts Postroom for a test and shows its page. With change the
// policy file is another than the simulator's. The demonstration brings its own.
export async function startProgram(t, { language = 'en', change = (p) => p, demo = false } = {}) {
  const home = await mkdtemp(join(tmpdir(), 'postroom-home-'));
  const at = (name) => join(home, name);
  for (const name of ['run', 'config', 'cache', 'share', 'Documents']) await mkdir(at(name), { mode: 0o700 });
  const file = at('policy.json');
  await writeFile(file, JSON.stringify(change({ ...policy, cloud: { ...policy.cloud, caFile: join(cloud, 'ca.pem') } })));
  await writeFile(at('opened'), '');
  const port = await freePort();
  const base = `http://127.0.0.1:${port}/`;
  const { PATH, DISPLAY, DBUS_SESSION_BUS_ADDRESS } = process.env;
  const said = [];
  const child = spawn(process.env.POSTROOM_DEV, demo ? ['--demo'] : ['--data', at('data'), '--policy', file], {
    detached: true, // a group of its own, with the web process
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      PATH, DISPLAY, DBUS_SESSION_BUS_ADDRESS, HOME: home, LANGUAGE: language, LC_ALL: 'C.UTF-8', NO_AT_BRIDGE: '1', GSETTINGS_BACKEND: 'memory',
      XDG_RUNTIME_DIR: at('run'), XDG_CONFIG_HOME: at('config'), XDG_CACHE_HOME: at('cache'), XDG_DATA_HOME: at('share'), XDG_DOCUMENTS_DIR: at('Documents'),
      POSTROOM_OPENED: at('opened'), assetdir: dist, devserver: `127.0.0.1:${port}`, loglevel: 'Error',
    },
  });
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text) => said.push(text));
  const ended = once(child, 'exit');
  const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: quiet });
  const errors = [];
  let done = false;
  const end = async () => {
    if (done) return;
    done = true;
    await browser.close();
    if (child.exitCode === null) child.kill('SIGTERM');
    await ended;
    try { process.kill(-child.pid, 'SIGKILL'); } catch { /* nobody is left */ }
    await rm(home, { recursive: true, force: true, maxRetries: 5 });
  };
  t.after(async () => {
    await end();
    if (errors.length > 0) t.diagnostic(`what the program said:\n${said.join('')}`);
    assert.deepEqual(errors, [], 'errors of the page itself');
  });
  await until('the program answers', async () => {
    assert.equal(child.exitCode, null, `the program ended:\n${said.join('')}`);
    return fetch(base).then((answer) => answer.ok, () => false);
  });
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, locale: language, reducedMotion: 'reduce', ignoreHTTPSErrors: true });
  context.setDefaultTimeout(patience);
  const watch = (page) => {
    page.on('pageerror', (err) => harmless.test(err.stack ?? '') || errors.push(err.stack ?? String(err)));
    page.on('console', (m) => m.type() === 'error' && !harmless.test(m.text()) && errors.push(m.text()));
  };
  const page = await context.newPage();
  watch(page);
  pages.set(t, page);
  await page.goto(base);
  const words = speaker(language);
  await page.locator('h1').first().waitFor();
  let seen = 0;
  return {
    page, home, t: words, base,
    // api asks the program as the page does.
    api: (method, ...args) => page.evaluate(([name, list]) => window.go.face.API[name](...list), [method, args]),
    // opened is the next thing that the program has asked the desktop to open.
    opened: async () => {
      const lines = await until('something is opened', async () => {
        const all = (await readFile(at('opened'), 'utf8')).split('\n').slice(0, -1);
        return all.length > seen && all;
      });
      seen += 1;
      return lines[seen - 1];
    },
    // elsewhere is another page of the person's browser.
    elsewhere: () => context.newPage(),
    clipboard: () => page.evaluate(() => window.runtime.ClipboardGetText()),
  };
}
