import assert from 'node:assert/strict';
import { test } from 'node:test';
import { addPerson, control } from './cloud.mjs';
import { button, connect, room, signIn } from './person.mjs';
import { startProgram, steps, until } from './program.mjs';

const hour = 60 * 60 * 1000;

test('one\'s status shows in Teams as the calendar says, and is taken back when that is switched off', async (t) => {
  const emma = await addPerson('Emma Claes');
  await control('POST', `mailboxes/${encodeURIComponent(emma)}/events`, {
    subject: 'Salaries of the staff', showAs: 'busy', start: new Date(Date.now() - hour).toISOString(), end: new Date(Date.now() + 2 * hour).toISOString(),
  });
  // presence is what Microsoft shows of somebody.
  const presence = async () => (await control('GET', `users/${encodeURIComponent(emma)}/presence`)).availability;
  const program = await startProgram(t);
  const { page, t: say } = program;
  const step = steps(t);
  const feature = (name) => page.getByRole('switch', { name: say(`people:feature.${name}.name`) });
  await connect(program, emma);
  await room(program, 'people').click();

  await step('nothing is shown as long as nobody has switched it on', async () => {
    await button(program, 'people:switchOn').click();
    await signIn(program, emma);
    await page.getByRole('listitem').filter({ hasText: 'Emma Claes' }).getByText(say('people:status.busy'), { exact: true }).waitFor();
    assert.equal(await presence(), 'Offline');
  });

  await step('switched on, Microsoft is told', async () => {
    await page.getByRole('tab', { name: say('people:tab.features') }).click();
    await feature('teams').click();
    await signIn(program, emma);
    await until('Teams shows Emma as busy', async () => await presence() === 'Busy');
  });

  await step('switched off, it is taken back', async () => {
    await page.getByRole('tab', { name: say('people:tab.features') }).click();
    await page.getByRole('switch', { name: say('people:feature.teams.name'), checked: true }).click();
    await until('Teams shows nothing of Emma', async () => await presence() === 'Offline');
  });
});
