import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { before, test } from 'node:test';
import { all, emma, graphClient, ResponseType, signedIn } from './clients.mjs';
import { corpus } from './corpus.mjs';
import { deliver, evictTokens, move } from './control.mjs';

const immutable = { Prefer: 'IdType="ImmutableId", odata.maxpagesize=25' };
let client;

before(async () => {
  client = graphClient((await signedIn()).accessToken);
});

const sha256 = (bytes) => createHash('sha256').update(Buffer.from(bytes)).digest('hex');

// tree reads every folder, at any depth, by its path.
async function tree(url = '/me/mailFolders', above = '', found = new Map()) {
  const { items } = await all(client, await client.api(url).get());
  for (const folder of items) {
    const path = above + folder.displayName;
    found.set(path, folder);
    if (folder.childFolderCount > 0) await tree(`/me/mailFolders/${folder.id}/childFolders`, `${path}/`, found);
  }
  return found;
}

// round walks a delta round, from nothing or from a link, page by page.
async function round(start) {
  const request = client.api(start).headers(immutable);
  const { items, deltaLink } = await all(client, await request.get(), { headers: immutable });
  return { gone: items.filter((i) => i['@removed']).map((i) => i.id), here: items.filter((i) => !i['@removed']).map((i) => i.id), deltaLink };
}

const mime = (subject) => `From: Jan Peeters <jan@client.example>\r\nTo: ${emma}\r\nSubject: ${subject}\r\nMessage-ID: <${subject}@client.example>\r\nDate: Sun, 22 Nov 2026 09:15:00 +0100\r\n\r\nHello.\r\n`;

test('the signed-in person is the mailbox\'s', async () => {
  const me = await client.api('/me').get();
  assert.equal(me.mail, emma);
});

test('every folder of mails is found, at its depth', async () => {
  const folders = await tree();
  for (const [path, files] of await corpus()) {
    const folder = folders.get(path);
    assert.ok(folder, `no folder ${path}; there are ${[...folders.keys()].join(', ')}`);
    assert.equal(folder.totalItemCount, files.length, `mails in ${path}`);
  }
});

test('every mail is the file that it was made of, byte for byte', async () => {
  const folders = await tree();
  for (const [path, files] of await corpus()) {
    const { items } = await all(client, await client.api(`/me/mailFolders/${folders.get(path).id}/messages`).select('id').top(100).get());
    const seen = [];
    for (const { id } of items) {
      seen.push(sha256(await client.api(`/me/messages/${id}/$value`).responseType(ResponseType.ARRAYBUFFER).get()));
    }
    assert.deepEqual(seen.sort(), files.map(({ bytes }) => sha256(bytes)).sort(), `mails of ${path}`);
  }
});

test('delta rounds bring what came, what left, and nothing else', async () => {
  const folders = await tree();
  const [path, files] = [...await corpus()].find(([, f]) => f.length > 50);
  const start = `/me/mailFolders/${folders.get(path).id}/messages/delta?$select=id`;

  const first = await round(start);
  assert.equal(new Set(first.here).size, files.length, 'mails of the first round, several pages');
  const quiet = await round(first.deltaLink);
  assert.deepEqual([quiet.here, quiet.gone], [[], []], 'a round in which nothing happened');

  const id = await deliver(emma, path, mime('delta'));
  const second = await round(quiet.deltaLink);
  assert.deepEqual([second.here, second.gone], [[id], []], 'the round after a delivery');

  await move(emma, id, 'inbox');
  const third = await round(second.deltaLink);
  assert.deepEqual([third.here, third.gone], [[], [id]], 'the round after the mail was moved away');
  const moved = await client.api(`/me/messages/${id}`).headers(immutable).select('id,parentFolderId').get();
  const inbox = await client.api('/me/mailFolders/inbox').get();
  assert.equal(moved.parentFolderId, inbox.id, 'the moved mail, by its immutable id');
});

test('a forgotten cursor answers 410, and a new round from nothing shows everything', async () => {
  const before = await round('/me/mailFolders/inbox/messages/delta?$select=id');
  const id = await deliver(emma, 'inbox', mime('resync'));
  await evictTokens(emma, 'inbox');
  await assert.rejects(round(before.deltaLink), (err) => {
    assert.equal(err.statusCode, 410);
    assert.equal(err.code.toLowerCase(), 'syncstatenotfound');
    return true;
  });
  const again = await round('/me/mailFolders/inbox/messages/delta?$select=id');
  assert.deepEqual(new Set(again.here), new Set([...before.here, id]), 'what came in between and all that was there');
});
