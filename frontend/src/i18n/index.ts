import i18next from "i18next";
import { initReactI18next } from "react-i18next";
import addresses from "virtual:texts";
import type { Language } from "../backend/types";

// The texts lie in locales/<language>/<room>.json, and a key is written "room:what.it.says" everywhere. What a language
// says is read as data, in one file: as a script it would be compiled, and weigh as much again.
async function load(language: Language): Promise<void> {
  const answer = await fetch(new URL(addresses[language], document.baseURI));
  if (!answer.ok) throw new Error(`${addresses[language]}: ${answer.status}`);
  const rooms = (await answer.json()) as Record<string, Record<string, unknown>>;
  for (const [room, texts] of Object.entries(rooms)) i18next.addResourceBundle(language, room, texts, true, true);
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
