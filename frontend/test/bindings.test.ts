import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
// @ts-expect-error a plain script without types
import { generate } from "../scripts/bindings.mjs";

it("the page's idea of the program is that of the Go package app/face", () => {
  const written = readFileSync(join(__dirname, "..", "src", "backend", "face.ts"), "utf8");
  expect(written, "src/backend/face.ts is out of date: npm run bindings").toBe((generate as () => string)());
});
