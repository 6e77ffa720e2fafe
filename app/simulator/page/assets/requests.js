// The requests view: what apps asked of Graph, live.
import * as api from './api.js';
import { button, bytes, count, el, fresh, hour, keyed, number, text } from './dom.js';
import { attempt } from './say.js';

const meanings = {
  0: 'connection broken', 200: 'OK', 201: 'made', 202: 'accepted', 204: 'done', 400: 'not understood', 401: 'token refused', 403: 'not allowed', 404: 'not found',
  405: 'no such method', 409: 'exists', 410: 'sync token forgotten', 429: 'too many requests', 500: 'internal error', 502: 'proxy error', 503: 'unavailable', 504: 'timeout',
};

export const refused = (stats) => Object.entries(stats.byStatus).filter(([status]) => status >= 400 || status === '0').reduce((sum, [, n]) => sum + n, 0);

// cells makes the row of a table, and fills it.
const cells = (n) => () => el('tr', {}, Array.from({ length: n }, () => el('td')));
const fill = (row, words) => words.forEach((w, i) => text(row.children[i], w));

function grid(caption, heads, body) {
  return el('div', { class: 'scroll wide', tabindex: '0', role: 'group', 'aria-label': caption },
    el('table', {}, el('caption', { class: 'unseen' }, caption), el('thead', {}, el('tr', {}, heads.map((h) => el('th', { scope: 'col' }, h)))), body));
}

// requestView fills the section.
export function requestView(section) {
  const [total, last, parts] = [fresh('total'), fresh('last'), fresh('parts')];
  const sum = el('p', { class: 'sum' });
  const statuses = el('tbody');
  const endpoints = el('tbody');
  const rows = el('tbody');
  const none = el('p', { class: 'muted' }, 'Nothing was asked yet. Connect Postroom, and its requests appear here as it makes them.');
  const reset = button('Count afresh', () => attempt('Counting afresh', async () => {
    await api.resetStats();
    return 'Counting afresh.';
  }));
  const lists = [
    el('section', { class: 'card', 'aria-labelledby': last }, el('h2', { id: last }, 'Last requests'),
      grid('Last requests, newest first', ['Time', 'Request', 'Mailbox', 'Status', 'Size', 'Took'], rows)),
    el('section', { class: 'card', 'aria-labelledby': parts }, el('h2', { id: parts }, 'What was asked for'),
      grid('Requests by kind', ['Request', 'How often'], endpoints)),
  ];
  section.append(
    el('section', { class: 'card', 'aria-labelledby': total },
      el('div', { class: 'bar' }, el('div', { class: 'where' }, el('h2', { id: total }, 'Since the start, or since counting afresh'), sum), reset),
      none, grid('Requests by status', ['Status', 'How often'], statuses)),
    ...lists);

  async function refresh() {
    const s = await api.stats(100);
    const most = Math.max(0, ...Object.values(s.maxConcurrent));
    text(sum, `${count(s.requests, 'request')} · ${bytes(s.bytes)} · ${number(refused(s))} refused or broken · at most ${most} at once on a mailbox (4 are allowed)`);
    none.hidden = s.requests > 0;
    for (const node of [statuses.closest('.scroll'), ...lists]) node.hidden = s.requests === 0;
    keyed(statuses, Object.entries(s.byStatus), ([status]) => status, cells(2), (row, [status, n]) => {
      fill(row, [`${status === '0' ? '' : status} ${meanings[status] ?? ''}`.trim(), number(n)]);
      row.classList.toggle('bad', status >= 400 || status === '0');
    });
    const often = Object.entries(s.byEndpoint).sort(([, a], [, b]) => b - a);
    keyed(endpoints, often, ([name]) => name, cells(2), (row, [name, n]) => fill(row, [name, number(n)]));
    const seen = new Map();
    const list = s.last.map((r) => {
      const name = `${r.time} ${r.method} ${r.path}`;
      seen.set(name, (seen.get(name) ?? 0) + 1);
      return { ...r, key: `${name} ${seen.get(name)}` };
    });
    keyed(rows, list.reverse(), (r) => r.key, cells(6), (row, r) => {
      const path = decodeURIComponent(r.path.replace(/%(?![0-9a-f]{2})/gi, '%25'));
      fill(row, [hour(r.time), `${r.method} ${r.endpoint.replace(/^\S+ /, '')}`, r.mailbox ?? '', r.status ? String(r.status) : 'broken', bytes(r.bytes), `${Math.round(r.took / 1e6)} ms`]);
      row.children[1].title = path;
      row.classList.toggle('bad', r.status >= 400 || r.status === 0);
    });
  }
  return { refresh };
}
