import assert from 'node:assert/strict';
import { test } from 'node:test';
import { addFault, addPerson, clearFaults, control, deliver, mail, revoke } from './cloud.mjs';
import { look } from './look.mjs';
import { button, connect, menuItem, room, signIn, told } from './person.mjs';
import { startProgram, steps, until } from './program.mjs';

test('a mailbox is synced, paused, tested, signed in again and disconnected', async (t) => {
  t.after(clearFaults);
  const [emma, jan] = [await addPerson('Emma Janssens'), await addPerson('Jan Peeters')];
  const program = await startProgram(t);
  const { page, t: say } = program;
  const step = steps(t);
  const menu = async (key) => {
    await button(program, 'mailboxes:more').click();
    await menuItem(program, key).click();
  };
  await connect(program, emma);
  await room(program, 'mailboxes').click();
  const panel = page.getByRole('region', { name: emma });
  await panel.getByText(say('mailboxes:save.standing', { count: 2 })).waitFor();

  await step('synced now', async () => {
    await deliver(emma, mail({ subject: 'Now' }));
    await Promise.all([menu('mailboxes:syncNow'), told(program, say('mailboxes:syncStarted'))]);
    await until('a filed mail', async () => (await program.api('Overview')).total === 1);
  });

  await step('paused and resumed', async () => {
    await button(program, 'mailboxes:more').click();
    await menuItem(program, 'shell:pause').click();
    await Promise.all([menuItem(program, 'shell:pauseFor.hour').click(), told(program, say('mailboxes:pauseDone', { address: emma }))]);
    await look(program, 'mailboxes-paused');
    await deliver(emma, mail({ subject: 'While paused' }));
    await program.api('SyncNow');
    await panel.getByRole('button', { name: say('shell:resume'), exact: true }).click();
    await until('the mail of the pause', async () => (await program.api('Overview')).total === 2);
    await button(program, 'shell:pause').click();
    await Promise.all([menuItem(program, 'shell:pauseFor.resume').click(), told(program, say('shell:pauseDone'))]);
    await room(program, 'overview').click();
    await look(program, 'overview-paused');
    await Promise.all([button(program, 'shell:resume').click(), told(program, say('shell:resumeDone'))]);
    await room(program, 'mailboxes').click();
  });

  await step('folders ticked and unticked, and found by name', async () => {
    const tree = page.getByRole('tree');
    const drafts = tree.getByRole('treeitem', { name: /^Drafts/ });
    await drafts.locator('[data-box]').click();
    await page.getByText(say('mailboxes:save.more', { count: 1 })).waitFor();
    await button(program, 'mailboxes:save.save').click();
    await panel.getByText(say('mailboxes:save.standing', { count: 3 })).waitFor();
    await drafts.locator('[data-box]').click();
    await page.getByText(say('mailboxes:save.stays', { folders: 'Drafts', count: 1 })).waitFor();
    await look(program, 'mailboxes');
    await button(program, 'mailboxes:save.save').click();
    await panel.getByText(say('mailboxes:save.standing', { count: 2 })).waitFor();
    await page.getByRole('searchbox', { name: say('mailboxes:tree.search') }).fill('sent');
    await until('one folder', async () => await tree.getByRole('treeitem').count() === 1);
    await page.getByRole('searchbox', { name: say('mailboxes:tree.search') }).fill('');
  });

  await step('tested, well and not', async () => {
    await button(program, 'mailboxes:validate').click();
    const drawer = page.getByRole('dialog');
    await drawer.getByText(say('mailboxes:check.allGood')).waitFor();
    await look(program, 'validate');
    await button(program, 'mailboxes:check.copy').click();
    await until('a copied report', async () => /\[ok\] Sign-in/.test(await program.clipboard()));
    await addFault({ kind: 'denied', mailbox: emma });
    await button(program, 'mailboxes:check.again').click();
    await drawer.getByText(/\d+ problems? found\./).waitFor();
    await drawer.getByRole('button', { name: say('shell:problem.details') }).first().click();
    await drawer.getByText(/request-id \S+/).first().waitFor();
    await look(program, 'validate-problem');
    await clearFaults();
    await button(program, 'mailboxes:check.again').click();
    await drawer.getByText(say('mailboxes:check.allGood')).waitFor();
    await button(program, 'shell:close').click();
    await drawer.waitFor({ state: 'hidden' });
  });

  await step('its permissions', async () => {
    await menu('mailboxes:permissions.title');
    await page.getByRole('heading', { name: say('mailboxes:permissions.of', { address: emma }) }).waitFor();
    await page.getByText('Mail.Read', { exact: true }).first().waitFor();
    await look(program, 'permissions');
    await button(program, 'mailboxes:permissions.back').click();
  });

  await step('signed in again, but not as somebody else', async () => {
    await revoke(emma);
    await control('POST', `signins/${encodeURIComponent(emma)}/expire`);
    await program.api('SyncNow');
    await page.getByRole('alert').getByRole('button', { name: say('mailboxes:reauthenticate') }).waitFor();
    await look(program, 'reauthenticate');
    await room(program, 'overview').click();
    await page.getByRole('main').getByRole('button', { name: say('overview:action.reauthenticate') }).waitFor();
    await look(program, 'overview-attention');
    await page.getByRole('main').getByRole('button', { name: say('overview:action.reauthenticate') }).click();
    await page.getByText(say('signin:again.hint', { address: emma })).waitFor();
    await signIn(program, jan);
    const alert = page.getByRole('alert');
    await alert.getByText(jan, { exact: false }).first().waitFor();
    assert.ok((await alert.innerText()).includes(emma), 'both addresses are named');
    await look(program, 'another-person');
    await button(program, 'signin:failed.again').click();
    await signIn(program, emma);
    await panel.getByText(say('mailboxes:save.standing', { count: 2 })).waitFor();
    await deliver(emma, mail({ subject: 'After the sign-in' }));
    await program.api('SyncNow');
    await until('a mail filed after the sign-in', async () => (await program.api('Overview')).total === 3);
  });

  await step('what could not be filed, with details to copy', async () => {
    await addFault({ kind: 'mime-corrupt', mailbox: emma });
    await deliver(emma, mail({ subject: 'Broken' }));
    await program.api('SyncNow');
    await room(program, 'overview').click();
    const show = page.getByRole('main').getByRole('button', { name: say('overview:action.showFailures') });
    await show.waitFor();
    await show.click();
    const drawer = page.getByRole('dialog');
    await drawer.getByRole('button', { name: say('shell:problem.details') }).first().click();
    await look(program, 'failures');
    await drawer.getByRole('button', { name: say('shell:problem.copy') }).click();
    await until('copied details', async () => /code: \S+[\s\S]*request-id \S+/.test(await program.clipboard()));
    assert.ok(!(await program.clipboard()).includes('Broken'), 'no subject in the details');
    await clearFaults();
    await drawer.getByRole('button', { name: say('shell:again') }).click();
    await drawer.getByText(say('overview:failures.none')).waitFor();
    assert.equal((await program.api('Overview')).total, 4);
    await button(program, 'shell:close').click();
    await drawer.waitFor({ state: 'hidden' });
    await room(program, 'mailboxes').click();
  });

  await step('disconnected, connected again, forgotten', async () => {
    await menu('mailboxes:disconnect.title');
    const dialog = page.getByRole('dialog');
    await dialog.getByText(say('mailboxes:disconnect.kept')).waitFor();
    await look(program, 'disconnect');
    await Promise.all([dialog.getByRole('button', { name: say('mailboxes:disconnect.title'), exact: true }).click(), told(program, say('mailboxes:disconnect.done', { address: emma }))]);
    await page.getByRole('alert').getByRole('button', { name: say('mailboxes:connectAgain') }).waitFor();
    await look(program, 'disconnected');
    await page.getByRole('alert').getByRole('button', { name: say('mailboxes:connectAgain') }).click();
    await signIn(program, emma);
    await panel.getByText(say('mailboxes:save.standing', { count: 2 })).waitFor();
    await menu('mailboxes:disconnect.title');
    await dialog.getByLabel(say('mailboxes:disconnect.forget')).check();
    await dialog.getByText(say('mailboxes:disconnect.forgotten')).waitFor();
    await dialog.getByRole('button', { name: say('mailboxes:disconnect.title'), exact: true }).click();
    await page.getByRole('heading', { name: say('signin:first.title') }).waitFor();
  });
});
