import assert from 'node:assert/strict';
import { test } from 'node:test';
import { InteractionRequiredAuthError } from '@azure/msal-node';
import { emma, publicClient, scopes, signedIn } from './clients.mjs';
import { revokeSessions } from './control.mjs';
import { signIn } from './person.mjs';

test('a person signs in by entering a device code', async () => {
  const result = await signedIn();
  assert.equal(result.account.username, emma);
  assert.deepEqual(scopes.filter((s) => !result.scopes.includes(s)), [], `scopes granted: ${result.scopes}`);
  assert.ok(result.expiresOn > new Date(), `the token expires ${result.expiresOn}; expected a time to come`);
});

test('a person who refuses the device code ends the sign-in', async () => {
  await assert.rejects(signedIn(emma, publicClient(), { agree: false }), (err) => /authorization_declined|access_denied/.test(`${err.errorCode} ${err.message}`));
});

test('a person signs in in the browser, which returns to the app by a posted form', async () => {
  let pages;
  const result = await publicClient().acquireTokenInteractive({
    scopes,
    openBrowser: (url) => { pages = signIn(url, emma); },
  });
  assert.equal(result.account.username, emma);
  const { seen } = await pages;
  assert.match(seen[0], /Pick an account/);
});

test('a person who cancels in the browser is reported to the app', async () => {
  await assert.rejects(publicClient().acquireTokenInteractive({
    scopes,
    openBrowser: (url) => { signIn(url, emma, { agree: false }); },
  }), (err) => err.errorCode === 'access_denied');
});

test('a session goes on silently with its refresh token', async () => {
  const app = publicClient();
  const { account, accessToken } = await signedIn(emma, app);
  const cached = await app.acquireTokenSilent({ account, scopes });
  assert.ok(cached.fromCache, 'expected the token of the sign-in, from the cache');
  const fresh = await app.acquireTokenSilent({ account, scopes, forceRefresh: true });
  assert.notEqual(fresh.accessToken, accessToken, 'expected another token after a refresh');
});

test('a revoked session asks for a new sign-in', async () => {
  const app = publicClient();
  const { account } = await signedIn(emma, app);
  await revokeSessions(emma);
  await assert.rejects(app.acquireTokenSilent({ account, scopes, forceRefresh: true }), (err) => {
    assert.ok(err instanceof InteractionRequiredAuthError, `expected an InteractionRequiredAuthError, got ${err}`);
    assert.match(err.message, /AADSTS50173/);
    return true;
  });
});
