// The sign-ins view: what ends a session, and how the next sign-in fails.
import * as api from './api.js';
import { button, el, fresh, keyed, text } from './dom.js';
import { field } from './dialog.js';
import { attempt } from './say.js';

// signInView fills the section; words hold the phases and the AADSTS codes.
export function signInView(section, words) {
  const rows = el('tbody');
  const nobody = el('p', { class: 'muted' });
  const people = el('table', {}, el('caption', { class: 'unseen' }, 'People who can sign in'),
    el('thead', {}, el('tr', {}, ['Person', 'Access tokens', 'Session'].map((name) => el('th', { scope: 'col' }, name)))), rows);

  function make(p) {
    const name = p.name || p.address;
    return el('tr', {},
      el('th', { scope: 'row' }, el('b'), el('small')),
      el('td', {}, button('Expire', () => attempt('Expiring', async () => {
        await api.expire(p.address);
        return `Access tokens of ${name} are old now. An app renews them silently.`;
      }), { 'aria-label': `Expire the access tokens of ${name}` })),
      el('td', {}, button('Revoke', () => attempt('Revoking', async () => {
        await api.revokeSession(p.address);
        return `The session of ${name} is revoked. An app has to ask for a new sign-in.`;
      }), { 'aria-label': `Revoke the session of ${name}` })));
  }

  const all = button('Expire everybody’s access tokens', () => attempt('Expiring', async () => {
    await api.expireAll();
    return 'Every access token is old now. Apps renew them silently.';
  }));

  const inputs = new Map();
  const form = el('form', {},
    field({ name: 'phase', label: 'What fails', type: 'select', options: words.phases.map((p) => ({ value: p.name, label: p.title })) }, inputs),
    field({
      name: 'code', label: 'With which error', type: 'select', value: '50173',
      options: words.codes.map((c) => ({ value: String(c.number), label: `AADSTS${c.number}: ${c.text}${c.page ? ' (stays on Microsoft’s page)' : ''}` })),
    }, inputs),
    field({ name: 'count', label: 'How many times', type: 'number', min: 1, max: 100, value: '1', required: true }, inputs),
    el('div', { class: 'buttons' }, el('button', { type: 'submit', class: 'main' }, 'Let it fail')));
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    attempt('That', async () => {
      const [phase, code, n] = ['phase', 'code', 'count'].map((name) => inputs.get(name)());
      await api.failSignIn({ phase, code: Number(code), count: Number(n) });
      const title = words.phases.find((p) => p.name === phase).title.replace(/ \(.*/, '');
      return `${title} fails ${n === '1' ? 'next time' : `the next ${n} times`}, with AADSTS${code}.`;
    });
  });

  const [who, next] = [fresh('who'), fresh('next')];
  section.append(
    el('section', { class: 'card', 'aria-labelledby': who },
      el('h2', { id: who }, 'People'),
      el('p', { class: 'muted' }, 'An expired access token is renewed without anybody noticing. A revoked session, as after a changed password, needs a new sign-in.'),
      people, nobody, el('div', { class: 'buttons' }, all)),
    el('section', { class: 'card', 'aria-labelledby': next },
      el('h2', { id: next }, 'The next sign-in fails'),
      el('p', { class: 'muted' }, 'With one of Microsoft’s own errors, whoever it is that signs in. Failures wait in line until a sign-in meets them.'),
      form));

  async function refresh() {
    let list = [];
    try {
      list = await api.signIns();
      text(nobody, list.length ? '' : 'There is nobody yet. Add a person under “Mail”.');
    } catch (err) {
      if (err.status !== 400) throw err;
      text(nobody, err.message);
    }
    people.hidden = !list.length;
    all.disabled = !list.length;
    keyed(rows, list, (p) => p.id, make, (row, p) => {
      text(row.querySelector('b'), p.name || p.address);
      text(row.querySelector('small'), p.address);
    });
  }
  return { refresh };
}
