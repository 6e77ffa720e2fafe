// The desktop's own dialogs for files, answered by keyboard as a person could.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { until } from './program.mjs';

const run = promisify(execFile);
const xdotool = (...args) => run('xdotool', args).then(({ stdout }) => stdout.trim(), () => '');

// answer pastes a path into the dialog with a title and presses Enter. Typed, each
// letter would be another chance for the dialog to complete it to something else.
export async function answer({ page }, title, path) {
  const window = await until(`the dialog ${title}`, () => xdotool('search', '--onlyvisible', '--name', `^${title}$`));
  assert.match(window, /^\d+$/, `one dialog ${title}`);
  await page.evaluate((text) => window.runtime.ClipboardSetText(text), path);
  // A dialog that is about to appear may take neither the focus nor a key yet.
  await until(`an end of the dialog ${title}`, async () => {
    await xdotool('windowactivate', '--sync', window);
    await xdotool('key', 'slash'); // opens the line for a path; ctrl+l would close it again at a second try
    await xdotool('key', 'ctrl+a');
    await xdotool('key', 'ctrl+v');
    await xdotool('key', 'Return');
    for (let looks = 0; looks < 20; looks += 1) {
      if (!await xdotool('search', '--onlyvisible', '--name', `^${title}$`)) return true;
    }
    return false;
  });
}
