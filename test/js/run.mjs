// Starts the simulated Microsoft 365 that `postroomd simulate` is, and beside it
// one of an organisation with an application of its own, runs the tests against
// them and stops them again. Node reads NODE_EXTRA_CA_CERTS only when it starts,
// so the tests run in a process of their own that is told of the CAs.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { access, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));
const project = join(here, '..', '..');
const program = process.env.POSTROOMD ?? join(project, 'build', 'out', 'postroomd');

// start runs a server until its standard input is closed or it is told to end,
// and comes back when it has written its files, which it does once it listens.
async function start(command, args, files) {
  const server = spawn(command, args, { cwd: project, stdio: ['pipe', 'ignore', 'inherit'], env: { ...process.env, CGO_ENABLED: '0' } });
  let problem;
  server.once('error', (err) => { problem = err; });
  server.once('exit', (code) => { problem ??= new Error(`${command} ${args.join(' ')} ended with ${code}`); });
  for (const file of files) {
    while (!await access(file).then(() => true, () => false)) {
      if (problem) throw problem;
      await pause(50);
    }
  }
  return server;
}

async function stop(server, signal) {
  if (server.exitCode !== null) return;
  const ended = once(server, 'exit');
  server.stdin.end();
  if (signal) server.kill(signal);
  await ended;
}

async function run(out) {
  const [ca, organisation, cas] = ['ca.pem', 'organisation.pem', 'cas.pem'].map((name) => join(out, name));
  const simulator = await start(program, ['simulate', '--listen', '127.0.0.1:0', '--out', out,
    '--mail', join(project, 'testdata', 'mail')], [ca, join(out, 'policy.json')]);
  try {
    const second = await start('go', ['run', './test/js/organisation', out], [join(out, 'organisation.json')]);
    try {
      await writeFile(cas, [await readFile(ca), await readFile(organisation)].join('\n'));
      const tests = (await readdir(here)).filter((name) => name.endsWith('.test.mjs')).sort();
      const node = spawn(process.execPath, ['--test', '--test-reporter=spec', '--test-concurrency=1', '--test-timeout=120000', '--test-force-exit', ...tests], {
        cwd: here,
        stdio: ['ignore', 'inherit', 'inherit'],
        env: { ...process.env, NODE_EXTRA_CA_CERTS: cas, POSTROOM_SIMULATOR: out },
      });
      const [status] = await once(node, 'exit');
      return status ?? 1;
    } finally {
      await stop(second);
    }
  } finally {
    await stop(simulator, 'SIGTERM');
  }
}

const out = await mkdtemp(join(tmpdir(), 'postroom-js-'));
try {
  process.exitCode = await run(out);
} finally {
  await rm(out, { recursive: true, force: true });
}
