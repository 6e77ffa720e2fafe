import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { addPerson, control } from './cloud.mjs';
import { answer } from './dialog.mjs';
import { look } from './look.mjs';
import { button, connect, menuItem, room, signIn, told } from './person.mjs';
import { startProgram, steps, until } from './program.mjs';

const addContact = (address, contact) => control('POST', `mailboxes/${encodeURIComponent(address)}/contacts`, contact);
const named = (name, company, address) => ({ properties: { displayName: name, companyName: company, emailAddresses: [{ name, address }] } });

test('contacts are shared, exported and made clients of; statuses are passed on; users join the team', async (t) => {
  const emma = await addPerson('Emma Claes');
  await addContact(emma, named('Sofie Maes', 'Maes Bouw', 'sofie@maes.example'));
  await addContact(emma, named('Tom Peeters', 'Bakkerij Peeters', 'tom@peeters.example'));
  await addContact(emma, { group: true, properties: { displayName: 'Everybody' } });
  const program = await startProgram(t);
  const { page, t: say } = program;
  const step = steps(t);
  await connect(program, emma);
  await room(program, 'people').click();

  await step('contacts are switched on, and listed', async () => {
    await page.getByRole('tab', { name: say('people:tab.contacts') }).click();
    await page.getByRole('heading', { name: say('people:feature.contacts.off') }).waitFor();
    await button(program, 'people:switchOn').click();
    await signIn(program, emma);
    await page.getByRole('button', { name: 'Sofie Maes', exact: true }).waitFor();
    await look(program, 'people-contacts');
  });

  await step('one is shared with the office, and what is not read is said', async () => {
    await page.getByRole('button', { name: 'Sofie Maes', exact: true }).click();
    await page.getByRole('switch', { name: say('people:contacts.visible') }).click();
    await page.getByText(say('people:contacts.visibleText')).waitFor();
    await look(program, 'people-contact');
    await button(program, 'shell:close').click();
    await button(program, 'people:contacts.folders').click();
    await page.getByText(say('people:contacts.lists', { count: 1 })).waitFor();
    await look(program, 'people-contact-folders');
    await button(program, 'shell:close').click();
  });

  await step('what the office sees is exported', async () => {
    await page.getByRole('combobox', { name: say('people:contacts.which') }).selectOption('visible');
    await page.getByRole('button', { name: 'Tom Peeters', exact: true }).waitFor({ state: 'detached' });
    await button(program, 'people:contacts.export').click();
    await menuItem(program, 'people:contacts.csv').click();
    const to = join(program.home, 'contacts.csv');
    await Promise.all([answer(program, 'Save the contacts', to), told(program, say('people:contacts.saved', { path: to }))]);
    const table = await readFile(to, 'utf8');
    assert.ok(table.includes('sofie@maes.example') && !table.includes('tom@peeters.example'), `the export is ${table}`);
    await page.getByRole('combobox', { name: say('people:contacts.which') }).selectOption('');
  });

  await step('clients are made of them after a preview', async () => {
    await page.getByRole('button', { name: 'Tom Peeters', exact: true }).waitFor();
    await button(program, 'people:contacts.clients').click();
    await page.getByText(say('people:contacts.would', { added: 2, extended: 0 })).waitFor();
    await look(program, 'people-contact-clients');
    await Promise.all([button(program, 'people:contacts.make', { count: 2 }).click(), told(program, say('people:contacts.made', { count: 2 }))]);
    await until('two clients', async () => (await program.api('Clients', { text: '', state: '', offset: 0, limit: 10 })).total === 2);
  });

  await step('statuses are passed on: the secret is shown once, a try is answered in words', async () => {
    await page.getByRole('tab', { name: say('people:tab.features') }).click();
    const webhook = page.getByRole('region', { name: say('people:pass.webhook.name') });
    await webhook.getByRole('switch').click();
    await page.getByRole('textbox', { name: say('people:pass.webhook.address') }).fill('https://127.0.0.1:9/status');
    await page.getByRole('checkbox', { name: say('people:pass.webhook.inside') }).click();
    await look(program, 'people-pass-form');
    await button(program, 'people:pass.save').click();
    await page.getByText(/^whsec_/).waitFor();
    await look(program, 'people-pass-secret');
    await button(program, 'people:pass.webhook.noted').click();
    await webhook.getByRole('button', { name: say('people:pass.try') }).click();
    await webhook.getByRole('alert').waitFor();
    const command = page.getByRole('region', { name: say('people:pass.command.name') });
    await command.getByRole('switch').click();
    await page.getByRole('textbox', { name: say('people:pass.command.program') }).fill('/bin/true');
    await button(program, 'people:pass.save').click();
    await command.getByRole('button', { name: say('people:pass.try') }).click();
    await command.getByText(say('people:pass.command.arrived')).waitFor();
    await look(program, 'people-pass');
    await webhook.getByRole('switch').click();
    await until('nothing is sent any more', async () => !(await program.api('Passes'))[0].on);
    await button(program, 'people:pass.how').click();
    await page.getByRole('heading', { name: say('people:pass.help.message') }).waitFor();
    await look(program, 'people-pass-help');
    await button(program, 'shell:close').click();
  });

  await step('users are proposed for the team, and taken in by one click', async () => {
    await page.getByRole('tab', { name: say('people:tab.users') }).click();
    await button(program, 'people:switchOn').click();
    await signIn(program, emma);
    await button(program, 'people:join.title').click();
    await page.getByRole('combobox', { name: say('people:join.mode') }).selectOption('propose');
    await page.getByRole('dialog').getByRole('searchbox').fill(emma);
    await look(program, 'people-join');
    const add = page.getByRole('button', { name: `${say('people:join.do.add')}: Emma Claes` });
    await add.click();
    await add.waitFor({ state: 'detached' });
    await until('a member', async () => (await program.api('Team')).members.some((m) => m.address === emma));
  });
});
