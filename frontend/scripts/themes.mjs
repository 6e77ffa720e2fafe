// Makes the themes when the page is built: a table of every design token that the page names, in its three looks. Fluent's
// own makers and the tokens that nothing names need not be in the page.
import { createDarkTheme, createLightTheme, teamsHighContrastTheme } from "@fluentui/tokens";
import { virtual } from "./virtual.mjs";

export const brand = {
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

const light = { ...createLightTheme(brand), ...fonts };

// On dark grounds the ramp's own choice is too dark for text: links and bars need its lighter steps.
const dark = {
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

const contrast = { ...teamsHighContrastTheme, ...fonts };

/** table gives each token's values in the looks light, dark and contrast; only of those that named holds, if it is given. */
export function table(named) {
  const names = Object.keys(light).filter((name) => !named || named.has(name));
  return Object.fromEntries(names.map((name) => [name, [light[name], dark[name], contrast[name]]]));
}

/** namedIn finds the custom properties that a script or sheet reads. */
export function namedIn(code) {
  return [...code.matchAll(/var\(\s*--(\w+)/g)].map((match) => match[1]);
}

const place = "the table of design tokens";

/** themes is a plugin for Vite: "virtual:themes" gives {brand, tokens}. */
export function themes() {
  function script(building) {
    const tokens = JSON.stringify(building ? place : JSON.stringify(table()));
    return `export const brand = ${JSON.stringify(brand)};\nexport const tokens = JSON.parse(${tokens});`;
  }
  return virtual("themes", script, {
    // What the page names is known when all of it is there.
    generateBundle(_, bundle) {
      const files = Object.values(bundle);
      const named = new Set(files.flatMap((file) => namedIn(file.type === "chunk" ? file.code : String(file.source))));
      const tokens = JSON.stringify(JSON.stringify(table(named)));
      const placed = new RegExp(`(["'\`])${place}\\1`);
      const holders = files.filter((file) => file.type === "chunk" && placed.test(file.code));
      if (holders.length !== 1) this.error(`${holders.length} scripts hold ${place}`);
      holders[0].code = holders[0].code.replace(placed, () => tokens);
    },
  });
}
