// Every text in every language: complete, used, and with the same placeholders.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";

const src = join(__dirname, "..", "src");
const locales = join(src, "locales");
const languages = readdirSync(locales).sort();
const roomsOf = (language: string): string[] => readdirSync(join(locales, language)).sort();
const plurals = ["zero", "one", "two", "few", "many", "other"];

function flatten(value: unknown, path: string, into: Map<string, string>): Map<string, string> {
  if (typeof value === "string") into.set(path, value);
  else
    for (const [key, inner] of Object.entries(value as Record<string, unknown>))
      flatten(inner, path.endsWith(":") ? path + key : `${path}.${key}`, into);
  return into;
}

/** texts gives "room:key" → text of a language. */
function texts(language: string): Map<string, string> {
  const all = new Map<string, string>();
  for (const file of roomsOf(language)) {
    const room = file.replace(".json", "");
    flatten(JSON.parse(readFileSync(join(locales, language, file), "utf8")), `${room}:`, all);
  }
  return all;
}

/** stem takes the plural form off a key. */
const stem = (key: string): string => key.replace(new RegExp(`_(${plurals.join("|")})$`), "");
const placeholders = (text: string): string =>
  [...text.matchAll(/\{\{\s*([\w.]+)|<\/?(\w+)>/g)]
    .map((m) => m[1] ?? `<${m[2]}>`)
    .filter((name, i, all) => all.indexOf(name) === i)
    .sort()
    .join(" ");

const sources = readdirSync(src, { recursive: true, encoding: "utf8" })
  .filter((name) => /\.tsx?$/.test(name) && !/\.test\.tsx?$/.test(name))
  .map((name) => readFileSync(join(src, name), "utf8"))
  .join("\n");
const english = texts("en");
const rooms = roomsOf("en").map((file) => file.replace(".json", ""));
const used = new RegExp(`["'\`]((?:${rooms.join("|")}):[A-Za-z][\\w.]*(?:\\$\\{)?)`, "g");
const mentioned = [...sources.matchAll(used)].map((m) => m[1] ?? "");
const exact = new Set(mentioned.filter((key) => !key.endsWith("${")));
const beginnings = mentioned.filter((key) => key.endsWith("${")).map((key) => key.slice(0, -2));

describe("language files", () => {
  it("are there for the four languages, with the same rooms", () => {
    expect(languages).toEqual(["de", "en", "fr", "nl"]);
    for (const language of languages) expect(roomsOf(language), language).toEqual(roomsOf("en"));
  });

  it("hold every key that the page uses", () => {
    const stems = new Set([...english.keys()].map(stem));
    expect([...exact].filter((key) => !stems.has(key))).toEqual([]);
    expect(beginnings.filter((begin) => ![...stems].some((key) => key.startsWith(begin)))).toEqual([]);
  });

  it("hold no key that the page does not use", () => {
    const idle = [...english.keys()].filter(
      (key) => !exact.has(stem(key)) && !exact.has(key) && !beginnings.some((begin) => key.startsWith(begin)),
    );
    expect(idle).toEqual([]);
  });

  for (const language of ["de", "fr", "nl"]) {
    it(`say the same things in ${language}, with the same placeholders`, () => {
      const mine = texts(language);
      expect([...new Set([...mine.keys()].map(stem))].sort()).toEqual([...new Set([...english.keys()].map(stem))].sort());
      for (const [key, text] of mine) {
        const there = english.get(key) ?? english.get(`${stem(key)}_other`) ?? english.get(stem(key)) ?? "";
        // "1 mail" may be written without its number.
        const loose = (names: string): string => (/_(one|zero)$/.test(key) ? names.replace(/\bcount ?/, "") : names);
        expect(loose(placeholders(text)), key).toBe(loose(placeholders(there)));
        expect(text.trim(), key).not.toBe("");
      }
    });
  }

  for (const language of ["de", "en", "fr", "nl"]) {
    it(`know every plural form of ${language}`, () => {
      const mine = texts(language);
      const forms = new Intl.PluralRules(language).resolvedOptions().pluralCategories;
      const counted = new Set([...mine.keys()].filter((key) => stem(key) !== key).map(stem));
      for (const key of counted)
        expect(plurals.filter((form) => mine.has(`${key}_${form}`)), key).toEqual(plurals.filter((form) => forms.includes(form as never)));
    });
  }
});
