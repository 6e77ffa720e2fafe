// The simulator's control API: plays the people and the events around a client.
import { policy } from './clients.mjs';

const origin = new URL(policy.cloud.graph).origin;

async function call(method, path, { json, body, query } = {}) {
  const url = new URL(`/control/${path}`, origin);
  url.search = new URLSearchParams(query);
  const answer = await fetch(url, { method, body: json ? JSON.stringify(json) : body });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${method} ${url}: ${answer.status} ${text}`);
  return text ? JSON.parse(text) : null;
}

const box = (address) => `mailboxes/${encodeURIComponent(address)}`;

// deliver puts a mail into a folder and gives its immutable id.
export async function deliver(address, folder, mime) {
  return (await call('POST', `${box(address)}/messages`, { query: { folder }, body: mime })).id;
}

export function move(address, id, folder) {
  return call('POST', `${box(address)}/messages/${encodeURIComponent(id)}/move`, { json: { folder } });
}

// evictTokens makes the service forget the cursors of a folder.
export function evictTokens(address, folder) {
  return call('POST', `${box(address)}/evict`, { json: { folder } });
}

// revokeSessions ends every session of a person.
export function revokeSessions(address) {
  return call('POST', `signins/${encodeURIComponent(address)}/revoke`);
}

export function addFault(fault) {
  return call('POST', 'faults', { json: fault });
}

export function clearFaults() {
  return call('DELETE', 'faults');
}

export async function faults() {
  return (await call('GET', 'faults')).faults;
}
