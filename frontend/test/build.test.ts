// What the build makes of the sources.
import { describe, expect, it } from "vitest";
import { gather } from "../scripts/texts.mjs";
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
});
