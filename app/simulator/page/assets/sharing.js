// What a person, or an administrator, does about mailboxes that several people use.
import * as api from './api.js';
import { count, number } from './dom.js';
import { ask } from './dialog.js';
import { compose } from './mime.js';

const people = (box, boxes) => boxes.filter((b) => b.kind === 'user' && b.address !== box.address);

async function each(list, run) {
  for (const one of list) await run(one);
}

export function rights(box, boxes) {
  const others = people(box, boxes);
  ask({
    title: `Who may open ${box.address}`, action: 'Save', words: 'Full Access, as an administrator gives it in Exchange.',
    fields: others.map((p) => ({ name: p.address, label: `${p.name} (${p.address})`, type: 'checkbox', value: box.fullAccess.includes(p.address) })),
    run: async (v) => {
      const changed = others.filter((p) => v[p.address] !== box.fullAccess.includes(p.address));
      await each(changed, (p) => (v[p.address] ? api.grant : api.revokeRights)(box.address, p.address));
      return `${number(others.filter((p) => v[p.address]).length)} of ${count(others.length, 'other person', 'other people')} may open ${box.address}.`;
    },
  });
}

export function shareFolder(box, boxes, folder, name) {
  ask({
    title: `Share ${name}`, action: 'Share', words: 'Only this folder of the mailbox, as a person shares one in Outlook: what is new in it can’t be followed.',
    fields: [{ name: 'who', label: 'With', type: 'select', options: people(box, boxes).map((p) => ({ value: p.address, label: p.name })) }],
    run: async ({ who }) => {
      await api.shareFolder(box.address, who, folder);
      return `${who} may read ${name} of ${box.address}.`;
    },
  });
}

export function sentCopies(box) {
  ask({
    title: `Sent copies of ${box.address}`, action: 'Save',
    words: 'Where a mail lies that somebody sends in this mailbox’s name. Without a copy it lies with the sender only.',
    fields: [
      { name: 'as', label: 'A copy of mails sent as it (MessageCopyForSentAsEnabled)', type: 'checkbox', value: box.sentCopies.as },
      { name: 'behalf', label: 'A copy of mails sent on behalf of it (MessageCopyForSendOnBehalfEnabled)', type: 'checkbox', value: box.sentCopies.behalf },
    ],
    run: async (v) => {
      await api.setSentCopies(box.address, v);
      return v.as || v.behalf ? `${box.address} gets copies.` : `${box.address} gets no copies.`;
    },
  });
}

export function sendFor(box, boxes) {
  ask({
    title: `Send in the name of ${box.address}`, action: 'Send',
    fields: [
      { name: 'who', label: 'Who sends', type: 'select', options: people(box, boxes).filter((p) => p.mailbox).map((p) => ({ value: p.address, label: p.name })) },
      { name: 'how', label: 'How', type: 'choice', options: [{ value: 'as', label: 'as the mailbox' }, { value: 'behalf', label: 'on behalf of it' }] },
      { name: 'subject', label: 'Subject', value: '', autofocus: true },
      { name: 'words', label: 'Text', type: 'area' },
    ],
    run: async (v) => {
      const mail = compose({ from: `${box.name} <${box.address}>`, to: 'Sofie Maes <sofie@client.example>', subject: v.subject, words: v.words, attachments: [] });
      const { copied } = await api.sendFor(box.address, { who: v.who, behalf: v.how === 'behalf' }, mail);
      return copied ? `Sent. It lies with ${v.who} and in ${box.address}.` : `Sent. It lies with ${v.who} only.`;
    },
  });
}
