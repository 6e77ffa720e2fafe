import { cleanup, configure } from "@testing-library/react";
import { afterEach, beforeEach } from "vitest";
import { speak } from "../src/i18n";

// A busy machine is slow, not broken.
configure({ asyncUtilTimeout: 15_000 });

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
