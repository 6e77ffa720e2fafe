import assert from 'node:assert/strict';
import { test } from 'node:test';
import { look } from './look.mjs';
import { button, choose, room } from './person.mjs';
import { startProgram, until } from './program.mjs';

test('the demonstration has a shared mailbox, a personal account and an organisation to add', async (t) => {
  const program = await startProgram(t, { demo: true });
  const { page, t: say } = program;
  const filed = (mailbox) => until(`a filed mail of ${mailbox}`, async () => (await program.api('Documents', { text: '', mailbox, folder: '', sender: '', from: '', to: '',
    hasAttachment: false, sort: '', ascending: false, offset: 0, limit: 1 })).total > 0);
  await button(program, 'signin:first.connect').click();
  await button(program, 'mailboxes:save.save').click();
  await page.getByRole('heading', { level: 1, name: say('shell:room.overview') }).waitFor();

  await room(program, 'mailboxes').click();
  await button(program, 'mailboxes:adding.button').click();
  await choose(program, 'mailboxes:adding.shared.name');
  await page.getByRole('button', { name: 'info@vandijk.example' }).click();
  await look(program, 'demo-shared');
  await button(program, 'shared:form.add').click();
  await page.getByRole('region', { name: 'info@vandijk.example' }).getByRole('radio', { name: say('shared:scope.all'), checked: true }).waitFor();
  await filed('info@vandijk.example');

  await button(program, 'mailboxes:adding.button').click();
  await choose(program, 'mailboxes:adding.personal.name');
  await page.getByRole('tree', { name: say('mailboxes:tree.label', { mailbox: 'sofie.dewit@outlook.example' }) }).waitFor();
  await button(program, 'mailboxes:save.save').click();
  await filed('sofie.dewit@outlook.example');
  assert.deepEqual((await program.api('Accounts')).map((a) => a.kind), ['work', 'personal']);

  await room(program, 'mailboxes').click();
  await button(program, 'mailboxes:adding.button').click();
  await choose(program, 'mailboxes:adding.organisation.name');
  await button(program, 'organisation:form.demoFill').click();
  await look(program, 'demo-organisation');
  await button(program, 'organisation:form.connect').click();
  await page.getByRole('heading', { level: 1, name: say('organisation:addresses.title', { name: 'Van Dijk Accountants' }) }).waitFor();
  for (const address of ['directie@vandijk.example', 'info@vandijk.example']) { // not released; read by somebody's sign-in already
    await button(program, 'organisation:addresses.activateOne', { address }).click();
    await page.getByRole('listitem').filter({ hasText: address }).getByRole('alert').waitFor();
  }
  await button(program, 'organisation:addresses.activateOne', { address: 'lonen@vandijk.example' }).click();
  await button(program, 'organisation:addresses.deactivateOne', { address: 'lonen@vandijk.example' }).waitFor();
  await look(program, 'demo-addresses');
  await filed('lonen@vandijk.example');
});
