// Microsoft's clients, made for the simulator that run.mjs started. They are
// told where it is, as an administrator's policy tells Postroom, and nothing else
// about them is changed.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ConfidentialClientApplication, PublicClientApplication } from '@azure/msal-node';
import graph from '@microsoft/microsoft-graph-client';
import { enterCode } from './person.mjs';

const out = process.env.POSTROOM_SIMULATOR;
export const policy = JSON.parse(await readFile(join(out, 'policy.json'), 'utf8'));
export const { authority: login, graph: service } = policy.cloud;
const host = new URL(login).host;

export const emma = 'emma@kantoor.example';
export const scopes = ['User.Read', 'Mail.Read'];

// publicClient is MSAL as a desktop app uses it.
export function publicClient({ tenant = 'organizations', ...auth } = {}) {
  return new PublicClientApplication({
    auth: { clientId: policy.clientId, authority: `${login}/${tenant}`, knownAuthorities: [host], ...auth },
  });
}

// confidentialClient is MSAL as a service of an organisation uses it.
export function confidentialClient({ login: at, tenant, ...auth }) {
  return new ConfidentialClientApplication({
    auth: { authority: `${at}/${tenant}`, knownAuthorities: [new URL(at).host], ...auth },
  });
}

// signedIn is MSAL's answer for a person who entered a device code.
export function signedIn(address = emma, app = publicClient(), how = {}) {
  return new Promise((resolve, reject) => {
    app.acquireTokenByDeviceCode({
      scopes,
      // MSAL goes on polling whatever happens here.
      deviceCodeCallback: ({ verificationUri, userCode }) => {
        enterCode(verificationUri, userCode, address, how).catch(reject);
      },
    }).then(resolve, reject);
  });
}

// graphClient is Microsoft's Graph client with its usual middleware.
export function graphClient(accessToken, at = service) {
  return graph.Client.initWithMiddleware({
    baseUrl: new URL(at).origin,
    defaultVersion: 'v1.0',
    customHosts: new Set([new URL(at).hostname]),
    authProvider: { getAccessToken: async () => accessToken },
  });
}

export const { PageIterator, GraphError, ResponseType, BatchRequestContent, BatchResponseContent } = graph;

// all walks every page of a collection with PageIterator and gives the items
// and the delta link, if one came.
export async function all(client, first, options) {
  const items = [];
  const pages = new PageIterator(client, first, (item) => items.push(item) > 0, options);
  await pages.iterate();
  return { items, deltaLink: pages.getDeltaLink() };
}
