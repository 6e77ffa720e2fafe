// What a person does to mails, folders and mailboxes.
import * as api from './api.js';
import { count } from './dom.js';
import { ask } from './dialog.js';
import { attempt } from './say.js';
import { address, compose } from './mime.js';
import { above, names, within } from './tree.js';

const top = 'msgfolderroot';

// places are the folders for a person to choose from.
function places(folders, without = () => false) {
  return folders.filter((f) => !without(f)).map((f) => ({ value: f.path, label: names(f.path).join(' › ') }));
}

const mails = (list) => (list.length === 1 ? `“${list[0].subject || '(no subject)'}”` : count(list.length, 'mail'));

async function each(list, run) {
  for (const one of list) await run(one);
}

export function dropIn(box, folder) {
  ask({
    title: 'Drop in a mail',
    words: `It arrives in ${names(folder).join(' › ')} of ${box.address}.`,
    action: 'Drop it in',
    fields: [
      { name: 'files', label: 'Mails as files (.eml), one or many', type: 'file', accept: '.eml,.raw,message/rfc822', multiple: true, hint: 'They arrive as they are. Or write a small one:' },
      { name: 'from', label: 'From', value: 'Sofie Maes <sofie@client.example>' },
      { name: 'subject', label: 'Subject', value: '', autofocus: true },
      { name: 'words', label: 'Text', type: 'area' },
      { name: 'attached', label: 'Attachments', type: 'file', multiple: true },
      { name: 'received', label: 'Received', type: 'datetime-local', hint: 'Empty: now.' },
      { name: 'draft', label: 'It is a draft', type: 'checkbox' },
      { name: 'read', label: 'It has been read', type: 'checkbox' },
    ],
    run: async (v) => {
      const query = { folder, draft: v.draft, read: v.read, received: v.received && new Date(v.received).toISOString() };
      if (v.files.length) return deliverFiles(box, folder, v.files, query);
      if (!address(v.from)) throw new api.Refused('The sender is an address, such as Sofie Maes <sofie@client.example>.');
      const attachments = await Promise.all(v.attached.map(async (f) => ({ name: f.name, type: f.type, data: new Uint8Array(await f.arrayBuffer()) })));
      const to = `${box.name} <${box.address}>`;
      await api.deliver(box.address, query, compose({ from: v.from, to, subject: v.subject, words: v.words, attachments }));
      return `“${v.subject || '(no subject)'}” arrived in ${names(folder).join(' › ')}.`;
    },
  });
}

// deliverFiles puts files in as mails; it refuses what is none before anything arrives.
export async function deliverFiles(box, folder, files, query = { folder }) {
  const other = files.find((f) => !/\.(eml|raw)$/i.test(f.name) && f.type !== 'message/rfc822');
  if (other) throw new api.Refused(`“${other.name}” is not a mail. Mails are .eml files; Outlook and Thunderbird save them so.`);
  await each(files, async (f) => {
    let body;
    try {
      body = await f.arrayBuffer();
    } catch (err) {
      throw new api.Refused(`“${f.name}” could not be read.`, err.message);
    }
    if (!body.byteLength) throw new api.Refused(`“${f.name}” is empty.`);
    await api.deliver(box.address, query, body);
  });
  return `${count(files.length, 'mail')} arrived in ${names(folder).join(' › ')}.`;
}

export const drop = (box, folder, files) => attempt('Dropping in mail', () => deliverFiles(box, folder, files));

export function moveTo(box, list, folder, copy) {
  return attempt(copy ? 'Copying' : 'Moving', async () => {
    await each(list, (m) => (copy ? api.copyMail : api.moveMail)(box.address, m.id, folder));
    return `${copy ? 'Copied' : 'Moved'} ${mails(list)} to ${names(folder).join(' › ')}.`;
  });
}

export function chooseAndMove(box, list, folders, here, copy) {
  ask({
    title: `${copy ? 'Copy' : 'Move'} ${mails(list)}`,
    action: copy ? 'Copy' : 'Move',
    fields: [{ name: 'folder', label: 'To folder', type: 'select', options: places(folders, (f) => !copy && f.path === here), autofocus: true }],
    run: async ({ folder }) => {
      await each(list, (m) => (copy ? api.copyMail : api.moveMail)(box.address, m.id, folder));
      return `${copy ? 'Copied' : 'Moved'} ${mails(list)} to ${names(folder).join(' › ')}.`;
    },
  });
}

const howGone = {
  name: 'how', label: 'How', type: 'choice',
  options: [{ value: 'bin', label: 'Move to Deleted Items' }, { value: 'forGood', label: 'Delete for good' }],
};

export function remove(box, list, binned) {
  ask({
    title: `Delete ${mails(list)}`, action: 'Delete', danger: true,
    fields: [{ ...howGone, value: binned ? 'forGood' : 'bin' }],
    run: async ({ how }) => {
      await each(list, (m) => api.deleteMail(box.address, m.id, how === 'forGood'));
      return how === 'forGood' ? `Deleted ${mails(list)} for good.` : `Moved ${mails(list)} to Deleted Items.`;
    },
  });
}

