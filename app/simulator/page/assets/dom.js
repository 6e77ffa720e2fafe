// Small helpers to build and renew the page's elements. Text is only ever set as text.

// el makes an element: el('button', { class: 'quiet', onclick }, 'Text', child …).
export function el(tag, props = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) {
    if (value === undefined || value === null || value === false) continue;
    if (name.startsWith('on')) node.addEventListener(name.slice(2), value);
    else if (name === 'value' || name === 'checked' || name === 'disabled') node[name] = value;
    else node.setAttribute(name, value === true ? '' : value);
  }
  node.append(...children.flat().filter((c) => c !== undefined && c !== null && c !== false));
  return node;
}

// button makes a button that does no form's work.
export function button(text, onclick, props = {}) {
  return el('button', { type: 'button', onclick, ...props }, text);
}

// text sets an element's text, and leaves it alone when it is that already: screen readers hear no change then.
export function text(node, words) {
  if (node.textContent !== words) node.textContent = words;
}

// keyed makes parent's children those of items, in their order. What is there already is renewed and not made again, so
// that focus and selection stay where they are.
export function keyed(parent, items, key, make, renew) {
  const have = new Map([...parent.children].map((node) => [node.dataset.key, node]));
  let before = parent.firstElementChild;
  for (const item of items) {
    const k = String(key(item));
    let node = have.get(k);
    if (node) {
      have.delete(k);
    } else {
      node = make(item);
      node.dataset.key = k;
    }
    renew(node, item);
    if (node === before) before = before.nextElementSibling;
    else parent.insertBefore(node, before);
  }
  for (const node of have.values()) node.remove();
}

let last = 0;

// fresh is an id for an element that others refer to.
export function fresh(name) {
  last += 1;
  return `${name}-${last}`;
}

// menu is a button that opens a short list of actions: [label, run] pairs.
export function menu(label, items) {
  const list = el('div', { class: 'items' }, items.map(([name, run]) => button(name, () => { close(); run(); })));
  const summary = el('summary', {}, label);
  const details = el('details', { class: 'menu' }, summary, list);
  function close() {
    if (!details.open) return;
    const inside = details.contains(document.activeElement);
    details.open = false;
    if (inside) summary.focus();
  }
  details.addEventListener('keydown', (event) => {
    if (event.key === 'Escape') close();
  });
  details.addEventListener('focusout', (event) => {
    if (event.relatedTarget && !details.contains(event.relatedTarget)) details.open = false;
  });
  document.addEventListener('click', (event) => {
    if (!details.contains(event.target)) details.open = false;
  });
  return details;
}

const times = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'short' });
const clock = new Intl.DateTimeFormat('en-GB', { timeStyle: 'medium' });
const numbers = new Intl.NumberFormat('en-GB');

export const moment = (iso) => times.format(new Date(iso));
export const hour = (iso) => clock.format(new Date(iso));
export const number = (n) => numbers.format(n);

// count says how many there are of something: "1 mail", "3 mails".
export const count = (n, one, many = `${one}s`) => `${number(n)} ${n === 1 ? one : many}`;

// bytes says a size so that a person sees how large it is.
export function bytes(n) {
  if (n < 1000) return `${n} B`;
  const units = ['kB', 'MB', 'GB'];
  let unit = -1;
  do {
    n /= 1000;
    unit += 1;
  } while (n >= 1000 && unit < units.length - 1);
  return `${n < 10 ? n.toFixed(1) : Math.round(n)} ${units[unit]}`;
}
