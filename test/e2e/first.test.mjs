import assert from 'node:assert/strict';
import { test } from 'node:test';
import { addFolder, addPerson, deliver, mail, policy } from './cloud.mjs';
import { look } from './look.mjs';
import { button, connect, enterCode, room, signIn } from './person.mjs';
import { startProgram } from './program.mjs';

for (const language of ['nl', 'fr', 'de', 'en']) {
  test(`from first run to a filed mail that is opened, in ${language}`, async (t) => {
    const emma = await addPerson('Emma Janssens');
    await addFolder(emma, 'Inbox/Clients');
    await deliver(emma, mail({ subject: 'Was there before' }));
    const program = await startProgram(t, { language });
    const { page, t: say } = program;
    await page.getByRole('heading', { name: say('signin:first.title') }).waitFor();
    assert.equal(await page.locator('html').getAttribute('lang'), language);
    if (language === 'en') await look(program, 'first');

    await button(program, 'signin:first.connect').click();
    await page.getByRole('heading', { name: say('signin:waiting.title') }).waitFor();
    if (language === 'en') {
      await look(program, 'waiting');
      await button(program, 'signin:asked.title').click();
      await page.getByRole('dialog').getByText('Mail.Read').waitFor();
      await look(program, 'asked');
      await button(program, 'shell:close').click();
    }
    await signIn(program, emma);

    const tree = page.getByRole('tree', { name: say('mailboxes:tree.label', { mailbox: emma }) });
    await tree.waitFor();
    await page.getByText(say('mailboxes:save.suggested', { count: 2 })).waitFor();
    await page.getByText(say('mailboxes:save.untouched', { folders: say('mailboxes:folders', { count: 2 }), count: 1 })).waitFor();
    await tree.getByRole('treeitem', { name: /^Clients/ }).locator('[data-box]').click();
    await page.getByText(say('mailboxes:save.suggested', { count: 3 })).waitFor();
    if (language === 'en') await look(program, 'tree');
    await button(program, 'mailboxes:save.save').click();

    await page.getByRole('heading', { level: 1, name: say('shell:room.overview') }).waitFor();
    await page.getByText(say('overview:activityNone')).waitFor();
    if (language === 'en') await look(program, 'overview-quiet');
    await deliver(emma, mail({ subject: `Annual figures ${language}` }));
    await deliver(emma, mail({ subject: 'Into a subfolder' }), 'Inbox/Clients');
    await button(program, 'overview:syncNow').click();
    await page.getByRole('main').getByText(`Annual figures ${language}`).waitFor();
    await page.getByRole('main').getByText('Into a subfolder').waitFor();
    if (language === 'en') await look(program, 'overview');

    await room(program, 'documents').click();
    await page.getByRole('row', { name: /Annual figures/ }).click();
    await page.getByRole('region', { name: say('documents:preview') }).getByText(`This is Annual figures ${language}.`).waitFor();
    assert.equal(await page.getByText('Was there before').count(), 0, 'mail that was there before it was ticked');
  });
}

test('who has no client id is led through the registration', async (t) => {
  const emma = await addPerson('Emma Janssens');
  const program = await startProgram(t, { change: ({ clientId, tenant, ...rest }) => rest });
  const { page, t: say } = program;
  await button(program, 'signin:first.connect').click();
  await page.getByRole('heading', { name: say('signin:register.title') }).waitFor();
  await look(program, 'register');
  const redirect = page.getByRole('button', { name: /http:\/\/localhost/ });
  await redirect.click();
  await page.getByRole('button', { name: say('shell:copied') }).waitFor();
  assert.equal(await program.clipboard(), 'http://localhost');
  await button(program, 'signin:register.page').click();
  assert.match(await program.opened(), /^https:\/\/entra\.microsoft\.com\//);

  await page.getByLabel(say('signin:register.client')).fill('not an id');
  await button(program, 'signin:register.save').click();
  await page.getByText(say('signin:register.clientWrong')).waitFor();
  await look(program, 'register-wrong');
  await page.getByLabel(say('signin:register.client')).fill(policy.clientId);
  await button(program, 'signin:register.save').click();
  await page.getByRole('heading', { name: say('signin:first.title') }).waitFor();
  await connect(program, emma);
});

test('a sign-in that is given up leaves nothing behind, and a code does as well', async (t) => {
  const emma = await addPerson('Emma Janssens');
  const program = await startProgram(t);
  const { page, t: say } = program;
  await button(program, 'signin:first.connect').click();
  await program.opened();
  await button(program, 'shell:cancel').click();
  await page.getByRole('heading', { name: say('signin:first.title') }).waitFor();
  assert.deepEqual(await program.api('Accounts'), []);

  await button(program, 'signin:first.connect').click();
  await program.opened();
  await button(program, 'signin:waiting.code').click();
  await page.getByRole('heading', { name: say('signin:code.title') }).waitFor();
  const code = await page.locator('[role=text]').innerText();
  await look(program, 'code');
  await button(program, 'signin:copy').click();
  await button(program, 'shell:copied').waitFor();
  assert.equal(await program.clipboard(), code);
  await button(program, 'signin:code.page').click();
  await enterCode(program, await program.opened(), code, emma);
  await page.getByRole('tree', { name: say('mailboxes:tree.label', { mailbox: emma }) }).waitFor();
});

test('a refusal on Microsoft’s page is told, and the person can try again', async (t) => {
  const emma = await addPerson('Emma Janssens');
  const program = await startProgram(t);
  const { page, t: say } = program;
  await button(program, 'signin:first.connect').click();
  const tab = await program.elsewhere();
  await tab.goto(await program.opened());
  await tab.locator('button[name=cancel]').first().click();
  await page.getByRole('heading', { name: say('signin:failed.title') }).waitFor();
  await tab.close();
  await button(program, 'shell:problem.details').click();
  await look(program, 'failed');
  await button(program, 'signin:failed.again').click();
  await signIn(program, emma);
  await page.getByRole('tree', { name: say('mailboxes:tree.label', { mailbox: emma }) }).waitFor();
});
