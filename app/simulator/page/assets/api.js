// The control API, and its errors in words.

// Refused is an error that a person can read; detail is what the simulator itself said.
export class Refused extends Error {
  constructor(message, detail = '', status = 0) {
    super(message);
    this.detail = detail;
    this.status = status;
  }
}

// The endings are those of the simulator's own errors; what is not among them is shown as it is.
const words = [
  [/no such folder/, 'That folder is not there, or not any more.'],
  [/no such message/, 'That mail is not there any more.'],
  [/no such mailbox/, 'This person has no mailbox.'],
  [/no such user/, 'Nobody has that address.'],
  [/exists already/, 'There is one of that name already.'],
  [/not an address/, 'That is not an address, such as info@kantoor.example.'],
  [/can't be deleted/, 'Every mailbox has this folder: it can’t be deleted.'],
  [/lies below/, 'A folder can’t be moved into itself.'],
  [/is empty/, 'Give it a name.'],
  [/no authority/, 'This simulator runs without sign-in.'],
  [/request body too large/, 'That is too large: a mail may have 256 MB.'],
  [/not a fault/, 'These values don’t make sense together.'],
];

function inWords(status, detail) {
  const found = words.find(([pattern]) => pattern.test(detail));
  if (found) return found[1];
  return status >= 500 ? 'The simulator itself failed.' : 'The simulator can’t do that.';
}

// call makes a request below /control/ and gives its JSON.
export async function call(method, path, { json, body, query } = {}) {
  const search = new URLSearchParams(Object.entries(query ?? {}).filter(([, v]) => v !== '' && v !== undefined && v !== false));
  let answer;
  let got;
  try {
    answer = await fetch(`/control/${path}${search.size ? `?${search}` : ''}`, {
      method, body: json === undefined ? body : JSON.stringify(json), cache: 'no-store',
    });
    got = await answer.text();
  } catch (err) {
    throw new Refused('The simulator does not answer. Is “postroomd simulate” still running?', err.message);
  }
  let value;
  try {
    value = JSON.parse(got);
  } catch {
    throw new Refused('The simulator can’t do that.', got.trim() || `status ${answer.status}`, answer.status);
  }
  if (answer.ok) return value;
  const detail = value.error ?? got;
  throw new Refused(inWords(answer.status, detail), detail, answer.status);
}

const box = (address) => `mailboxes/${encodeURIComponent(address)}`;
const mail = (address, id) => `${box(address)}/messages/${encodeURIComponent(id)}`;
const person = (address) => `signins/${encodeURIComponent(address)}`;

export const mailboxes = () => call('GET', 'mailboxes');
export const addMailbox = (json) => call('POST', 'mailboxes', { json });
export const grant = (address, who) => call('POST', `${box(address)}/grant`, { json: { who } });
export const shareFolder = (address, who, folder) => call('POST', `${box(address)}/grant`, { json: { who, folder } });
export const setSentCopies = (address, json) => call('PUT', `${box(address)}/sentcopies`, { json });
export const sendFor = (address, query, body) => call('POST', `${box(address)}/send`, { query, body });
export const revokeRights = (address, who) => call('POST', `${box(address)}/revoke`, { json: { who } });

export const folders = (address) => call('GET', `${box(address)}/folders`).then((list) => list ?? []);
export const addFolder = (address, path) => call('POST', `${box(address)}/folders`, { json: { path } });
export const renameFolder = (address, path, name) => call('PATCH', `${box(address)}/folders`, { json: { path, name } });
export const moveFolder = (address, path, below) => call('PATCH', `${box(address)}/folders`, { json: { path, below } });
export const deleteFolder = (address, path, forGood) => call('DELETE', `${box(address)}/folders`, { json: { path, forGood } });
export const evict = (address, folder) => call('POST', `${box(address)}/evict`, { json: { folder } });

export const messages = (address, folder, top) => call('GET', `${box(address)}/messages`, { query: { folder, top } });
export const deliver = (address, query, body) => call('POST', `${box(address)}/messages`, { query, body });
export const generate = (address, json) => call('POST', `${box(address)}/generate`, { json });
export const moveMail = (address, id, folder) => call('POST', `${mail(address, id)}/move`, { json: { folder } });
export const copyMail = (address, id, folder) => call('POST', `${mail(address, id)}/copy`, { json: { folder } });
export const sendDraft = (address, id, late) => call('POST', `${mail(address, id)}/send`, { json: { late } });
export const markMail = (address, id, json) => call('PATCH', mail(address, id), { json });
export const deleteMail = (address, id, forGood) => call('DELETE', mail(address, id), { query: { forGood } });

export const faults = () => call('GET', 'faults');
export const addFault = (json) => call('POST', 'faults', { json });
export const setFault = (name, value) => call('PUT', `faults/${name}`, { json: { value } });
export const removeFault = (name) => call('DELETE', `faults/${name}`);
export const clearFaults = () => call('DELETE', 'faults');
export const setBehaviour = (json) => call('PUT', 'behaviour', { json });

export const stats = (last) => call('GET', 'stats', { query: { last } });
export const resetStats = () => call('DELETE', 'stats');

export const signIns = () => call('GET', 'signins');
export const expireAll = () => call('POST', 'signins/expire');
export const expire = (who) => call('POST', `${person(who)}/expire`);
export const revokeSession = (who) => call('POST', `${person(who)}/revoke`);
export const failSignIn = (json) => call('POST', 'signins/fail', { json });

// facts is what the page's own server knows: where the policy lies, the words for faults, the AADSTS codes.
export async function facts() {
  const answer = await fetch('page.json');
  if (!answer.ok) throw new Refused('The page could not be loaded whole. Reload it.', `page.json: ${answer.status}`);
  return answer.json();
}
