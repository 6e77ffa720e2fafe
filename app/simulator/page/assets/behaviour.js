// What the service may do within its contract but does not always do.
import * as api from './api.js';
import { button, el, fresh } from './dom.js';
import { attempt } from './say.js';

// behaviourCard makes the card; renew shows what holds now.
export function behaviourCard(words) {
  const title = fresh('behaviour');
  let now = {};
  const set = (name, value, said) => attempt('Changing that', async () => {
    await api.setBehaviour({ ...now, [name]: value });
    return said;
  });

  const items = words.map((w) => {
    const [id, what] = [fresh(w.name), fresh('what')];
    const often = el('input', { type: 'number', id, min: 0, max: w.name === 'emptyPages' ? 90 : 100, step: 5, 'aria-describedby': what });
    const onOff = el('button', { type: 'button', role: 'switch', 'aria-checked': 'false', 'aria-labelledby': id, 'aria-describedby': what });
    often.addEventListener('change', () => {
      if (often.value !== '' && often.reportValidity()) set(w.name, Number(often.value) / 100, `${w.title}: ${often.value} %.`);
    });
    onOff.addEventListener('click', () => {
      const on = onOff.getAttribute('aria-checked') !== 'true';
      set(w.name, on, `${w.title}: ${on ? 'on' : 'off'}.`);
    });
    const node = el('li', { class: 'fault', 'data-behaviour': w.name });
    const draw = (value) => {
      const graded = typeof value === 'number';
      if (!node.firstChild) {
        node.append(graded ? el('span', { class: 'percent' }, often, ' %') : onOff,
          el('div', {}, graded ? el('label', { for: id }, el('b', {}, w.title)) : el('b', { id }, w.title), el('p', { id: what }, w.what)));
      }
      if (!graded) onOff.setAttribute('aria-checked', String(value));
      else if (document.activeElement !== often) often.value = String(Math.round(value * 100));
    };
    return { node, draw, name: w.name };
  });

  const whole = (value, said) => () => attempt('Changing that', async () => {
    await api.setFault('hostile', value);
    return said;
  });
  const node = el('section', { class: 'card', 'aria-labelledby': title },
    el('h2', { id: title }, 'Within the rules'),
    el('p', { class: 'muted' }, 'What Microsoft’s service may do at any time without it being an error. An app has to stand it.'),
    el('div', { class: 'buttons' }, button('All of it', whole('on', 'The service does all that it may.')), button('None of it', whole('off', 'The service is kind again.'))),
    el('ul', { class: 'faults' }, items.map((i) => i.node)));
  return {
    node,
    renew(behaviour) {
      now = behaviour;
      for (const i of items) i.draw(behaviour[i.name]);
    },
  };
}
