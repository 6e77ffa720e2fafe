import { makeStyles, mergeClasses, tokens } from "@fluentui/react-components";
import type { ReactNode } from "react";

const useStyles = makeStyles({
  avatar: {
    display: "grid",
    placeItems: "center",
    boxSizing: "border-box",
    flexShrink: 0,
    width: "36px",
    height: "36px",
    border: "1px solid transparent", // seen in high contrast
    borderRadius: "50%",
    lineHeight: 0,
    fontSize: "14px",
    fontWeight: tokens.fontWeightSemibold,
  },
  square: { borderRadius: "6px", fontSize: "20px", backgroundColor: tokens.colorBrandBackground2, color: tokens.colorBrandForeground2 },
  teal: { backgroundColor: tokens.colorPaletteTealBackground2, color: tokens.colorPaletteTealForeground2 },
  pumpkin: { backgroundColor: tokens.colorPalettePumpkinBackground2, color: tokens.colorPalettePumpkinForeground2 },
  forest: { backgroundColor: tokens.colorPaletteForestBackground2, color: tokens.colorPaletteForestForeground2 },
  grape: { backgroundColor: tokens.colorPaletteGrapeBackground2, color: tokens.colorPaletteGrapeForeground2 },
  gold: { backgroundColor: tokens.colorPaletteGoldBackground2, color: tokens.colorPaletteGoldForeground2 },
  steel: { backgroundColor: tokens.colorPaletteSteelBackground2, color: tokens.colorPaletteSteelForeground2 },
  plum: { backgroundColor: tokens.colorPalettePlumBackground2, color: tokens.colorPalettePlumForeground2 },
});

const hues = ["teal", "pumpkin", "forest", "grape", "gold", "steel", "plum"] as const;

/** initialsOf gives the first letters of a name's first and last word; of an address there is one. */
function initialsOf(name: string): string {
  const words = name.replace(/@.*$/, "").split(/\s+/).filter(Boolean);
  const first = [...(words[0] ?? "")][0] ?? "";
  const last = words.length > 1 ? ([...(words[words.length - 1] ?? "")][0] ?? "") : "";
  return (first + last).toUpperCase();
}

/** hueOf gives the same person the same hue every time. */
function hueOf(id: string): (typeof hues)[number] {
  let sum = 0;
  for (const char of id) sum = (sum * 31 + (char.codePointAt(0) ?? 0)) % 9973;
  return hues[sum % hues.length] ?? "teal";
}

/** Avatar is the sign of a mailbox: the initials of its name in a hue of its own or, of an organisation, a picture. */
export function Avatar({ name = "", id = name, picture }: { name?: string; id?: string; picture?: ReactNode }) {
  const styles = useStyles();
  return (
    <span aria-hidden className={mergeClasses(styles.avatar, picture ? styles.square : styles[hueOf(id)])}>
      {picture ?? initialsOf(name)}
    </span>
  );
}
