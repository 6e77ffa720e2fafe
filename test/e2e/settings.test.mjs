import assert from 'node:assert/strict';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { addPerson, deliver, mail } from './cloud.mjs';
import { answer } from './dialog.mjs';
import { look } from './look.mjs';
import { button, connect, room, told } from './person.mjs';
import { startProgram, steps, until } from './program.mjs';
import { speaker } from './words.mjs';

test('settings are changed, the archive folder moves, documents are proven, a report is looked at', async (t) => {
  const emma = await addPerson('Emma Janssens');
  const program = await startProgram(t);
  const { page, t: say } = program;
  const step = steps(t);
  await connect(program, emma);
  for (const subject of ['One', 'Two']) await deliver(emma, mail({ subject, files: [{ name: 'a.txt', type: 'text/plain', content: subject }] }));
  await program.api('SyncNow');
  await until('two filed mails', async () => (await program.api('Overview')).total === 2);
  await room(program, 'settings').click();
  await page.getByLabel(say('settings:poll.label')).waitFor();
  await look(program, 'settings');
  const setting = async (name) => (await program.api('Settings')).values.find((v) => v.name === name).value;
  const has = (name, value) => until(`${name} is ${value}`, async () => await setting(name) === value);

  await step('appearance', async () => {
    const theme = (scheme) => page.locator(`.fui-FluentProvider[style*="color-scheme: ${scheme}"]`).first().waitFor();
    await page.getByLabel(say('settings:appearance.dark')).click();
    await theme('dark');
    await has('appearance', 'dark');
    await page.reload();
    await theme('dark');
    await page.getByLabel(say('settings:appearance.system')).click();
    await theme('light');
  });

  await step('notifications and the poll interval', async () => {
    for (const [name, key] of [['notifySignIn', 'signIn'], ['notifyDestination', 'destination'], ['notifyDiskFull', 'diskFull'], ['notifyFailures', 'failures'], ['notifyWork', 'work']]) {
      const control = page.getByRole('switch', { name: say(`settings:notify.${key}`) });
      const before = await control.isChecked();
      await control.click(); // the switch shows what the program has kept, a moment later
      await has(name, String(!before));
    }
    await page.getByLabel(say('settings:poll.label')).selectOption({ label: say('settings:poll.seconds', { count: 15 }) });
    await has('pollSeconds', '15');
    await page.reload();
    await page.getByLabel(say('settings:poll.label')).waitFor();
    assert.equal(await page.getByLabel(say('settings:poll.label')).inputValue(), '15');
  });

  await step('start at login, and no tray to close to', async () => {
    const login = page.getByRole('switch', { name: say('settings:startAtLogin.label') });
    await login.click();
    await until('an autostart entry', async () => (await readdir(join(program.home, 'config', 'autostart')).catch(() => [])).length === 1);
    await until('the switch says so', () => login.isChecked());
    await login.click();
    await until('no autostart entry', async () => (await readdir(join(program.home, 'config', 'autostart'))).length === 0);
    await page.getByText(say('settings:closeToTray.unable')).waitFor();
  });

  await step('the archive folder moves, with every document', async () => {
    const { destination } = await program.api('App');
    const full = join(program.home, 'full');
    const target = join(program.home, 'archive');
    await mkdir(full);
    await writeFile(join(full, 'something'), 'else');
    await mkdir(target);
    await button(program, 'settings:destination.change').click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText(say('settings:move.text')).waitFor();
    await button(program, 'settings:move.choose').click();
    await answer(program, 'Choose the archive folder', full);
    await dialog.getByRole('alert').waitFor();
    await look(program, 'move-refused');
    await button(program, 'settings:move.other').click();
    await answer(program, 'Choose the archive folder', target);
    await dialog.getByText(target).waitFor();
    await look(program, 'move');
    await button(program, 'settings:move.move').click();
    await dialog.getByText(say('settings:move.doneTitle')).waitFor();
    await look(program, 'moved');
    await dialog.getByRole('button', { name: say('shell:close'), exact: true }).click();
    assert.equal((await program.api('App')).destination, target);
    const eml = async (dir) => (await readdir(dir, { recursive: true }).catch(() => [])).filter((name) => name.endsWith('.eml')).length;
    assert.deepEqual([await eml(destination), await eml(target)], [0, 2]);
  });

  await step('all documents are held against the register', async () => {
    await button(program, 'settings:verify.now').click();
    await page.getByText(/4 files unchanged since filing/).waitFor();
    const { destination } = await program.api('App');
    const name = (await readdir(destination, { recursive: true })).find((n) => n.endsWith('.eml'));
    await writeFile(join(destination, name), 'tampered');
    await button(program, 'settings:verify.now').click();
    await page.getByText(say('settings:verify.changed', { count: 1 })).waitFor();
    await page.getByRole('listitem').getByText(name.split('/').at(-1), { exact: false }).first().waitFor();
    await look(program, 'verify-changed');
  });

  await step('a report for support is looked at and saved', async () => {
    await button(program, 'settings:diagnostics.preview').click();
    const drawer = page.getByRole('dialog');
    await drawer.getByText(say('settings:diagnostics.text')).waitFor();
    await drawer.locator('summary').first().waitFor();
    await look(program, 'diagnostics');
    for (const one of await drawer.locator('pre').allTextContents()) {
      for (const secret of [emma, 'eyJ']) assert.ok(!one.includes(secret), `${secret} in the report`);
    }
    await drawer.getByRole('button', { name: /^Save report/ }).click();
    const file = join(program.home, 'report.zip');
    await Promise.all([answer(program, 'Save the diagnostics report', file), told(program, say('settings:diagnostics.saved', { path: file }))]);
    assert.equal((await readFile(file)).subarray(0, 2).toString(), 'PK');
    await drawer.waitFor({ state: 'hidden' });
  });

  await step('licences', async () => {
    await button(program, 'settings:licences.label').click();
    const drawer = page.getByRole('dialog');
    await drawer.getByRole('searchbox').fill('wails');
    await drawer.getByText('github.com/wailsapp/wails/v2').first().waitFor();
    await look(program, 'licences');
    await button(program, 'shell:close').click();
    await drawer.waitFor({ state: 'hidden' });
  });

  await step('language', async () => {
    for (const language of ['de', 'fr', 'nl', 'en']) {
      const now = speaker(await page.locator('html').getAttribute('lang'));
      const next = speaker(language);
      await page.getByLabel(now('settings:language.label')).selectOption(language);
      await page.getByRole('heading', { level: 1, name: next('shell:room.settings') }).waitFor();
      await page.getByText(next('settings:poll.hint')).waitFor();
      await has('language', language);
    }
  });
});

test('what the policy file decides is shown as managed', async (t) => {
  const emma = await addPerson('Emma Janssens');
  const program = await startProgram(t, { change: (p) => ({ ...p, pollSeconds: 120 }) });
  const { page, t: say } = program;
  await connect(program, emma);
  await room(program, 'settings').click();
  const poll = page.getByLabel(say('settings:poll.label'));
  await poll.waitFor();
  assert.ok(await poll.isDisabled());
  assert.equal(await poll.inputValue(), '120');
  await page.getByText(say('settings:managedBy', { file: 'policy.json' })).first().waitFor();
  await look(program, 'settings-managed');
});
