// Weighs the built page, gzipped: all of its scripts, styles and pages together, with the texts of the one language that is
// read, must stay below the limit.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";

const limit = 350 * 1024;
const dist = new URL("../dist/", import.meta.url).pathname;
const weigh = (extension) =>
  readdirSync(dist, { recursive: true })
    .filter((name) => name.endsWith(extension))
    .map((name) => ({ name, size: gzipSync(readFileSync(join(dist, name)), { level: 9 }).length }))
    .sort((a, b) => b.size - a.size);
const sum = (files) => files.reduce((all, file) => all + file.size, 0);
const say = (size, what) => console.log(`${(size / 1024).toFixed(1).padStart(8)} KB  ${what}`);

const scripts = weigh(".js");
const texts = weigh(".json").filter((file) => file.name.startsWith("assets/"));
const shapes = [...weigh(".css"), ...weigh(".html")];
for (const file of [...scripts, ...shapes, ...texts]) say(file.size, file.name);
const total = sum(scripts) + sum(shapes) + (texts[0]?.size ?? 0);
say(sum(scripts), "JavaScript in all, gzipped");
say(total, `with styles and the longest language's texts; the limit is ${limit / 1024} KB`);
say(total + sum(texts.slice(1)), "with all languages, of which a window reads one");
if (scripts.length === 0 || texts.length === 0 || total > limit) {
  console.error(total > limit ? "the page is too heavy" : "nothing was built");
  process.exit(1);
}