export function mark(box, list, how, words) {
  return attempt('Marking', async () => {
    await each(list, (m) => api.markMail(box.address, m.id, how));
    return `Marked ${mails(list)} as ${words}.`;
  });
}

export function send(box, list) {
  ask({
    title: `Send ${mails(list)}`, action: 'Send',
    words: 'The draft leaves its folder and appears in Sent Items.',
    fields: [{
      name: 'late', label: 'It appears there', type: 'choice',
      options: [{ value: '', label: 'at once' }, { value: '5s', label: '5 seconds later' }, { value: '1m', label: 'a minute later' }],
    }],
    run: async ({ late }) => {
      await each(list, (m) => api.sendDraft(box.address, m.id, late));
      return `Sent ${mails(list)}.`;
    },
  });
}

export function generate(box, folder) {
  ask({
    title: 'Generate mails', action: 'Generate',
    words: `They lie in ${names(folder).join(' › ')} of ${box.address}, a minute apart, the newest from now. A million of them need no room.`,
    fields: [
      { name: 'count', label: 'How many', type: 'number', min: 1, max: 10000000, value: '100', required: true, autofocus: true },
      { name: 'size', label: 'Bytes each', type: 'number', min: 0, max: 150000000, hint: 'Empty: about 700.' },
    ],
    run: async (v) => {
      await api.generate(box.address, { folder, count: Number(v.count), size: Number(v.size) });
      return `${count(Number(v.count), 'mail')} generated in ${names(folder).join(' › ')}.`;
    },
  });
}

export function newFolder(box, folders, here, made) {
  ask({
    title: 'New folder', action: 'Make it',
    fields: [
      { name: 'name', label: 'Name', required: true, autofocus: true },
      { name: 'below', label: 'In', type: 'select', value: here, options: [{ value: top, label: 'The top of the mailbox' }, ...places(folders)] },
    ],
    run: async ({ name, below }) => {
      const path = below === top ? within(name) : `${below}/${within(name)}`;
      await api.addFolder(box.address, path);
      made(path);
      return `Folder ${name} is there.`;
    },
  });
}

export function renameFolder(box, folder, made) {
  ask({
    title: `Rename ${names(folder).at(-1)}`, action: 'Rename',
    fields: [{ name: 'name', label: 'New name', value: names(folder).at(-1), required: true, autofocus: true }],
    run: async ({ name }) => {
      await api.renameFolder(box.address, folder, name);
      made(above(folder) ? `${above(folder)}/${within(name)}` : within(name));
      return `The folder is called ${name} now.`;
    },
  });
}

export function moveFolder(box, folders, folder, made) {
  const name = names(folder).at(-1);
  ask({
    title: `Move folder ${name}`, action: 'Move',
    fields: [{
      name: 'below', label: 'Into', type: 'select', autofocus: true,
      options: [{ value: top, label: 'The top of the mailbox' }, ...places(folders, (f) => f.path === folder || f.path.startsWith(`${folder}/`))],
    }],
    run: async ({ below }) => {
      await api.moveFolder(box.address, folder, below);
      made(below === top ? within(name) : `${below}/${within(name)}`);
      return `Folder ${name} is moved.`;
    },
  });
}

export function deleteFolder(box, folder, gone) {
  ask({
    title: `Delete folder ${names(folder).at(-1)}`, action: 'Delete', danger: true, words: 'With all that it holds.',
    fields: [howGone],
    run: async ({ how }) => {
      await api.deleteFolder(box.address, folder, how === 'forGood');
      gone();
      return `Folder ${names(folder).at(-1)} is deleted.`;
    },
  });
}

export function forget(box, folder) {
  return attempt('Forgetting sync tokens', async () => {
    await api.evict(box.address, folder);
    return `The sync tokens of ${folder ? names(folder).join(' › ') : box.address} are forgotten: whoever uses one is told to start afresh (410).`;
  });
}

export function addMailbox(boxes, made) {
  ask({
    title: 'Add a person or mailbox', action: 'Add',
    fields: [
      { name: 'address', label: 'Address', type: 'email', required: true, autofocus: true },
      { name: 'name', label: 'Name' },
      {
        name: 'kind', label: 'What it is', type: 'select',
        options: [{ value: 'user', label: 'A person, who can sign in' }, { value: 'personal', label: 'A person with a personal account' }, { value: 'shared', label: 'A shared mailbox' }, { value: 'room', label: 'A room' }],
      },
      {
        name: 'who', label: 'Who may open it, besides its owner', type: 'select',
        options: [{ value: '', label: 'Nobody' }, ...boxes.filter((b) => b.kind === 'user').map((b) => ({ value: b.address, label: b.name }))],
      },
      { name: 'bare', label: 'Without a mailbox', type: 'checkbox', hint: 'As a person without a licence: Graph answers MailboxNotEnabledForRESTAPI.' },
    ],
    run: async (v) => {
      const rights = v.who && !v.bare ? [v.who] : [];
      await api.addMailbox({ address: v.address, name: v.name, kind: v.kind === 'personal' ? 'user' : v.kind, personal: v.kind === 'personal', noMailbox: v.bare, fullAccess: rights });
      if (!v.bare) made(v.address);
      return `${v.address} is there.`;
    },
  });
}
