import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { addPerson, addShared, control, deliver, folder, mail } from './cloud.mjs';
import { look } from './look.mjs';
import { button, room, told } from './person.mjs';
import { startProgram, steps, until } from './program.mjs';

const client = '5e0f1c2a-0000-4000-8000-00000000da30';

test('an organisation is connected, an address activated, and its mail filed', async (t) => {
  const [info, director] = [await addShared('Info'), await addPerson('Director Peeters')];
  await deliver(info, mail({ subject: 'Was there before' }));
  await control('PUT', `apps/${client}/policy`, { mailboxes: [info] });
  t.after(() => control('PUT', `apps/${client}/policy`, { mailboxes: [] }));
  const secret = (await readFile(join(folder, 'client-secret.txt'), 'utf8')).trim();
  const program = await startProgram(t);
  const { page, t: say } = program;
  const step = steps(t);
  const field = (key) => page.getByLabel(say(key), { exact: true });

  await step('a wrong secret is told beside its field', async () => {
    await button(program, 'organisation:first').click();
    await page.getByRole('heading', { level: 1, name: say('organisation:form.title') }).waitFor();
    await look(program, 'organisation-form');
    await button(program, 'organisation:form.connect').click();
    await page.getByText(say('organisation:missing.tenant')).waitFor();
    await field('organisation:form.tenant').fill('kantoor.example');
    await field('signin:register.client').fill(client);
    const secretField = page.locator('[data-field="secret"]');
    await secretField.fill('example-wrong');
    await button(program, 'organisation:form.connect').click();
    await page.getByRole('alert').getByText('client secret is wrong', { exact: false }).waitFor();
    await until('the focus in the field', () => secretField.evaluate((input) => input === document.activeElement));
    await look(program, 'organisation-refused');
    await secretField.fill(secret);
    await button(program, 'organisation:form.connect').click();
  });

  await step('an address is activated, another is refused with the reason', async () => {
    await page.getByRole('heading', { level: 1, name: /^Addresses of / }).waitFor();
    await page.getByRole('searchbox').fill(info.slice(0, 12));
    await button(program, 'organisation:addresses.activateOne', { address: info }).click();
    await button(program, 'organisation:addresses.deactivateOne', { address: info }).waitFor();
    await page.getByRole('searchbox').fill('');
    await button(program, 'organisation:addresses.activateOne', { address: director }).click();
    const row = page.getByRole('listitem').filter({ hasText: director });
    await row.getByRole('alert').getByText('lies outside', { exact: false }).waitFor();
    await look(program, 'addresses');
    await row.getByRole('button', { name: say('shell:close') }).click();
  });

  await step('its mail is filed', async () => {
    await deliver(info, mail({ subject: 'To the organisation' }));
    await program.api('SyncNow');
    await until('a filed mail', async () => (await program.api('Overview')).total === 1);
    await page.getByRole('button', { name: say('shell:back') }).click();
    await page.getByText(/^1 of \d+ addresses is active$/).waitFor();
    await look(program, 'organisation');
  });

  await step('switched off and on: nothing is lost', async () => {
    const turn = page.getByRole('switch', { name: say('organisation:switch') });
    await turn.click();
    await page.getByText(say('organisation:offText')).waitFor();
    await deliver(info, mail({ subject: 'While it was off' }));
    await program.api('SyncNow');
    await turn.click();
    await page.getByText(say('organisation:onText')).waitFor();
    await until('the mail of meanwhile', async () => (await program.api('Overview')).total === 2);
  });

  await step('the activated mailbox files everything; it is deactivated after a question', async () => {
    await page.getByRole('list', { name: say('shell:room.mailboxes') }).getByRole('button', { name: info }).click();
    const panel = page.getByRole('region', { name: info });
    await panel.getByRole('radio', { name: say('shared:scope.all'), checked: true }).waitFor();
    await look(program, 'activated');
    await button(program, 'mailboxes:more').click();
    await page.getByRole('menuitem', { name: say('organisation:addresses.deactivate'), exact: true }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText(say('organisation:deactivate.stays')).waitFor();
    await Promise.all([dialog.getByRole('button', { name: say('organisation:addresses.deactivate'), exact: true }).click(), told(program, say('organisation:addresses.deactivated', { count: 1, address: info }))]);
    await room(program, 'overview').click();
    await button(program, 'overview:action.openAddresses').click();
    await button(program, 'organisation:addresses.activateOne', { address: info }).waitFor();
    assert.equal((await program.api('Overview')).total, 2, 'what is filed stays');
  });
});
