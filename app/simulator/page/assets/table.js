// The mails of a folder, newest first, with a tick each.
import { bytes, count, el, keyed, moment, number, text } from './dom.js';

export const dragged = 'application/x-simulated-mails';

// table makes the list; chosen(mails) is called whenever other mails are ticked.
export function table({ chosen, more }) {
  const ticked = new Set();
  const all = el('input', { type: 'checkbox', 'aria-label': 'Choose all mails that are shown' });
  const body = el('tbody');
  const heads = ['Subject', 'From', 'Received', 'Size', 'State'].map((name) => el('th', { scope: 'col', class: name.toLowerCase() }, name));
  const grid = el('table', { class: 'mails' }, el('thead', {}, el('tr', {}, el('th', { scope: 'col', class: 'tick' }, all), heads)), body);
  const rest = el('button', { type: 'button', class: 'quiet', onclick: () => more() }, 'Show more');
  const foot = el('p', { class: 'muted foot' }, el('span'), ' ', rest);
  const empty = el('div', { class: 'empty' }, el('p', {}, el('b', {}, 'No mail in this folder.')),
    el('p', {}, 'Drag .eml files here, or press “Drop in a mail”. Postroom files what arrives in the folders that are ticked there.'));
  const element = el('div', { class: 'scroll', tabindex: '-1' }, empty, grid, foot);
  let list = [];

  function tell() {
    const shown = list.filter((m) => ticked.has(m.id));
    all.checked = shown.length > 0 && shown.length === list.length;
    all.indeterminate = shown.length > 0 && shown.length < list.length;
    chosen(shown);
  }

  all.addEventListener('change', () => {
    for (const m of list) {
      if (all.checked) ticked.add(m.id);
      else ticked.delete(m.id);
    }
    draw();
    tell();
  });

  function tick(id, on) {
    if (on) ticked.add(id);
    else ticked.delete(id);
    draw();
    tell();
  }

  function make({ id }) {
    const box = el('input', { type: 'checkbox', onchange: () => tick(id, box.checked) });
    const row = el('tr', { draggable: 'true' }, el('td', { class: 'tick' }, box),
      ['subject', 'from', 'received', 'size', 'state'].map((name) => el('td', { class: name })));
    row.addEventListener('click', (event) => {
      if (event.target === box || getSelection().toString()) return;
      tick(id, !ticked.has(id));
    });
    row.addEventListener('dragstart', (event) => {
      const ids = ticked.has(id) ? list.filter((m) => ticked.has(m.id)).map((m) => m.id) : [id];
      event.dataTransfer.setData(dragged, JSON.stringify(ids));
      event.dataTransfer.effectAllowed = 'copyMove';
    });
    return row;
  }

  function renew(row, m) {
    const subject = m.subject || '(no subject)';
    const box = row.querySelector('input');
    box.checked = ticked.has(m.id);
    box.setAttribute('aria-label', `Choose ${subject}`);
    row.classList.toggle('chosen', ticked.has(m.id));
    row.classList.toggle('unread', !m.read);
    const cell = (name, words) => {
      const td = row.querySelector(`td.${name}`);
      text(td, words);
      td.title = words;
    };
    cell('subject', subject);
    cell('from', m.from || '(no sender)');
    cell('received', moment(m.received));
    cell('size', bytes(m.size));
    cell('state', [m.draft && 'Draft', m.flagged && 'Flagged', m.read ? 'Read' : 'Unread'].filter(Boolean).join(' · '));
  }

  function draw() {
    keyed(body, list, (m) => m.id, make, renew);
  }

  return {
    element,
    clear() {
      ticked.clear();
      tell();
    },
    // show shows the mails; total is how many the folder holds.
    show(mails, total) {
      list = mails;
      for (const id of [...ticked]) if (!mails.some((m) => m.id === id)) ticked.delete(id);
      draw();
      empty.hidden = mails.length > 0;
      grid.hidden = mails.length === 0;
      foot.hidden = mails.length === 0 || mails.length >= total;
      text(foot.firstElementChild, `The newest ${number(mails.length)} of ${count(total, 'mail')}.`);
      tell();
    },
  };
}
