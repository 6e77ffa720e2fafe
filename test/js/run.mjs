// Starts `postroomd simulate`, runs the tests against it and stops it again.
// Node reads NODE_EXTRA_CA_CERTS only when it starts, so the tests run in a
// process of their own that is told of the simulator's CA.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { access, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));
const project = join(here, '..', '..');
const program = process.env.POSTROOMD ?? join(project, 'build', 'out', 'postroomd');

// ready waits until the simulator has written what its clients need, which it
// does once it listens.
async function ready(out, simulator) {
  for (const file of ['policy.json', 'ca.pem']) {
    for (;;) {
      if (simulator.exitCode !== null) throw new Error(`postroomd simulate ended with ${simulator.exitCode}`);
      const there = await access(join(out, file)).then(() => true, () => false);
      if (there) break;
      await pause(50);
    }
  }
}

const out = await mkdtemp(join(tmpdir(), 'postroom-js-'));
const simulator = spawn(program, ['simulate', '--listen', '127.0.0.1:0', '--out', out,
  '--mail', join(project, 'testdata', 'mail')], { stdio: ['ignore', 'ignore', 'inherit'] });
const failed = new Promise((_, reject) => simulator.once('error', reject));
let status = 1;
try {
  await Promise.race([ready(out, simulator), failed]);
  const tests = (await readdir(here)).filter((name) => name.endsWith('.test.mjs')).sort();
  const node = spawn(process.execPath, ['--test', '--test-reporter=spec', '--test-concurrency=1', ...tests], {
    cwd: here,
    stdio: ['ignore', 'inherit', 'inherit'],
    env: { ...process.env, NODE_EXTRA_CA_CERTS: join(out, 'ca.pem'), POSTROOM_SIMULATOR: out },
  });
  [status] = await once(node, 'exit');
} finally {
  if (simulator.exitCode === null && simulator.pid !== undefined) {
    simulator.kill('SIGTERM');
    await once(simulator, 'exit');
  }
  await rm(out, { recursive: true, force: true });
}
process.exitCode = status ?? 1;
