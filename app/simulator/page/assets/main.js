// Puts the page together: how to connect, the four views, and the look at the simulator every second.
import * as api from './api.js';
import { button, count, el, number, text } from './dom.js';
import { faultView } from './faults.js';
import { mailView } from './mail.js';
import { refused, requestView } from './requests.js';
import { complain, found, lost, onRenewed, say } from './say.js';
import { signInView } from './signins.js';

const every = 1500; // milliseconds between two looks
const pulse = document.getElementById('pulse');
const views = {};
let showing = 'mail';

// steps shows the command lines that point Postroom at the simulator.
function steps(words) {
  const section = document.getElementById('steps');
  const how = document.getElementById('how');
  const quoted = (path) => (/[\s"'$`&()]/.test(path) ? `"${path}"` : path);
  const start = ['postroomd', '--policy', quoted(words.policy || 'policy.json'), ...(words.data ? ['--data', quoted(words.data)] : [])].join(' ');
  const lines = [];
  // An option must not be broken at its hyphens, a path may be broken anywhere.
  const shown = (command) => command.split(' ').flatMap((word, i) => [i ? ' ' : '', el('span', { class: word.startsWith('-') && 'whole' }, word)]);
  const step = (title, command, after) => {
    const line = el('span');
    lines.push((address) => line.replaceChildren(' ', ...shown(command(address))));
    return el('li', {}, el('h2', {}, title), el('div', { class: 'command' }, el('code', { tabindex: '0' }, el('span', { class: 'muted' }, shown(start)), line),
      button('Copy', () => copy(`${start}${line.textContent}`), { 'aria-label': `Copy the command: ${title}` })), el('p', {}, after));
  };
  section.append(
    el('p', {}, 'Postroom reaches the simulator by a policy file',
      words.policy ? el('span', {}, ': ', el('code', {}, words.policy), '.') : ', which “postroomd simulate” wrote (policy.json).', ' In a terminal:'),
    el('ol', {},
      step('Connect a mailbox', () => 'connect work', 'Sign-in opens in your browser; no password is asked. The warning about the certificate is the simulator’s own: go on. On a machine without a browser add --device-code.'),
      step('Tick a folder', (address) => `select ${address} --add inbox`, 'What lies there already stays untouched.'),
      step('File what arrives', () => 'run', 'Then drop in a mail below, and watch it being filed.')));
  const toggle = (open) => {
    section.hidden = !open;
    how.setAttribute('aria-expanded', String(open));
  };
  how.addEventListener('click', () => {
    toggle(section.hidden);
    remember(section.hidden ? 'closed' : 'open');
  });
  const before = remember();
  toggle(before ? before === 'open' : innerHeight >= 700);
  return (address) => { for (const line of lines) line(address || 'ADDRESS'); };
}

// remember keeps whether the steps are shown, where the browser allows it.
function remember(state) {
  try {
    if (state) localStorage.setItem('steps', state);
    return localStorage.getItem('steps');
  } catch {
    return null;
  }
}

async function copy(words) {
  try {
    await navigator.clipboard.writeText(words);
    say('Copied.');
  } catch (err) {
    complain('Copying', new api.Refused('The browser does not allow it; mark the command and copy it by hand.', err.message));
  }
}

function route() {
  const wanted = location.hash.slice(1);
  if (views[wanted]) showing = wanted; // other than the link to the content
  for (const link of document.querySelectorAll('nav a')) {
    if (link.dataset.view === showing) link.setAttribute('aria-current', 'page');
    else link.removeAttribute('aria-current');
  }
  for (const name of Object.keys(views)) document.getElementById(`view-${name}`).hidden = name !== showing;
  look();
}

async function beat() {
  const s = await api.stats(1);
  const last = s.last.at(-1);
  text(pulse, s.requests === 0 ? 'No request yet'
    : `${count(s.requests, 'request')}, ${number(refused(s))} refused · last: ${last.endpoint} → ${last.status || 'broken'}`);
}

let timer;
let looking = 0;

// look shows how things are now, and comes back. What a person does meanwhile starts another look, which wins.
async function look() {
  clearTimeout(timer);
  looking += 1;
  const mine = looking;
  try {
    await Promise.all([views[showing].refresh(), beat()]);
    found();
  } catch (err) {
    // A folder or mail that has just gone is found gone by the next look.
    if (!(err instanceof api.Refused)) throw err;
    if (err.status === 0) lost(err);
    else if (err.status !== 404) complain('Looking at the simulator', err);
  } finally {
    if (mine === looking) timer = setTimeout(look, document.hidden ? 10 * every : every);
  }
}

async function start() {
  const words = await api.facts();
  const person = steps(words);
  person((await api.mailboxes()).find((b) => b.mailbox)?.address);
  const at = (name) => document.getElementById(`view-${name}`);
  views.mail = mailView(at('mail'), { person });
  views.signins = signInView(at('signins'), words);
  views.faults = faultView(at('faults'), words);
  views.requests = requestView(at('requests'));
  onRenewed(look);
  addEventListener('hashchange', route);
  document.addEventListener('visibilitychange', () => { if (!document.hidden) look(); });
  route();
}

start().catch((err) => complain('Starting this page', err));
