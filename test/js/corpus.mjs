// The mails that the simulator was started with, by the mail folder that each
// folder of files became.
import { readdir, readFile } from 'node:fs/promises';
import { dirname, join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..', 'testdata', 'mail');

// corpus gives each folder's mails as { name, bytes }.
export async function corpus() {
  const folders = new Map();
  for (const entry of await readdir(root, { recursive: true, withFileTypes: true })) {
    const dir = entry.parentPath ?? entry.path;
    if (!entry.isFile() || !/\.(eml|raw)$/.test(entry.name)) continue;
    const path = relative(root, dir).split(sep).join('/');
    const bytes = await readFile(join(dir, entry.name));
    folders.set(path, [...folders.get(path) ?? [], { name: entry.name, bytes }]);
  }
  return folders;
}
