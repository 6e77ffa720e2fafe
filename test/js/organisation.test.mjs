import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { confidentialClient, graphClient } from './clients.mjs';

const place = JSON.parse(await readFile(join(process.env.POSTROOM_SIMULATOR, 'organisation.json'), 'utf8'));
const scopes = ['https://graph.microsoft.com/.default'];

function application({ clientId = place.clientId, clientSecret = place.secret, tenant = place.tenant } = {}) {
  return confidentialClient({ login: place.url, tenant, clientId, clientSecret });
}

const token = async (app) => (await app.acquireTokenByClientCredential({ scopes })).accessToken;

test('an organisation\'s application reads its people and their mailboxes, without anybody signed in', async () => {
  const client = graphClient(await token(application()), place.url);
  const { value: people } = await client.api('/users').select('id,mail').get();
  assert.deepEqual(people.map((p) => p.mail).sort(), ['emma@kantoor.example', 'info@kantoor.example']);
  const inbox = await client.api('/users/info@kantoor.example/mailFolders/inbox').get();
  assert.equal(inbox.displayName, 'Inbox');
  await assert.rejects(client.api('/me').get(), (err) => err.statusCode === 400);
});

test('a wrong secret is refused', async () => {
  await assert.rejects(token(application({ clientSecret: 'example-wrong' })), /AADSTS7000215/);
});

test('an application that was granted nothing gets a token, and is refused the mail', async () => {
  const client = graphClient(await token(application({ clientId: place.powerless })), place.url);
  await assert.rejects(client.api('/users/info@kantoor.example/messages').get(), (err) => err.statusCode === 403);
});
