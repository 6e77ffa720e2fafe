// Starts what a person's desktop has (a display, a window manager, a message
// bus) and a simulated Microsoft 365, runs the tests in it and stops all of it
// again. The tests start the program themselves. Node reads NODE_EXTRA_CA_CERTS
// only when it starts, so they run in a process of their own.
//
//   node run.mjs [FILE…]        POSTROOM_PICTURES=DIR keeps pictures of every screen
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { access, chmod, mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));
const project = join(here, '..', '..');
const postroomd = process.env.POSTROOMD ?? join(project, 'build', 'out', 'postroomd');
const program = process.env.POSTROOM_DEV ?? join(project, 'build', 'out', 'postroom-dev');

// A bus that starts no services by itself: nothing of the machine gets into the test.
const busConfig = (path) => `<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig><type>session</type><listen>unix:path=${path}</listen><auth>EXTERNAL</auth>
<policy context="default"><allow send_destination="*" eavesdrop="true"/><allow eavesdrop="true"/><allow own="*"/></policy></busconfig>`;

// Stands in the place of the system's opener: it notes down what it is to open.
const opener = `#!/bin/sh
printf '%s\\n' "$1" >>"$POSTROOM_OPENED"
`;

const running = [];

function start(command, args, { env = process.env, told = 'ignore', output = 'ignore' } = {}) {
  const child = spawn(command, args, { cwd: project, env, stdio: ['ignore', output, 'inherit', told] });
  child.once('error', (err) => { child.problem = err; });
  child.once('exit', (code) => { child.problem ??= new Error(`${command} ended with ${code}`); });
  running.unshift(child);
  return child;
}

// line is what a program says of itself: its first line in the file that it is given.
async function line(child) {
  let said = '';
  for await (const part of child.stdio[3]) {
    said += part;
    if (said.includes('\n')) return said.slice(0, said.indexOf('\n')).trim();
  }
  throw child.problem ?? new Error('a program of the desktop said nothing');
}

async function listens(child, ...files) {
  for (const file of files) {
    while (!await access(file).then(() => true, () => false)) {
      if (child.problem) throw child.problem;
      await pause(20);
    }
  }
}

async function stop() {
  for (const child of running) {
    if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) continue;
    const ended = once(child, 'exit');
    child.kill('SIGTERM');
    await ended;
  }
}

async function run(home) {
  const bin = join(home, 'bin');
  await mkdir(bin);
  await writeFile(join(bin, 'xdg-open'), opener);
  await chmod(join(bin, 'xdg-open'), 0o755);
  const config = join(home, 'bus.conf');
  await writeFile(config, busConfig(join(home, 'bus')));
  const bus = await line(start('dbus-daemon', ['--config-file', config, '--nofork', '--nopidfile', '--print-address=3'], { told: 'pipe' }));
  // A key pressed is one key, however long the machine takes until it is let go: no repeats.
  const display = `:${await line(start('Xvfb', ['-displayfd', '3', '-screen', '0', '1440x900x24', '-nolisten', 'tcp', '-noreset', '-r'], { told: 'pipe' }))}`;
  const desktop = { ...process.env, DISPLAY: display, DBUS_SESSION_BUS_ADDRESS: bus, PATH: `${bin}:${process.env.PATH}` };
  start('openbox', ['--sm-disable'], { env: desktop });
  const cloud = join(home, 'cloud');
  await listens(start(postroomd, ['simulate', '--listen', '127.0.0.1:0', '--out', cloud], {}), join(cloud, 'ca.pem'), join(cloud, 'policy.json'));
  const named = process.argv.slice(2);
  const tests = named.length > 0 ? named : (await readdir(here)).filter((name) => name.endsWith('.test.mjs')).sort();
  const node = start(process.execPath, ['--test', '--test-reporter=spec', '--test-concurrency=1', '--test-timeout=900000', ...tests.map((name) => join(here, name))], {
    output: 'inherit',
    env: { ...desktop, NODE_EXTRA_CA_CERTS: join(cloud, 'ca.pem'), POSTROOM_CLOUD: cloud, POSTROOM_DEV: program },
  });
  const [status] = await once(node, 'exit');
  return status ?? 1;
}

const home = await mkdtemp(join(tmpdir(), 'postroom-e2e-'));
try {
  process.exitCode = await run(home);
} finally {
  await stop();
  await rm(home, { recursive: true, force: true });
}
