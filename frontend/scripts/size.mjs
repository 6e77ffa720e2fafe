// Weighs the built page: all of its JavaScript together must stay below the limit, gzipped.
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
const scripts = weigh(".js");
const total = scripts.reduce((sum, file) => sum + file.size, 0);
for (const file of scripts) console.log(`${(file.size / 1024).toFixed(1).padStart(8)} KB  ${file.name}`);
console.log(`${(total / 1024).toFixed(1).padStart(8)} KB  JavaScript in all, gzipped; the limit is ${limit / 1024} KB`);
const texts = weigh(".json").filter((file) => file.name.startsWith("assets/")).reduce((sum, file) => sum + file.size, 0);
console.log(`${(texts / 1024).toFixed(1).padStart(8)} KB  texts beside it, of which one language is read`);
if (total === 0 || total > limit) {
  console.error(total === 0 ? "nothing was built" : "too much JavaScript");
  process.exit(1);
}
