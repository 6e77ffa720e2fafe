import { expect, test } from "vitest";
// @ts-expect-error a plain script without types
import { generate } from "../scripts/bindings.mjs";

test("the contract of Go's window facade becomes types and methods", () => {
  const contract = (generate as () => string)();
  expect(contract).toContain("export interface Problem {\n  code: string;");
  expect(contract).toMatch(/Connect\(kind: string, code: boolean\): Promise<\w+>;/);
  expect(contract).toMatch(/Retry\(ids: string\[\]\): Promise<number>;/);
});
