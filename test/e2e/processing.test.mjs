import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { addPerson, deliver, mail } from './cloud.mjs';
import { answer } from './dialog.mjs';
import { look } from './look.mjs';
import { button, connect, room, told } from './person.mjs';
import { startProgram, steps, until } from './program.mjs';

const signature = '<p>See attached.</p><p>Met vriendelijke groet,<br>Lies Maes<br>Maes Bouw BV<br>BTW BE 0403.170.701</p>';
const unknown = () => mail({ subject: 'An offer', from: 'Lies Maes <lies@maesbouw.example>', html: signature });

test('mails find their client and their people, with the fix for each reason in place', async (t) => {
  const emma = await addPerson('Emma Maes');
  const program = await startProgram(t);
  const { page, t: say } = program;
  const step = steps(t);
  const grid = page.getByRole('grid');
  const pane = page.getByRole('region', { name: say('processing:pane.label') });
  const tab = (key) => page.getByRole('tab', { name: say(key) });
  const row = (text) => grid.getByRole('row').filter({ hasText: text });
  await connect(program, emma);
  await deliver(emma, unknown());
  await deliver(emma, unknown());
  await program.api('SyncNow');
  await room(program, 'processing').click();

  await step('a team, and who handles the address', async () => {
    await button(program, 'processing:begin.teamButton').click();
    await look(program, 'processing-team-empty');
    await button(program, 'processing:team.add').click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('textbox', { name: say('processing:field.name') }).fill('Emma Maes');
    await dialog.getByRole('textbox', { name: say('processing:team.address') }).fill(emma);
    await look(program, 'processing-member');
    await Promise.all([dialog.getByRole('button', { name: say('processing:save') }).click(), told(program, say('processing:team.saved', { name: 'Emma Maes' }))]);
    await page.getByRole('group', { name: emma }).getByRole('combobox').selectOption('contact');
    await page.getByRole('group', { name: emma }).getByText('Emma Maes').waitFor();
    await look(program, 'processing-team');
  });

  await step('a client made of what an unknown sender writes settles all that waited', async () => {
    await tab('processing:views.list').click();
    await row(say('processing:short.unknown')).filter({ hasText: say('processing:waiting', { count: 1 }) }).first().click();
    await pane.getByText(say('processing:ask.client')).waitFor();
    await look(program, 'processing');
    await pane.getByRole('button', { name: say('processing:assign.new') }).click();
    const panel = page.getByRole('dialog', { name: say('processing:clients.add') });
    assert.equal(await panel.getByRole('textbox', { name: say('processing:field.name') }).inputValue(), 'Maes Bouw BV');
    assert.equal(await panel.getByRole('textbox', { name: say('processing:field.vat') }).inputValue(), 'BE0403170701');
    await look(program, 'processing-new-client');
    await Promise.all([panel.getByRole('button', { name: say('processing:save') }).click(), told(program, say('processing:settled', { count: 2 }))]);
    await page.getByText(say('processing:nothing.attention')).waitFor();
    await look(program, 'processing-none');
  });

  await step('undo, and done again', async () => {
    await button(program, 'processing:undoLast').click();
    await row(say('processing:short.unknown')).first().waitFor();
    await program.api('SaveClient', { id: '', name: 'Maes Bouw BV', number: '1001', addresses: ['lies@maesbouw.example'], domains: [], vat: [], registrations: [], ibans: [], language: '', ended: '', roles: [] });
    await page.getByText(say('processing:nothing.attention')).waitFor();
    await tab('processing:states.processed').click();
    await row('Maes Bouw BV').first().click();
    await pane.getByText('lies@maesbouw.example').first().waitFor();
    await look(program, 'processing-processed');
    await tab('processing:states.attention').click();
  });

  await step('a candidate taken by its number', async () => {
    for (const name of ['Alpha BV', 'Beta BV'])
      await program.api('SaveClient', { id: '', name, number: '', addresses: ['tom@both.example'], domains: [], vat: [], registrations: [], ibans: [], language: '', ended: '', roles: [] });
    await deliver(emma, mail({ subject: 'Of two companies', from: 'Tom <tom@both.example>' }));
    await program.api('SyncNow');
    await row('Of two companies').click();
    await pane.getByRole('radio', { name: /Beta BV/ }).waitFor();
    await grid.focus();
    await page.keyboard.press('1');
    await page.getByText(say('processing:nothing.attention')).waitFor();
    const { counts } = await program.api('Processing', { state: '', reason: '', mailbox: '', client: '', offset: 0, limit: 1 });
    assert.deepEqual([counts.attention, counts.processed], [0, 3]);
  });

  await step('clients imported with a preview, and ended', async () => {
    await tab('processing:views.clients').click();
    const table = join(program.home, 'Documents', 'clients.csv');
    await writeFile(table, 'Relatie;Klantnr;E-mail\nPeeters BV;2001;jan@peeters.example\nHartog;2002;wrong\n');
    await button(program, 'processing:import.button').click();
    await answer(program, 'Choose a table of clients', table);
    await page.getByText(say('processing:import.wrong', { count: 1 })).waitFor();
    await look(program, 'processing-import');
    await Promise.all([button(program, 'processing:import.do', { count: 1 }).click(), told(program, say('processing:import.done', { count: 1 }))]);
    await row('Peeters BV').waitFor();
    await row('Peeters BV').getByRole('button').click();
    await page.getByRole('menuitem', { name: say('processing:clients.end') }).click();
    await row('Peeters BV').getByText(say('processing:clients.endedShort')).waitFor();
    await look(program, 'processing-clients');
    await until('an ended client', async () => (await program.api('Clients', { text: '', state: 'ended', offset: 0, limit: 10 })).items.some((c) => c.name === 'Peeters BV'));
  });

  await step('my work comes first, and a conversation is noted, assigned and done', async () => {
    await room(program, 'processing').click();
    await page.getByRole('tab', { name: say('processing:views.work'), selected: true }).waitFor();
    await row('An offer').first().click();
    const talk = page.getByRole('region', { name: say('processing:talk.pane') });
    await talk.getByRole('textbox', { name: say('processing:talk.note') }).fill('She wants it by Friday');
    await Promise.all([page.keyboard.press('Control+Enter'), told(program, say('processing:talk.noted'))]);
    await talk.getByRole('listitem').filter({ hasText: 'She wants it by Friday' }).getByText(say('processing:talk.isNote')).waitFor();
    await look(program, 'processing-work', { still: true });
    await talk.getByRole('combobox', { name: say('processing:talk.assigned') }).selectOption(emma);
    await talk.getByText(say('processing:talk.did.assigned', { value: 'Emma Maes' })).waitFor();
    await talk.getByRole('combobox', { name: say('processing:talk.state') }).selectOption('done');
    await until('a conversation that is done', async () => (await program.api('Conversations', { state: 'done', client: '', assigned: emma, dueBy: '', unread: false, mine: true, offset: 0, limit: 10 })).total === 1);
    await tab('processing:views.talks').click();
    await tab('processing:talk.is.done').click();
    await row('An offer').waitFor();
    await look(program, 'processing-talks', { still: true });
  });

  await step('a rule of their own, all about a client, and their documents', async () => {
    await tab('processing:views.rules').click();
    const sender = page.getByRole('textbox', { name: say('processing:asideRules.value.sender') });
    await sender.fill('news@shop.example');
    await Promise.all([button(program, 'processing:asideRules.add').click(), told(program, say('processing:asideRules.added'))]);
    const what = say('processing:asideRules.is.sender', { value: 'news@shop.example' });
    await page.getByRole('switch', { name: say('processing:asideRules.sets', { what }) }).waitFor();
    await look(program, 'processing-rules');
    await tab('processing:views.clients').click();
    await row('Maes Bouw BV').dblclick();
    await page.getByRole('heading', { name: 'Maes Bouw BV (1001)' }).waitFor();
    await look(program, 'processing-client');
    await page.getByRole('region', { name: say('documents:views.mail'), exact: true }).getByRole('button', { name: say('processing:clientPage.show', { count: 2 }) }).click();
    await button(program, 'processing:clientPage.all').waitFor();
    await grid.getByText('Maes Bouw BV').first().waitFor();
    await look(program, 'documents-client');
  });
});
