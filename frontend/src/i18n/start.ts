import type { Language } from "../backend/types";

const known: readonly Language[] = ["en", "nl", "fr", "de"];

/** startLanguage is the first of the person's languages that the app speaks, else English. */
export function startLanguage(preferred: readonly string[]): Language {
  for (const tag of preferred) {
    const language = known.find((l) => l === tag.toLowerCase().split("-")[0]);
    if (language) return language;
  }
  return "en";
}
