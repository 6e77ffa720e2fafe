import assert from 'node:assert/strict';
import { afterEach, before, test } from 'node:test';
import { BatchRequestContent, BatchResponseContent, graphClient, service, signedIn } from './clients.mjs';
import { addFault, clearFaults, faults } from './control.mjs';

let client;
let token;

before(async () => {
  token = (await signedIn()).accessToken;
  client = graphClient(token);
});
afterEach(clearFaults);

test('a throttled client waits for as long as it is told, and gets its answer', async () => {
  await addFault({ kind: 'throttle', count: 2, retryAfter: '0.3' });
  const begin = performance.now();
  const inbox = await client.api('/me/mailFolders/inbox').get();
  assert.equal(inbox.displayName, 'Inbox');
  assert.ok(performance.now() - begin >= 590, 'two pauses of 0.3 s each');
  assert.deepEqual(await faults(), [], 'both refusals were met');
});

test('a fifth request at once on one mailbox is refused', async () => {
  await addFault({ kind: 'slow', delay: '2s' });
  const answers = await Promise.all(Array.from({ length: 6 }, () => fetch(`${service}/me/mailFolders/inbox`, {
    headers: { authorization: `Bearer ${token}` },
  })));
  const refused = answers.filter((a) => a.status === 429);
  assert.deepEqual(answers.map((a) => a.status).sort(), [200, 200, 200, 200, 429, 429]);
  for (const answer of refused) {
    assert.equal(answer.headers.get('retry-after'), '1');
    const { error } = await answer.json();
    assert.equal(error.code, 'ApplicationThrottled');
    assert.match(error.message, /MailboxConcurrency/);
  }
});

test('a batch answers each of its parts', async () => {
  const parts = ['/me', '/me/mailFolders/inbox', '/me/mailFolders/nonsense'].map((path, i) => ({
    // Of this address the client sends what follows the host, which in a batch has no version.
    id: String(i + 1), request: new Request(new URL(path, service), { method: 'GET' }),
  }));
  const content = await new BatchRequestContent(parts).getContent();
  const responses = new BatchResponseContent(await client.api('/$batch').post(content));
  assert.equal((await responses.getResponseById('1').json()).mail, 'emma@kantoor.example');
  assert.equal((await responses.getResponseById('2').json()).displayName, 'Inbox');
  assert.ok(responses.getResponseById('3').status >= 400, 'the part that asks for a folder that is not there');
});
