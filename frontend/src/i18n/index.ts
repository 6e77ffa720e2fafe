import i18next from "i18next";
import { initReactI18next } from "react-i18next";
import type { Language } from "../backend/types";

// One file per language and room: locales/<language>/<room>.json. A key is written "room:what.it.says" everywhere.
const files = import.meta.glob<Record<string, unknown>>("../locales/*/*.json", { import: "default" });

async function load(language: Language): Promise<void> {
  const mine = Object.entries(files).filter(([path]) => path.includes(`/locales/${language}/`));
  await Promise.all(
    mine.map(async ([path, read]) => {
      const room = path.slice(path.lastIndexOf("/") + 1, -".json".length);
      i18next.addResourceBundle(language, room, await read(), true, true);
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
