import assert from 'node:assert/strict';
import { test } from 'node:test';
import { addPerson, control, deliver, mail } from './cloud.mjs';
import { look } from './look.mjs';
import { button, choose, room, signIn } from './person.mjs';
import { startProgram, steps, until } from './program.mjs';

test('only members of the settings group connect and change; for others the window is read-only', async (t) => {
  const [emma, jan] = [await addPerson('Emma Janssens'), await addPerson('Jan Claes')];
  const { id } = await control('POST', 'groups', { name: `IT of ${emma}`, members: [emma] });
  const program = await startProgram(t, { change: (p) => ({ ...p, settingsGroup: { id, name: 'the IT team' } }) });
  const { page, t: say } = program;
  const step = steps(t);
  const denied = page.getByText(/ask a member of “the IT team”/);
  const poll = page.getByLabel(say('settings:poll.label'));

  await step('who is no member is not connected', async () => {
    await button(program, 'signin:first.connect').click();
    await signIn(program, jan);
    await page.getByRole('heading', { name: say('signin:failed.title') }).waitFor();
    await denied.first().waitFor();
    assert.deepEqual(await program.api('Accounts'), []);
    await look(program, 'access-refused');
  });

  await step('a member connects, and may change everything', async () => {
    await button(program, 'signin:failed.again').click();
    await signIn(program, emma);
    await button(program, 'mailboxes:save.save').click();
    await page.getByRole('heading', { level: 1, name: say('shell:room.overview') }).waitFor();
    await room(program, 'settings').click();
    await poll.waitFor();
    assert.equal(await denied.count(), 0);
    assert.ok(await poll.isEnabled());
  });

  await step('while a member sits here, a colleague connects', async () => {
    await room(program, 'mailboxes').click();
    await button(program, 'mailboxes:adding.button').click();
    await choose(program, 'mailboxes:adding.work.name');
    await signIn(program, jan);
    await page.getByRole('region', { name: jan }).waitFor();
    await button(program, 'mailboxes:save.save').click();
    await until('two mailboxes', async () => (await program.api('Accounts')).every((a) => a.mailboxes[0].folders > 0));
  });

  await step('without the member nothing can be changed, and mail is filed as before', async () => {
    const member = (await program.api('Accounts')).find((a) => a.address === emma);
    await program.api('Disconnect', member.id, false);
    await room(program, 'settings').click();
    await denied.waitFor();
    await poll.waitFor();
    assert.ok(await poll.isDisabled());
    assert.ok(await page.getByLabel(say('settings:language.label')).isEnabled());
    await look(program, 'settings-read-only');
    await room(program, 'mailboxes').click();
    await page.getByRole('button', { name: jan }).first().click();
    const inbox = page.getByRole('region', { name: jan }).getByRole('treeitem').first();
    await inbox.waitFor();
    assert.equal(await inbox.getAttribute('aria-disabled'), 'true');
    await look(program, 'mailboxes-read-only');
    await deliver(jan, mail({ subject: 'Goes on' }));
    await program.api('SyncNow');
    await until('a filed mail', async () => (await program.api('Overview')).total === 1);
  });
});
