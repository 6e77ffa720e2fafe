// The mail view: mailboxes and folders at the left, the mails of the chosen folder beside them.
import * as api from './api.js';
import * as act from './mailactions.js';
import { button, count, el, keyed, menu, text } from './dom.js';
import { complain, renewed } from './say.js';
import * as sharing from './sharing.js';
import { dragged, table } from './table.js';
import { names, tree } from './tree.js';

const page = 100;

// mailView fills the section and gives { refresh, person }.
export function mailView(section, { person }) {
  const state = { boxes: [], address: '', folder: '', folders: [], mails: [], top: page, ticked: [] };
  const box = () => state.boxes.find((b) => b.address === state.address);
  const folder = () => state.folders.find((f) => f.path === state.folder);

  const people = el('ul', { class: 'boxes', 'aria-label': 'Mailboxes' });
  const folders = tree({ choose: (path) => { open(path); }, drop: dropped });
  const mails = table({ chosen: show, more: () => { state.top += page; renewed(); } });

  const title = el('h2');
  const numbers = el('p', { class: 'muted' });
  const go = (path) => { if (path !== undefined) state.folder = path; };
  const folderMenu = menu('Folder', [
    ['New folder…', () => act.newFolder(box(), state.folders, state.folder, go)],
    ['Rename…', () => act.renameFolder(box(), state.folder, go)],
    ['Move…', () => act.moveFolder(box(), state.folders, state.folder, go)],
    ['Delete…', () => act.deleteFolder(box(), state.folder, () => go(''))],
    ['Generate mails…', () => act.generate(box(), state.folder)],
    ['Share with somebody…', () => sharing.shareFolder(box(), state.boxes, state.folder, names(state.folder).at(-1))],
    ['Forget its sync tokens', () => act.forget(box(), state.folder)],
  ]);
  const boxMenu = menu('Mailbox', [
    ['Who may open it…', () => sharing.rights(box(), state.boxes)],
    ['Sent copies…', () => sharing.sentCopies(box())],
    ['Send in its name…', () => sharing.sendFor(box(), state.boxes)],
    ['Forget all its sync tokens', () => act.forget(box(), '')],
  ]);
  const dropIn = button('Drop in a mail', () => act.dropIn(box(), state.folder), { class: 'main' });

  const unread = () => state.ticked.some((m) => !m.read);
  const bare = () => state.ticked.some((m) => !m.flagged);
  const chosen = el('p', { class: 'chosen-count', role: 'status' });
  const tools = [
    ['Move…', () => act.chooseAndMove(box(), state.ticked, state.folders, state.folder, false)],
    ['Copy…', () => act.chooseAndMove(box(), state.ticked, state.folders, state.folder, true)],
    ['Delete…', () => act.remove(box(), state.ticked, folder()?.wellKnownName === 'deleteditems')],
    ['Mark read', () => act.mark(box(), state.ticked, { read: unread() }, unread() ? 'read' : 'unread')],
    ['Flag', () => act.mark(box(), state.ticked, { flagged: bare() }, bare() ? 'flagged' : 'not flagged')],
    ['Send…', () => act.send(box(), state.ticked)],
  ].map(([label, run]) => button(label, run));
  const [, , , markTool, flagTool, sendTool] = tools;

  const here = el('div', { class: 'card mail' },
    el('div', { class: 'bar' }, el('div', { class: 'where' }, title, numbers), folderMenu, boxMenu, dropIn),
    mails.element,
    el('div', { class: 'bar tools', role: 'group', 'aria-label': 'Chosen mails' }, chosen, tools));
  const hint = el('p', { class: 'drop-hint' });
  section.append(
    el('div', { class: 'side' },
      el('h2', {}, 'Mailboxes'), people, button('Add a person or mailbox…', () => act.addMailbox(state.boxes, enter), { class: 'quiet' }),
      el('h2', {}, 'Folders'), folders.element),
    here, hint);

  function show(list) {
    state.ticked = list;
    text(chosen, list.length ? `${count(list.length, 'mail')} chosen:` : 'Choose mails above to move, copy, delete, mark or send them.');
    for (const t of tools) t.hidden = !list.length;
    text(markTool, unread() ? 'Mark read' : 'Mark unread');
    text(flagTool, bare() ? 'Flag' : 'Clear flag');
    sendTool.disabled = !list.every((m) => m.draft);
  }

  function enter(address) {
    if (address === state.address) return;
    Object.assign(state, { address, folder: '', folders: [], top: page });
    mails.clear();
    person(address);
    renewed();
  }

  function open(path) {
    if (path === state.folder) return;
    Object.assign(state, { folder: path, top: page });
    mails.clear();
    renewed();
  }

  function drawPeople() {
    const kinds = { user: 'Person', shared: 'Shared mailbox', room: 'Room' };
    keyed(people, state.boxes, (b) => b.address, (b) => {
      const name = el('b');
      return el('li', {}, button([name, el('small', {}, b.address), el('small')], () => enter(b.address), { disabled: !b.mailbox }));
    }, (li, b) => {
      const chosenOne = b.address === state.address;
      const [name, , kind] = li.firstElementChild.children;
      text(name, b.name);
      const what = b.personal ? 'Personal account' : kinds[b.kind];
      text(kind, b.mailbox ? what : `${what}, without a mailbox`);
      if (chosenOne) li.firstElementChild.setAttribute('aria-current', 'true');
      else li.firstElementChild.removeAttribute('aria-current');
    });
  }

  let asked = 0;

  // refresh looks at everything again. Of two that overlap, only the later one shows what it found.
  async function refresh() {
    asked += 1;
    const mine = asked;
    const boxes = await api.mailboxes();
    if (mine !== asked) return;
    state.boxes = boxes;
    if (!box()) {
      const first = boxes.find((b) => b.mailbox);
      Object.assign(state, { address: first?.address ?? '', folder: '' });
      person(state.address);
    }
    drawPeople();
    if (!state.address) return;
    const list = await api.folders(state.address);
    if (mine !== asked) return;
    state.folders = list;
    if (!folder()) state.folder = (list.find((f) => f.wellKnownName === 'inbox') ?? list[0]).path;
    folders.show(list, state.folder);
    const found = await api.messages(state.address, state.folder, state.top);
    if (mine !== asked) return;
    state.mails = found;
    const f = folder();
    text(title, names(f.path).join(' › '));
    text(numbers, `${box().name} · ${count(f.total, 'mail')}, ${f.unread} unread`);
    mails.show(found, Math.max(f.total, found.length));
  }

  // Files may be dropped anywhere on the view: they go to the folder that is open.
  function dropped(event, path) {
    hint.classList.remove('shown');
    if (event.dataTransfer.types.includes(dragged)) {
      const ids = new Set(JSON.parse(event.dataTransfer.getData(dragged)));
      const list = state.mails.filter((m) => ids.has(m.id));
      if (path !== state.folder || event.ctrlKey) act.moveTo(box(), list, path, event.ctrlKey);
      return;
    }
    const files = [...event.dataTransfer.files];
    if (files.length) act.drop(box(), path, files);
    else complain('Dropping that in', new api.Refused('Only .eml files can be dropped here.'));
  }

  // A file that falls beside the view must not make the browser leave the page.
  const files = (event) => event.dataTransfer.types.includes('Files');
  document.addEventListener('dragover', (event) => {
    if (!files(event)) return;
    event.preventDefault();
    if (section.hidden || !state.address) {
      event.dataTransfer.dropEffect = 'none';
      return;
    }
    const over = event.target.closest?.('[role=treeitem]')?.dataset.key ?? state.folder;
    text(hint, `Drop the mails into ${names(over).join(' › ')}`);
    hint.classList.add('shown');
  });
  document.addEventListener('dragleave', (event) => {
    if (!event.relatedTarget) hint.classList.remove('shown');
  });
  document.addEventListener('drop', (event) => {
    if (!files(event)) return;
    event.preventDefault();
    if (!section.hidden && state.address) dropped(event, state.folder);
  });
  show([]);
  return { refresh };
}
