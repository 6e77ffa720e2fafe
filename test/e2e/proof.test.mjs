import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { promisify } from 'node:util';
import { addPerson, deliver, mail } from './cloud.mjs';
import { answer } from './dialog.mjs';
import { look } from './look.mjs';
import { button, connect, menuItem, room, told } from './person.mjs';
import { startProgram, steps } from './program.mjs';

const run = promisify(execFile);
const pdf = { name: 'offer.pdf', type: 'application/pdf', content: '%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n' };

test('what was filed is checked, handed over, and deleted only when somebody says so', async (t) => {
  const emma = await addPerson('Emma Janssens');
  const program = await startProgram(t);
  const { page, t: say } = program;
  const step = steps(t);
  await connect(program, emma);
  await deliver(emma, mail({ subject: 'Long ago', files: [pdf] }), 'inbox', '2001-02-03T10:00:00Z');
  await deliver(emma, mail({ subject: 'Today, 100% sure' }));
  await program.api('SyncNow');
  await room(program, 'documents').click();
  await page.getByText(say('documents:count', { count: 2 })).waitFor();
  const { destination } = await program.api('App');
  const files = async () => (await readdir(destination, { recursive: true, withFileTypes: true })).filter((f) => f.isFile() && !f.parentPath.includes('.postroom'));

  const exportAs = async (kind, name) => {
    await button(program, 'keep:export.button').click();
    await menuItem(program, `keep:export.${kind}`).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText(say(`keep:export.${kind}Text`)).waitFor();
    await look(program, `export-${kind}`, { still: true });
    await button(program, 'keep:export.choose').click();
    const to = join(program.home, name);
    await answer(program, 'Save the export', to);
    await dialog.getByText(say('keep:export.done', { count: 2, files: '3', path: to })).waitFor();
    await dialog.getByRole('button', { name: say('shell:close'), exact: true }).click();
    const { stdout } = await run('python3', ['-c', 'import sys, zipfile\nz = zipfile.ZipFile(sys.argv[1])\nassert z.testzip() is None\nz.extractall(sys.argv[2])', to, `${to}-out`]);
    assert.equal(stdout, '');
    return join(`${to}-out`, name.replace('.zip', ''));
  };

  await step('handed over as a zip file with an index', async () => {
    const dir = await exportAs('zip', 'plain.zip');
    const names = await readdir(dir, { recursive: true });
    assert.equal(names.filter((n) => /\.(eml|pdf)$/.test(n)).length, 3, names.join('\n'));
    assert.match(await readFile(join(dir, 'index.html'), 'utf8'), /Long ago/);
    assert.equal((await readFile(join(dir, 'register.jsonl'), 'utf8')).trim().split('\n').length, 2);
  });

  await step('handed over as a bag, which sha256sum finds whole', async () => {
    const dir = await exportAs('bag', 'bag.zip');
    assert.equal(await readFile(join(dir, 'bagit.txt'), 'utf8'), 'BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n');
    for (const manifest of ['manifest-sha256.txt', 'tagmanifest-sha256.txt']) await run('sha256sum', ['--check', '--strict', '--quiet', manifest], { cwd: dir });
    assert.equal((await readFile(join(dir, 'manifest-sha256.txt'), 'utf8')).trim().split('\n').length, 3);
  });

  await step('checked, and what was found is saved as a page and as data', async () => {
    await button(program, 'keep:export.button').click();
    await menuItem(program, 'keep:verifyArchive').click(); // begins by itself
    await page.getByText(/3 files unchanged since filing/).waitFor();
    for (const [as, want] of [['html', /Nothing was found/], ['json', /"chain": "intact"/]]) {
      await button(program, 'keep:report').click();
      await menuItem(program, `keep:reportAs.${as}`).click();
      const to = join(program.home, `report.${as}`);
      await Promise.all([answer(program, 'Save the report', to), told(program, say('keep:reportSaved', { path: to }))]);
      assert.match(await readFile(to, 'utf8'), want);
    }
    await look(program, 'verified');
  });

  await step('what may go is listed, and goes only after asking', async () => {
    await page.getByText(say('keep:nothing')).waitFor();
    await button(program, 'keep:open').click();
    const { presets } = await program.api('Keeping');
    await page.getByRole('group', { name: emma }).getByRole('combobox').selectOption(presets.find((p) => p.name === 'be-10').about);
    await page.getByText(say('keep:mayGo', { count: 1 })).waitFor();
    await page.getByRole('listitem').filter({ hasText: 'Long ago' }).waitFor();
    assert.equal((await files()).length, 3, 'nothing goes by itself');
    await look(program, 'keeping');
    const remove = button(program, 'keep:delete', { count: 1 });
    assert.ok(await remove.isDisabled(), 'deletion is possible before it was confirmed');
    await page.getByLabel(say('keep:type', { number: '1' })).fill('1');
    await Promise.all([remove.click(), told(program, say('keep:deleted', { count: 1 }))]);
    await page.getByText(say('keep:nothing')).waitFor();
    assert.equal((await files()).length, 1);
    const own = join(destination, '.postroom');
    const register = (await readdir(own)).filter((n) => n.startsWith('register-'));
    const lines = (await Promise.all(register.sort().map((n) => readFile(join(own, n), 'utf8')))).join('').trim().split('\n').map((line) => JSON.parse(line));
    assert.equal(lines.filter((l) => l.event === 'deleted').length, 1, 'the register says that a mail was deleted');
    assert.ok(lines.some((l) => l.event === 'filed' && l.subject === 'Long ago'), 'and that it was filed');
  });

  await step('and the chain still holds', async () => {
    await button(program, 'settings:verify.now').click();
    await page.getByText(/1 files? unchanged since filing/).waitFor();
    await room(program, 'documents').click();
    await page.getByText(say('documents:count', { count: 1 })).waitFor();
  });
});
