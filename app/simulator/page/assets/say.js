// What the page says about what was done, and what went wrong.
import { button, el, text } from './dom.js';

const said = document.getElementById('said');
const problems = document.getElementById('problems');

// say tells what was done, for eyes and screen readers.
export function say(words) {
  text(said, words);
}

// complain shows a problem until it is put away or something else goes well.
export function complain(doing, err) {
  const put = () => { problems.replaceChildren(); };
  const detail = err.detail && el('small', {}, err.detail);
  text(said, '');
  if (problems.querySelector('p')?.textContent === `${doing} did not work. ${err.message}${err.detail || ''}`) return; // it is told already
  problems.replaceChildren(el('div', { class: 'problem', role: 'alert' },
    el('p', {}, el('b', {}, `${doing} did not work. `), err.message, detail),
    button('Close', put, { class: 'quiet' })));
}

// attempt does something, says so, and shows what went wrong.
export async function attempt(doing, run) {
  try {
    const done = await run();
    problems.replaceChildren();
    if (done) say(done);
    return true;
  } catch (err) {
    complain(doing, err);
    return false;
  } finally {
    renewed();
  }
}

const renewers = new Set();

// renewed lets everybody who shows the simulator's state look again.
export function renewed() {
  for (const look of renewers) look();
}

export function onRenewed(look) {
  renewers.add(look);
}

// lost says that the simulator does not answer, and found that it does again.
const line = el('div', { class: 'problem', role: 'alert' });

export function lost(err) {
  if (line.isConnected) return;
  line.replaceChildren(el('p', {}, el('b', {}, 'No connection. '), err.message, ' This page goes on by itself when it does.'));
  problems.before(line);
}

export function found() {
  line.remove();
}
