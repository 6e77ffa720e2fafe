// The folder tree: arrow keys, open and closed folders, mails dropped onto a folder.
import { el, keyed, number, text } from './dom.js';

// names splits a path at its slashes; "\/" is a slash within a name.
export function names(path) {
  const parts = path.match(/(?:\\.|[^/\\])+/g) ?? [];
  return parts.map((p) => p.replace(/\\(.)/g, '$1'));
}

// within is what a name looks like in a path.
export const within = (name) => name.replace(/[\\/]/g, '\\$&');

export const above = (path) => path.slice(0, Math.max(0, path.length - within(names(path).at(-1)).length - 1));

const isBelow = (path, top) => path.startsWith(`${top}/`);

// tree makes the element; show renews it. choose(path) is called when a folder is chosen, drop(event, path) for a drop.
export function tree({ choose, drop }) {
  const closed = new Set();
  const list = el('div', { role: 'tree', 'aria-label': 'Folders', class: 'tree' });
  let folders = [];
  let chosen = '';
  let focused = ''; // the one folder that Tab reaches

  function rows() {
    return folders.filter((f) => ![...closed].some((top) => isBelow(f.path, top))).map((f, i, shown) => {
      const parent = above(f.path);
      const siblings = shown.filter((o) => above(o.path) === parent);
      return { ...f, parent, level: names(f.path).length, at: siblings.indexOf(siblings.find((o) => o.path === f.path)) + 1, of: siblings.length, parentOf: folders.some((o) => isBelow(o.path, f.path)) };
    });
  }

  function make({ path }) {
    const twist = el('span', { class: 'twist', 'aria-hidden': 'true' });
    const row = el('div', { role: 'treeitem', class: 'folder' }, twist, el('span', { class: 'name' }), el('span', { class: 'count' }), el('span', { class: 'unseen' }));
    row.addEventListener('click', (event) => {
      if (event.target === twist && row.hasAttribute('aria-expanded')) toggle(path);
      else pick(path);
    });
    row.addEventListener('dragover', (event) => {
      event.preventDefault();
      row.classList.add('over');
    });
    row.addEventListener('dragleave', () => row.classList.remove('over'));
    row.addEventListener('drop', (event) => {
      row.classList.remove('over');
      event.preventDefault();
      event.stopPropagation();
      drop(event, path);
    });
    return row;
  }

  function renew(row, f) {
    row.setAttribute('aria-level', f.level);
    row.setAttribute('aria-posinset', f.at);
    row.setAttribute('aria-setsize', f.of);
    row.setAttribute('aria-selected', f.path === chosen);
    row.classList.toggle('hidden-folder', Boolean(f.hidden));
    row.classList.toggle('unread', f.unread > 0);
    row.tabIndex = f.path === focused ? 0 : -1;
    row.style.setProperty('--level', f.level);
    row.title = f.path;
    if (f.parentOf) row.setAttribute('aria-expanded', !closed.has(f.path));
    else row.removeAttribute('aria-expanded');
    text(row.querySelector('.name'), f.name);
    text(row.querySelector('.count'), f.total ? number(f.total) : '');
    text(row.querySelector('.unseen'), [f.total ? 'mails' : 'empty', f.unread > 0 && `${number(f.unread)} unread`, f.hidden && 'hidden'].filter(Boolean).join(', '));
  }

  function draw() {
    const shown = rows();
    if (!shown.some((f) => f.path === focused)) focused = shown.find((f) => f.path === chosen)?.path ?? shown[0]?.path ?? '';
    keyed(list, shown, (f) => f.path, make, renew);
  }

  function toggle(path) {
    if (!closed.delete(path)) closed.add(path);
    draw();
  }

  function focus(path) {
    if (path === undefined) return;
    focused = path;
    draw();
    [...list.children].find((row) => row.dataset.key === path)?.focus();
  }

  function pick(path) {
    chosen = path;
    focus(path);
    choose(path);
  }

  list.addEventListener('focusin', (event) => {
    const path = event.target.dataset.key;
    if (path === focused) return;
    focused = path;
    draw();
  });
  list.addEventListener('keydown', (event) => {
    const shown = rows();
    const at = shown.findIndex((f) => f.path === focused);
    if (at < 0 || event.ctrlKey || event.altKey || event.metaKey) return;
    const f = shown[at];
    const open = f.parentOf && !closed.has(f.path);
    const moves = {
      ArrowDown: () => focus(shown[at + 1]?.path),
      ArrowUp: () => focus(shown[at - 1]?.path),
      Home: () => focus(shown[0].path),
      End: () => focus(shown.at(-1).path),
      ArrowRight: () => (f.parentOf && !open ? toggle(f.path) : open && focus(shown[at + 1].path)),
      ArrowLeft: () => (open ? toggle(f.path) : focus(f.parent || undefined)),
      Enter: () => pick(f.path),
      ' ': () => pick(f.path),
    };
    const move = moves[event.key];
    if (!move) return;
    event.preventDefault();
    move();
  });

  return {
    element: list,
    show(newFolders, path) {
      folders = newFolders;
      chosen = path;
      draw();
    },
  };
}
