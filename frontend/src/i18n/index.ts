import i18next from "i18next";
import { initReactI18next } from "react-i18next";
import type { Language } from "../backend/types";

// One file per language and room: locales/<language>/<room>.json. A key is written "room:what.it.says" everywhere.
// They are read as data: as scripts they would be compiled, and weigh as much again.
const files = import.meta.glob<string>("../locales/*/*.json", { query: "?url", import: "default", eager: true });

async function read(address: string): Promise<Record<string, unknown>> {
  const answer = await fetch(new URL(address, document.baseURI));
  if (!answer.ok) throw new Error(`${address}: ${answer.status}`);
  return (await answer.json()) as Record<string, unknown>;
}

async function load(language: Language): Promise<void> {
  const mine = Object.entries(files).filter(([path]) => path.includes(`/locales/${language}/`));
  await Promise.all(
    mine.map(async ([path, address]) => {
      const room = path.slice(path.lastIndexOf("/") + 1, -".json".length);
      i18next.addResourceBundle(language, room, await read(address), true, true);
    }),
  );
}

/** speak switches to a language; it settles when the texts are there. */
export async function speak(language: Language): Promise<void> {
  if (!i18next.isInitialized) {
    await i18next.use(initReactI18next).init({
      lng: language,
      fallbackLng: false,
      resources: {},
      interpolation: { escapeValue: false }, // React escapes
      returnNull: false,
      initAsync: false,
    });
  }
  if (!i18next.hasResourceBundle(language, "shell")) await load(language);
  await i18next.changeLanguage(language);
  document.documentElement.lang = language;
}
