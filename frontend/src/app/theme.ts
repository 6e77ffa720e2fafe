import {
  createDarkTheme,
  createLightTheme,
  teamsHighContrastTheme,
  type BrandVariants,
  type Theme,
} from "@fluentui/react-components";
import { useSyncExternalStore } from "react";

const brand: BrandVariants = {
  10: "#02191c",
  20: "#06282c",
  30: "#083439",
  40: "#094047",
  50: "#0a4c54",
  60: "#0a5861",
  70: "#0a626c",
  80: "#0b6d77",
  90: "#1b7c86",
  100: "#3a919a",
  110: "#57a5ad",
  120: "#74b8bf",
  130: "#92cbd0",
  140: "#b2dde0",
  150: "#d0ebed",
  160: "#e9f6f7",
};

const fonts = {
  fontFamilyBase:
    "'Segoe UI Variable Text', 'Segoe UI Variable', 'Segoe UI', 'Inter Variable', Inter, Cantarell, 'Noto Sans', sans-serif",
  fontFamilyMonospace: "'Cascadia Mono', Consolas, 'DejaVu Sans Mono', 'Noto Sans Mono', monospace",
};

const light: Theme = { ...createLightTheme(brand), ...fonts };

// On dark grounds the ramp's own choice is too dark for text: links and bars need its lighter steps.
const dark: Theme = {
  ...createDarkTheme(brand),
  ...fonts,
  colorBrandForeground1: brand[120],
  colorBrandForeground2: brand[130],
  colorBrandForegroundLink: brand[120],
  colorBrandForegroundLinkHover: brand[130],
  colorBrandForegroundLinkPressed: brand[110],
  colorCompoundBrandForeground1: brand[120],
  colorCompoundBrandForeground1Hover: brand[130],
  colorCompoundBrandStroke: brand[110],
  colorCompoundBrandBackground: brand[110],
  colorCompoundBrandBackgroundHover: brand[120],
  colorNeutralForeground3: "#b3b3b3",
  colorStatusDangerForeground1: "#ec8f97",
};

const highContrast: Theme = { ...teamsHighContrastTheme, ...fonts };

/** What a person has chosen in the settings. */
export type Appearance = "system" | "light" | "dark";

/** Which of our looks is shown. */
export type Look = "light" | "dark" | "contrast";

export const themes: Record<Look, Theme> = { light, dark, contrast: highContrast };

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
