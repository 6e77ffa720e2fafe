// The view of what goes wrong: faults one by one, the line, and what the service may do within its contract.
import * as api from './api.js';
import { button, count, el, fresh } from './dom.js';
import { field } from './dialog.js';
import { attempt } from './say.js';
import { behaviourCard } from './behaviour.js';

const values = {
  retryAfter: { label: 'Retry-After', hint: 'Seconds such as 2 or 2.5, or “date” for a point in time.' },
  delay: { label: 'Delay', hint: 'Such as 500ms, 2s, 1m. Empty: 2s.' },
  size: { label: 'Size in bytes', type: 'number', min: 1, hint: 'Empty: 150 MB.' },
  status: { label: 'Status', type: 'number', min: 400, max: 599 },
  code: { label: 'Error code' },
  text: { label: 'Message' },
  count: { label: 'How many times', type: 'number', min: 1, hint: 'Empty: until it is turned off.' },
  percent: { label: 'How often, in percent', type: 'number', min: 1, max: 100, hint: 'Empty: each time.' },
  mailbox: { label: 'Only in the mailbox', type: 'select', options: [{ value: '', label: 'any' }] },
  path: { label: 'Only requests whose path has', hint: 'A regular expression, such as messages/delta.' },
};
const numeric = ['size', 'status', 'count'];

// read makes a Fault of what stands in the fields.
function read(kind, inputs) {
  const fault = { kind };
  for (const [name, value] of inputs) {
    const v = value();
    if (v === '') continue;
    if (name === 'percent') fault.probability = Number(v) / 100;
    else fault[name] = numeric.includes(name) ? Number(v) : v;
  }
  return fault;
}

// limits says in words when a fault that is set strikes.
function limits(f) {
  return [
    f.retryAfter && `Retry-After ${f.retryAfter}`, f.delay && `after ${f.delay}`, f.size && count(f.size, 'byte'), f.status && `${f.status} ${f.code}`,
    f.count && `${count(f.count, 'time')} in all`, f.probability && `${Math.round(f.probability * 100)} % of the time`, f.mailbox && `in ${f.mailbox}`,
    f.message && 'one mail', f.method && f.method, f.path && `where the path has ${f.path}`,
  ].filter(Boolean).join(', ');
}

// row is one kind of fault: what it does, a switch, its values.
function row(word) {
  const inputs = new Map();
  const [title, what] = [fresh('fault'), fresh('what')];
  const onOff = el('button', { type: 'button', role: 'switch', 'aria-checked': 'false', 'aria-labelledby': title, 'aria-describedby': what });
  const now = el('small', { class: 'now' });
  const own = word.values ?? [];
  const fields = [...own, 'count', 'percent', 'mailbox', 'path'].map((name) => {
    const { label, ...rest } = values[name];
    return field({ name, label, value: word.defaults?.[name], ...rest }, inputs);
  });
  const apply = el('button', { type: 'submit' }, 'Turn on with these values');
  const form = el('form', { class: 'values', id: fresh('values'), hidden: true }, fields, el('div', { class: 'buttons' }, apply));
  const open = button('Values', () => {
    form.hidden = !form.hidden;
    open.setAttribute('aria-expanded', String(!form.hidden));
  }, { class: 'quiet', 'aria-expanded': 'false', 'aria-controls': form.id, 'aria-label': `Values of ${word.title}` });
  const turnOn = () => attempt(`Turning on “${word.title}”`, async () => {
    if (onOff.getAttribute('aria-checked') === 'true') await api.removeFault(word.kind);
    await api.addFault(read(word.kind, inputs));
    return `${word.title}: on.`;
  });
  onOff.addEventListener('click', () => {
    if (onOff.getAttribute('aria-checked') !== 'true') return turnOn();
    return attempt(`Turning off “${word.title}”`, async () => {
      await api.removeFault(word.kind);
      return `${word.title}: off.`;
    });
  });
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    turnOn();
  });
  const mailbox = form.querySelector('select');
  return {
    node: el('li', { class: 'fault', 'data-kind': word.kind }, onOff, el('div', {}, el('b', { id: title }, word.title), el('p', { id: what }, word.what), now), open, form),
    renew(set, boxes) {
      onOff.setAttribute('aria-checked', String(set.length > 0));
      const words = set.map((f) => [`on · met ${count(f.hits ?? 0, 'request')}`, limits(f)].filter(Boolean).join(' · ')).join('; ');
      if (now.textContent !== words) now.textContent = words;
      const known = [...mailbox.options].slice(1).map((o) => o.value);
      if (known.join() !== boxes.join()) {
        const chosen = mailbox.value;
        mailbox.replaceChildren(mailbox.options[0], ...boxes.map((b) => el('option', { value: b }, b)));
        mailbox.value = boxes.includes(chosen) ? chosen : '';
      }
    },
  };
}

// lineCard sets delay, bandwidth and the limit of requests, which the simulator does not tell back.
function lineCard(words) {
  const title = fresh('line');
  const latency = new Map();
  const forms = words.line.filter((w) => w.name !== 'ratelimit').map((w) => {
    const form = el('form', { class: 'inline-form' }, field({ name: w.name, label: w.title, type: 'number', min: 0, required: true }, latency),
      el('button', { type: 'submit', 'aria-label': `Set: ${w.title}` }, 'Set'));
    form.addEventListener('submit', (event) => {
      event.preventDefault();
      const value = latency.get(w.name)();
      attempt('Setting that', async () => {
        await api.setFault(w.name, value + w.unit);
        return `${w.title}: ${value}.`;
      });
    });
    return form;
  });
  const rate = words.line.find((w) => w.name === 'ratelimit').title;
  const lift = (value, said) => attempt('Setting that', async () => {
    await api.setFault('ratelimit', value);
    return `${rate}: ${said}.`;
  });
  return el('section', { class: 'card', 'aria-labelledby': title }, el('h2', { id: title }, 'The line'), forms,
    el('div', { class: 'inline-form', role: 'group', 'aria-label': rate }, el('span', {}, rate),
      button('Lift it', () => lift('off', 'lifted')), button('Enforce it', () => lift('on', 'enforced'))));
}

// faultView fills the section; words hold what each fault and behaviour does.
export function faultView(section, words) {
  const rows = new Map();
  const groups = words.groups.map((g) => {
    const title = fresh('group');
    const list = g.faults.map((w) => {
      rows.set(w.kind, row(w));
      return rows.get(w.kind).node;
    });
    return el('section', { class: 'card', 'aria-labelledby': title }, el('h2', { id: title }, g.name), el('ul', { class: 'faults' }, list));
  });
  const off = button('Turn all faults off', () => attempt('Turning all off', async () => {
    await api.clearFaults();
    return 'All faults are off.';
  }));
  const behaviour = behaviourCard(words.behaviour);
  section.append(
    el('div', { class: 'lead' }, el('p', {}, 'Turn something on, and watch how Postroom copes. Nothing here changes a mail.'), off),
    el('div', { class: 'column' }, groups.filter((_, i) => i % 2 === 0), lineCard(words)),
    el('div', { class: 'column' }, groups.filter((_, i) => i % 2 === 1), behaviour.node));

  async function refresh() {
    const [set, boxes] = await Promise.all([api.faults(), api.mailboxes()]);
    const addresses = boxes.filter((b) => b.mailbox).map((b) => b.address);
    for (const [kind, r] of rows) r.renew(set.faults.filter((f) => f.kind === kind), addresses);
    off.disabled = !set.faults.length;
    behaviour.renew(set.behaviour);
  }
  return { refresh };
}
