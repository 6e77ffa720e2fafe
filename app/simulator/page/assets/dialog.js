// Questions: a dialog with a small form.
import { button, el, fresh } from './dom.js';
import { renewed, say } from './say.js';

// ask shows a dialog. fields are { name, label, type, value, hint, options, … }; run gets their values and gives the words
// that say what was done, or throws: then the dialog stays, and says why.
export function ask({ title, words, fields = [], action, danger = false, run }) {
  const name = fresh('title');
  const problem = el('div', { class: 'inline', role: 'alert' });
  const inputs = new Map();
  const go = el('button', { type: 'submit', class: danger ? 'danger' : 'main' }, action);
  const form = el('form', { method: 'dialog' },
    el('h2', { id: name }, title),
    words && el('p', { class: 'muted' }, words),
    fields.map((f) => field(f, inputs)),
    problem,
    el('div', { class: 'buttons' }, go, button('Cancel', () => dialog.close())));
  const dialog = el('dialog', { 'aria-labelledby': name }, form);
  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    go.disabled = true;
    problem.replaceChildren();
    try {
      const done = await run(Object.fromEntries([...inputs].map(([n, value]) => [n, value()])));
      dialog.close();
      if (done) say(done);
    } catch (err) {
      problem.append(el('p', {}, err.message, err.detail && el('small', {}, err.detail)));
    } finally {
      go.disabled = false;
      renewed();
    }
  });
  dialog.addEventListener('close', () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
  return dialog;
}

// field makes a labelled input, and notes how its value is read.
export function field(f, inputs) {
  const id = fresh(f.name);
  const hint = f.hint && el('small', { id: `${id}-hint` }, f.hint);
  const common = { id, name: f.name, required: f.required, autofocus: f.autofocus, 'aria-describedby': hint && `${id}-hint` };
  if (f.type === 'choice') {
    const chosen = f.value ?? f.options[0].value;
    const radios = f.options.map((o) => el('input', { type: 'radio', name: id, value: o.value, checked: o.value === chosen }));
    inputs.set(f.name, () => radios.find((r) => r.checked).value);
    return el('fieldset', {}, el('legend', {}, f.label), radios.map((r, i) => el('label', { class: 'check' }, r, f.options[i].label)), hint);
  }
  if (f.type === 'checkbox') {
    const input = el('input', { ...common, type: 'checkbox', checked: f.value });
    inputs.set(f.name, () => input.checked);
    return el('div', { class: 'field' }, el('label', { class: 'check' }, input, f.label), hint);
  }
  let input;
  if (f.type === 'select') {
    input = el('select', common, f.options.map((o) => el('option', { value: o.value }, o.label)));
    if (f.value !== undefined) input.value = f.value;
  } else if (f.type === 'area') {
    input = el('textarea', { ...common, rows: 3, value: f.value ?? '' });
  } else {
    const { type = 'text', value = '', min, max, step, accept, multiple, placeholder, maxlength } = f;
    input = el('input', { ...common, type, min, max, step, accept, multiple, placeholder, maxlength, autocomplete: 'off', ...(type === 'file' ? {} : { value }) });
  }
  inputs.set(f.name, () => (f.type === 'file' ? [...input.files] : input.value));
  return el('div', { class: 'field' }, el('label', { for: id }, f.label), input, hint);
}
