import assert from 'node:assert/strict';
import { test } from 'node:test';
import { addPerson, addShared, deliver, grant, mail } from './cloud.mjs';
import { look } from './look.mjs';
import { button, choose, connect, decline, menuItem, room, signIn, told } from './person.mjs';
import { startProgram, steps, until } from './program.mjs';

test('a shared mailbox is added, filed whole and by folders, and removed', async (t) => {
  const emma = await addPerson('Emma Janssens');
  const info = await addShared('Info');
  await deliver(info, mail({ subject: 'Was there before' }));
  const program = await startProgram(t);
  const { page, t: say } = program;
  const step = steps(t);
  await connect(program, emma);
  await room(program, 'mailboxes').click();
  const panel = page.getByRole('region', { name: info });

  await step('the permission declined', async () => {
    await button(program, 'mailboxes:adding.button').click();
    await look(program, 'add-mailbox');
    await choose(program, 'mailboxes:adding.shared.name');
    await look(program, 'shared-form');
    await page.getByRole('textbox', { name: say('shared:form.address') }).fill(info.toUpperCase());
    await button(program, 'shared:form.add').click();
    await page.getByText(say('shared:ask', { address: emma })).waitFor();
    await look(program, 'shared-waiting');
    await decline(program, emma);
    await page.getByRole('heading', { name: say('shared:failed.title') }).waitFor();
    await button(program, 'mailboxes:check.copyLink').click();
    await until('the link for the administrator', async () => /\/adminconsent\?client_id=/.test(await program.clipboard()));
    await look(program, 'shared-declined');
  });

  await step('no access', async () => {
    await button(program, 'signin:failed.again').click();
    await signIn(program, emma);
    await button(program, 'shared:copyCommands').click();
    await until('the commands for the administrator', async () => /Add-MailboxPermission .*FullAccess/.test(await program.clipboard()));
    await look(program, 'shared-no-access');
    await button(program, 'shared:failed.other').click();
    assert.equal(await page.getByRole('textbox', { name: say('shared:form.address') }).inputValue(), info.toUpperCase());
  });

  await step('added: everything in it is filed', async () => {
    await grant(info, emma);
    await button(program, 'shared:form.add').click();
    await panel.getByRole('radio', { name: say('shared:scope.all'), checked: true }).waitFor();
    await look(program, 'shared');
    const both = mail({ subject: 'To both' });
    await deliver(info, both);
    await deliver(info, mail({ subject: 'Sent for the office' }), 'sentitems');
    await deliver(emma, both);
    await program.api('SyncNow');
    await until('three filed mails', async () => (await program.api('Overview')).total === 3);
  });

  await step('a mail that came to both says so', async () => {
    await room(program, 'documents').click();
    await page.getByRole('row', { name: /To both/ }).first().click();
    const preview = page.getByRole('region', { name: say('documents:preview') });
    const other = preview.getByRole('button', { name: /^Also in / });
    const [first] = (await other.innerText()).match(/\S+@\S+(?=,)/);
    await look(program, 'documents-twin');
    await other.click();
    const second = first === info ? emma : info;
    await preview.getByRole('button', { name: `Also in ${second}`, exact: false }).waitFor();
    assert.equal(await preview.getByRole('heading', { level: 2 }).evaluate((h) => h === document.activeElement), true, 'the focus is on the title');
    await room(program, 'mailboxes').click();
    await page.getByRole('button', { name: info }).click();
  });

  await step('folders chosen, and all again', async () => {
    await panel.getByText(say('shared:scope.some')).click();
    await panel.getByText(say('shared:scope.someText')).waitFor();
    const inbox = panel.getByRole('treeitem', { name: /^Inbox/ });
    await inbox.locator('[data-box]').click();
    await button(program, 'mailboxes:save.save').click();
    await panel.getByRole('treeitem', { name: /^Inbox/, checked: false }).waitFor();
    await Promise.all([panel.getByText(say('shared:scope.all')).click(), told(program, say('shared:scope.allDone', { address: info }))]);
    await panel.getByRole('treeitem', { name: /^Inbox/, checked: true }).waitFor();
  });

  await step('the settings for sent copies', async () => {
    await panel.getByRole('button', { name: say('shared:copies.title') }).click();
    const drawer = page.getByRole('dialog');
    await drawer.getByText('MessageCopyForSendOnBehalfEnabled').first().waitFor();
    await look(program, 'shared-copies');
    await button(program, 'shared:copies.copy').click();
    await until('the message for the administrator', async () => (await program.clipboard()).includes(`'${info}' -MessageCopyForSentAsEnabled $true`));
    await drawer.getByRole('checkbox').click();
    await until('that nobody sends is kept', async () => (await program.api('Accounts'))[0].mailboxes.find((m) => m.address === info).neverSends);
    await button(program, 'shell:close').click();
    await drawer.waitFor({ state: 'hidden' });
  });

  await step('tested, with its permission, and removed', async () => {
    await button(program, 'mailboxes:validate').click();
    const drawer = page.getByRole('dialog');
    await drawer.getByText(say('mailboxes:check.allGood')).waitFor();
    await drawer.getByText(say('mailboxes:check.shared')).first().waitFor();
    await button(program, 'shell:close').click();
    await drawer.waitFor({ state: 'hidden' });
    await button(program, 'mailboxes:more').click();
    await menuItem(program, 'shared:remove.title').click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText(say('shared:remove.files')).waitFor();
    await look(program, 'shared-remove');
    await Promise.all([dialog.getByRole('button', { name: say('shared:remove.button'), exact: true }).click(), told(program, say('shared:remove.done', { address: info }))]);
    await page.getByRole('region', { name: emma }).waitFor();
    assert.equal((await program.api('Overview')).total, 3, 'what was filed stays');
  });
});

test('a personal account is connected, and what it can not do is not offered', async (t) => {
  const piet = await addPerson('Piet Maes', { domain: 'outlook.example', personal: true });
  const program = await startProgram(t);
  const { page, t: say } = program;
  await button(program, 'signin:first.personal').click();
  await signIn(program, piet);
  await button(program, 'mailboxes:save.save').click();
  await page.getByRole('heading', { level: 1, name: say('shell:room.overview') }).waitFor();
  await deliver(piet, mail({ subject: 'At home' }));
  await program.api('SyncNow');
  await page.getByRole('main').getByText('At home').waitFor();
  await room(program, 'mailboxes').click();
  await button(program, 'mailboxes:adding.button').click();
  await page.getByRole('menuitem', { name: say('mailboxes:adding.personal.name') }).waitFor();
  assert.equal(await page.getByRole('menuitem', { name: say('mailboxes:adding.shared.name') }).count(), 0, 'shared mailboxes');
  await page.keyboard.press('Escape');
  await button(program, 'mailboxes:more').click();
  await menuItem(program, 'mailboxes:permissions.title').click();
  await page.getByRole('row').filter({ hasText: 'Mail.Read.Shared' }).getByText(say('mailboxes:permissions.impossible')).waitFor();
  await look(program, 'permissions-personal');
});
