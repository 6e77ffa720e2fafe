import assert from 'node:assert/strict';
import { test } from 'node:test';
import { addPerson, control } from './cloud.mjs';
import { look } from './look.mjs';
import { button, connect, decline, room, signIn, told } from './person.mjs';
import { startProgram, steps, until } from './program.mjs';

const hour = 60 * 60 * 1000;

// addEvent puts something into a person's calendar, from so many hours before now to so many after.
const addEvent = (address, showAs, before, after) => control('POST', `mailboxes/${encodeURIComponent(address)}/events`, {
  subject: 'Salaries of the staff', showAs, start: new Date(Date.now() - before * hour).toISOString(), end: new Date(Date.now() + after * hour).toISOString(),
});

test('who is there is seen by calendars, live, and users are listed and tied', async (t) => {
  const emma = await addPerson('Emma Claes');
  const tom = await addPerson('Tom Wouters');
  await addEvent(tom, 'busy', 1, 2);
  const program = await startProgram(t);
  const { page, t: say } = program;
  const step = steps(t);
  await connect(program, emma);
  await room(program, 'people').click();
  const row = (name) => page.getByRole('listitem').filter({ hasText: name });

  await step('the permission declined, then accepted', async () => {
    await page.getByRole('heading', { name: say('people:feature.status.off') }).waitFor();
    await look(program, 'people-off');
    await button(program, 'people:switchOn').click();
    await decline(program, emma);
    await page.getByRole('heading', { name: say('people:on.failed') }).waitFor();
    await look(program, 'people-declined');
    await button(program, 'signin:failed.again').click();
    await signIn(program, emma);
    await row('Emma Claes').getByText(say('people:today.you')).waitFor();
    await look(program, 'people-alone');
  });

  await step('a colleague chosen by address, and nothing but the times of a calendar', async () => {
    await button(program, 'people:today.choose').click();
    await page.getByRole('searchbox', { name: say('people:choose.search') }).fill(tom);
    await page.getByRole('button', { name: `${say('people:choose.add')}: ${tom}` }).click();
    await page.getByRole('button', { name: `${say('people:choose.remove')}: ${tom}` }).waitFor();
    await look(program, 'people-choose');
    await button(program, 'shell:close').click();
    await row(tom).getByText(say('people:status.busy'), { exact: true }).waitFor();
    assert.equal((await page.content()).includes('Salaries'), false, 'what an appointment is about');
    await look(program, 'people-today');
  });

  await step('what changes in a calendar is seen', async () => {
    await addEvent(tom, 'oof', 1, 3);
    await button(program, 'people:today.refresh').click();
    await row(tom).getByText(say('people:status.oof'), { exact: true }).waitFor();
  });

  await step('users, listed at once, and tied', async () => {
    await page.getByRole('tab', { name: say('people:tab.users') }).click();
    await button(program, 'people:switchOn').click();
    await signIn(program, emma);
    await page.getByRole('searchbox', { name: say('people:users.search') }).fill(emma);
    await row('Emma Claes').getByText(emma).waitFor();
    await button(program, 'people:ties.review').click();
    await page.getByRole('button', { name: say('people:ties.tieOne', { address: emma, name: 'Emma Claes' }) }).click();
    await page.getByRole('button', { name: say('people:ties.undoOne', { address: emma }) }).waitFor();
    await look(program, 'people-ties');
    await button(program, 'shell:close').click();
    await row('Emma Claes').getByText(say('people:ties.to', { address: emma })).waitFor();
    await look(program, 'people-users');
  });

  await step('the permissions name what was granted, and switching off forgets', async () => {
    await page.getByRole('tab', { name: say('people:tab.features') }).click();
    await look(program, 'people-features');
    await page.getByRole('switch', { name: say('people:feature.status.name') }).click();
    await page.getByRole('checkbox', { name: say('people:leave.forget') }).click();
    await look(program, 'people-leave');
    await Promise.all([button(program, 'people:leave.button').click(), told(program, say('people:leave.forgotten'))]);
    await until('the team is forgotten', async () => {
      const [account] = await program.api('People');
      const status = account.features.find((f) => f.feature === 'status');
      return !status.on && status.team.length === 0;
    });
    await button(program, 'mailboxes:permissions.title').click();
    const granted = page.getByRole('row').filter({ hasText: 'User.ReadBasic.All' });
    await granted.getByText(say('mailboxes:permissions.granted'), { exact: true }).waitFor();
    await look(program, 'permissions-people');
  });
});

test('the demonstration shows who works there and who is there', async (t) => {
  const program = await startProgram(t, { demo: true });
  const { page, t: say } = program;
  await button(program, 'signin:first.connect').click();
  await button(program, 'mailboxes:save.save').click();
  await page.getByRole('heading', { level: 1, name: say('shell:room.overview') }).waitFor();
  await until('the people of the demonstration', async () => (await program.api('TeamDay', '', false)).team.length === 6);
  await room(program, 'people').click();
  const marieke = page.getByRole('listitem').filter({ hasText: 'Marieke Visser' });
  await marieke.getByText(say('people:status.oof'), { exact: true }).waitFor();
  await look(program, 'demo-people');
  await page.getByRole('tab', { name: say('people:tab.users') }).click();
  await page.getByRole('listitem').filter({ hasText: 'Ruud Jansen' }).waitFor();
  await page.getByRole('option', { name: say('people:kind.guest', { number: '1' }) }).waitFor({ state: 'attached' });
  await look(program, 'demo-users');
});
