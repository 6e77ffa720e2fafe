import assert from 'node:assert/strict';
import { test } from 'node:test';
import { addFolder, addPerson, deliver, mail } from './cloud.mjs';
import { signIn } from './person.mjs';
import { startProgram, until } from './program.mjs';

test('connect, tick, save and open a document without a mouse', async (t) => {
  const emma = await addPerson('Emma Janssens');
  await addFolder(emma, 'Taxes');
  const program = await startProgram(t);
  const { page, t: say } = program;
  const { keyboard } = page;

  // tabTo goes on from one control to the next until one has the name, as the screen reader says it.
  const tabTo = async (name, back = false) => {
    await page.getByText(name, { exact: true }).or(page.getByLabel(name, { exact: true })).or(page.getByTitle(name, { exact: true })).first().waitFor();
    const passed = [];
    for (let i = 0; i < 60; i += 1) {
      const [here, ring] = await page.evaluate(() => {
        const e = document.activeElement;
        return [(e?.getAttribute('aria-label') ?? e?.innerText ?? '').trim(), e?.matches(':focus-visible')];
      });
      if (here === name) return assert.ok(ring, `${name} shows that it has the focus`);
      passed.push(here.slice(0, 30));
      await keyboard.press(back ? 'Shift+Tab' : 'Tab');
    }
    throw new Error(`expected to come to ${name} with Tab; came by ${passed.join(' → ')}`);
  };

  await tabTo(say('signin:first.connect'));
  await keyboard.press('Enter');
  await page.getByRole('heading', { name: say('signin:waiting.title') }).waitFor();
  await signIn(program, emma);

  await tabTo(say('mailboxes:tree.label', { mailbox: emma }));
  await page.getByText(say('mailboxes:save.suggested', { count: 2 })).waitFor();
  await keyboard.press('t'); // the tree goes to the folder that begins with it
  const taxes = page.getByRole('treeitem', { name: /^Taxes/ });
  assert.equal(await taxes.getAttribute('aria-checked'), 'false');
  await keyboard.press('Space');
  await until('a tick', async () => await taxes.getAttribute('aria-checked') === 'true');
  await tabTo(say('mailboxes:save.save'));
  await keyboard.press('Enter');
  await page.getByRole('heading', { level: 1, name: say('shell:room.overview') }).waitFor();

  await deliver(emma, mail({ subject: 'Return of 2025', files: [{ name: 'return.pdf', type: 'application/pdf', content: '%PDF-1.4' }] }), 'Taxes');
  await tabTo(say('overview:syncNow'));
  await keyboard.press('Space');
  await page.getByRole('main').getByText('Return of 2025').waitFor();

  await tabTo(say('shell:room.documents'), true);
  await keyboard.press('Enter');
  await page.getByRole('row', { name: /Return of 2025/ }).waitFor();
  await tabTo(say('documents:list'));
  const preview = page.getByRole('region', { name: say('documents:preview') });
  await keyboard.press('Enter');
  await preview.getByRole('heading', { name: 'Return of 2025' }).waitFor();
  await preview.getByText('return.pdf').waitFor();
  await tabTo('return.pdf');
  await keyboard.press('Enter');
  assert.match(await program.opened(), /return\.pdf$/);
});
