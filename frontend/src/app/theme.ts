import type { Theme } from "@fluentui/react-components";
import { useSyncExternalStore } from "react";
import { brand, tokens } from "virtual:themes";

/** What a person has chosen in the settings. */
export type Appearance = "system" | "light" | "dark";

/** Which of our looks is shown. */
export type Look = "light" | "dark" | "contrast";

const looks: readonly Look[] = ["light", "dark", "contrast"];

export const themes = Object.fromEntries(
  looks.map((look, i) => [look, Object.fromEntries(Object.entries(tokens).map(([name, values]) => [name, values[i]]))]),
) as unknown as Record<Look, Theme>;

/** The colours of the little chart: a calm one for the past days and a strong one for today. */
export const chart: Record<Look, { past: string; today: string }> = {
  light: { past: brand[130], today: brand[80] },
  dark: { past: brand[70], today: brand[120] },
  contrast: { past: "ButtonText", today: "Highlight" },
};

const queries = ["(prefers-color-scheme: dark)", "(forced-colors: active)"] as const;

function follow(query: string): [(heard: () => void) => () => void, () => boolean] {
  return [
    (heard) => {
      const list = window.matchMedia(query);
      list.addEventListener("change", heard);
      return () => list.removeEventListener("change", heard);
    },
    () => window.matchMedia(query).matches,
  ];
}

const [followDark, isDark] = follow(queries[0]);
const [followContrast, isContrast] = follow(queries[1]);

/** useLook follows the system, unless the person has chosen; high contrast always wins. */
export function useLook(appearance: Appearance): Look {
  const darkSystem = useSyncExternalStore(followDark, isDark);
  const contrast = useSyncExternalStore(followContrast, isContrast);
  if (contrast) return "contrast";
  if (appearance === "system") return darkSystem ? "dark" : "light";
  return appearance;
}
