// Writes the custom property itself where a design token is named: Fluent's table of all their names need not be in the page.
import { tokens } from "@fluentui/tokens";

/** inline puts each token's custom property in the place of its name. A name that Fluent does not know ends the build. */
export function inline(code, known = tokens) {
  return code.replace(/(?<![\w.$/])tokens\.(\w+)/g, (_, name) => {
    if (!known[name]) throw new Error(`Fluent has no token ${name}`);
    return JSON.stringify(known[name]);
  });
}

/** inlineTokens is a plugin for Vite. */
export function inlineTokens() {
  return {
    name: "inline-tokens",
    apply: "build",
    enforce: "post",
    transform(code, id) {
      if (!/import\s*\{[^}]*\btokens\b[^}]*\}\s*from\s*["']@fluentui\/react-(components|theme)["']/.test(code)) return null;
      return { code: inline(code), map: null };
    },
  };
}
