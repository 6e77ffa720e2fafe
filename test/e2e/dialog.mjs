// The desktop's own dialogs for files, answered by keyboard as a person could.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { until } from './program.mjs';

const run = promisify(execFile);
const xdotool = (...args) => run('xdotool', args).then(({ stdout }) => stdout.trim(), () => '');

// answer types a path into the dialog with a title and presses Enter.
export async function answer(title, path) {
  const window = await until(`the dialog ${title}`, () => xdotool('search', '--onlyvisible', '--name', `^${title}$`));
  assert.match(window, /^\d+$/, `one dialog ${title}`);
  // A dialog that is about to appear may take neither the focus nor a key yet.
  await until(`an end of the dialog ${title}`, async () => {
    await xdotool('windowactivate', '--sync', window);
    await xdotool('key', '--window', window, 'ctrl+l');
    await xdotool('key', 'ctrl+a');
    await xdotool('type', '--delay', '12', path);
    await xdotool('key', 'Return');
    for (let looks = 0; looks < 20; looks += 1) {
      if (!await xdotool('search', '--onlyvisible', '--name', `^${title}$`)) return true;
    }
    return false;
  });
}
