// Looking at a screen: axe finds nothing against it, in light and dark; and, if a
// folder for pictures is named, how it looks, in high contrast and at 200 % too.
import assert from 'node:assert/strict';
import { mkdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const pictures = process.env.POSTROOM_PICTURES;
if (pictures) mkdirSync(pictures, { recursive: true });

const variants = [
  ['light', { colorScheme: 'light' }, [1280, 800]],
  ['dark', { colorScheme: 'dark' }, [1280, 800]],
];
// 640 × 400 is a window of 1280 × 800 at 200 %.
const more = pictures ? [
  ['contrast', { colorScheme: 'dark', forcedColors: 'active' }, [1280, 800], 'light'], // a look of its own that names no scheme
  ['zoom', { colorScheme: 'light' }, [640, 400]],
  ['small', { colorScheme: 'light' }, [900, 600]],
] : [];

// Fluent's tabster puts elements at the ends of a focus trap that hand the focus on at once.
const left = { exclude: [['[data-tabster-dummy]']] };

// settled waits until the page has taken up the colours and nothing moves that ends.
const settled = (page, scheme) => page.waitForFunction((wanted) => {
  const moving = document.getAnimations().filter((a) => Number.isFinite(a.effect?.getComputedTiming().endTime) && a.playState === 'running');
  return moving.length === 0 && document.querySelector('.fui-FluentProvider')?.style.colorScheme === wanted;
}, scheme);

// look fails on anything that axe finds. With still the window keeps its size: a narrow one shows something else.
export async function look(program, name, { still = false } = {}) {
  const { page } = program;
  await page.evaluate(axe); // as a debugger would: the page's own policy lets nothing in
  const found = [];
  for (const [variant, media, [width, height], scheme = media.colorScheme] of [...variants, ...more]) {
    if (still && width < 1280) continue;
    await page.setViewportSize({ width, height });
    await page.emulateMedia({ reducedMotion: 'reduce', forcedColors: 'none', ...media });
    await settled(page, scheme);
    if (pictures) await page.screenshot({ path: join(pictures, `${name}-${variant}.png`), style: '' });
    if (variant !== 'light' && variant !== 'dark') continue;
    const violations = await page.evaluate((out) => window.axe.run(out, { resultTypes: ['violations'] }).then((r) => r.violations), left);
    for (const v of violations) found.push(`${variant}: ${v.id}: ${v.nodes.slice(0, 3).map((n) => `${n.target} ${n.any.map((a) => a.message).join('; ')}`).join(' | ')}`);
  }
  await page.setViewportSize({ width: 1280, height: 800 });
  await page.emulateMedia({ colorScheme: 'light', forcedColors: 'none', reducedMotion: 'reduce' });
  await settled(page, 'light');
  assert.deepEqual(found, [], `what axe finds on ${name}`);
}
