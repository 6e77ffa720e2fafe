import { cleanup, configure } from "@testing-library/react";
import { afterEach, beforeEach } from "vitest";
import { gather } from "../scripts/texts.mjs";
import { speak } from "../src/i18n";

// The texts come from their files, as a browser has them from the program.
const { fetch: ask } = globalThis;
globalThis.fetch = async (address, init) => {
  const { pathname } = new URL(String(address));
  const language = /^\/texts\/(\w+)\.json$/.exec(pathname)?.[1];
  return language ? new Response(JSON.stringify(gather(language))) : ask(address, init);
};

// A busy machine is slow, not broken.
configure({ asyncUtilTimeout: 30_000 });

// What jsdom lacks and a browser has.
if (typeof window !== "undefined") {
  Object.defineProperty(navigator, "languages", { value: ["en-GB", "en"], configurable: true });
  window.matchMedia ??= (query: string) =>
    ({ matches: false, media: query, addEventListener: () => undefined, removeEventListener: () => undefined }) as unknown as MediaQueryList;
  window.ResizeObserver ??= class {
    observe(): void {}
    unobserve(): void {}
    disconnect(): void {}
  };
  Element.prototype.scrollIntoView ??= () => undefined;
}

beforeEach(async () => {
  await speak("en");
});

afterEach(() => {
  cleanup();
  window.location.hash = "";
});
