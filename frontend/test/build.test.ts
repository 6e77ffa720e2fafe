// What the build makes of the sources.
import { describe, expect, it } from "vitest";
import { gather } from "../scripts/texts.mjs";
import { namedIn, table } from "../scripts/themes.mjs";
import { inline } from "../scripts/tokens.mjs";

describe("the build", () => {
  it("writes custom properties where tokens are named, and nowhere else", () => {
    expect(inline("a = tokens.colorBrandStroke1; b = `${tokens.spacingVerticalM}`; c = mine.tokens.x; d = './tokens.js'")).toBe(
      'a = "var(--colorBrandStroke1)"; b = `${"var(--spacingVerticalM)"}`; c = mine.tokens.x; d = \'./tokens.js\'',
    );
  });

  it("ends where a token is named that Fluent does not have", () => {
    expect(() => inline("tokens.colourBrand")).toThrow("Fluent has no token colourBrand");
  });

  it("gathers the rooms of a language into one file", () => {
    const rooms = gather("nl");
    expect(Object.keys(rooms)).toContain("shell");
    expect(rooms.documents).toHaveProperty("filter");
  });

  it("keeps those design tokens in three looks that the page names", () => {
    const named = namedIn("a{color:var(--colorNeutralForeground1);margin: var( --spacingVerticalM, 1px)}");
    expect(named).toEqual(["colorNeutralForeground1", "spacingVerticalM"]);
    const tokens = table(new Set([...named, "ofNobody"]));
    expect(Object.keys(tokens).sort()).toEqual(["colorNeutralForeground1", "spacingVerticalM"]);
    expect(tokens.colorNeutralForeground1).toEqual(["#242424", "#ffffff", "#ffffff"]);
    expect(Object.keys(table()).length).toBeGreaterThan(400);
  });
});
