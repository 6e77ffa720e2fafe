// The simulated Microsoft 365: its control API, which plays everybody else, and
// the mails that arrive.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

export const folder = process.env.POSTROOM_CLOUD;
export const policy = JSON.parse(readFileSync(join(folder, 'policy.json'), 'utf8'));
const origin = new URL(policy.cloud.graph).origin;
const box = (address) => `mailboxes/${encodeURIComponent(address)}`;

// control asks the control API.
export async function control(method, path, json, body) {
  const answer = await fetch(`${origin}/control/${path}`, { method, body: json ? JSON.stringify(json) : body });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text}`);
  return text ? JSON.parse(text) : null;
}

let people = 0;

// addPerson makes somebody whose mailbox is the test's own.
export async function addPerson(name, { domain = 'kantoor.example', ...more } = {}) {
  people += 1;
  const address = `${name.split(' ')[0].toLowerCase()}.${process.pid}.${people}@${domain}`;
  await control('POST', 'mailboxes', { address, name, ...more });
  return address;
}

// addShared makes a shared mailbox that nobody may open yet.
export const addShared = (name) => addPerson(name, { kind: 'shared' });
export const grant = (address, who) => control('POST', `${box(address)}/grant`, { who });

export const addFolder = (address, path) => control('POST', `${box(address)}/folders`, { path });
// deliver lets a mail arrive; received is a moment other than now.
export const deliver = (address, mime, where = 'inbox', received = undefined) =>
  control('POST', `${box(address)}/messages?${new URLSearchParams({ folder: where, ...(received && { received }) })}`, null, mime);
export const revoke = (address) => control('POST', `signins/${encodeURIComponent(address)}/revoke`);
export const addFault = (fault) => control('POST', 'faults', fault);
export const clearFaults = () => control('DELETE', 'faults');

let mails = 0;

// mail writes one. Each file is { name, type, content }.
export function mail({ from = 'Sofie Maes <sofie@client.example>', subject, html, files = [] }) {
  mails += 1;
  const head = `From: ${from}\r\nTo: Office <office@kantoor.example>\r\nSubject: ${subject}\r\nMessage-ID: <${process.pid}.${mails}@client.example>\r\n`
    + `Date: ${new Date().toUTCString().replace('GMT', '+0000')}\r\nMIME-Version: 1.0\r\n`;
  const text = `Content-Type: ${html ? 'text/html' : 'text/plain'}; charset=utf-8\r\n\r\n${html ?? `This is ${subject}.`}\r\n`;
  if (files.length === 0) return head + text;
  const parts = files.map((f) => `--part\r\nContent-Type: ${f.type}; name="${f.name}"\r\nContent-Disposition: attachment; filename="${f.name}"\r\n`
    + `Content-Transfer-Encoding: base64\r\n\r\n${Buffer.from(f.content).toString('base64')}\r\n`);
  return `${head}Content-Type: multipart/mixed; boundary=part\r\n\r\n--part\r\n${text}${parts.join('')}--part--\r\n`;
}
