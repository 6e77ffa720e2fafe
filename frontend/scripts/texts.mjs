// Gathers the texts of a language, which lie in a file per room, into one file: together they are packed far better.
import { readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { virtual } from "./virtual.mjs";

const locales = join(import.meta.dirname, "..", "src", "locales");

/** gather reads what the rooms say in a language: {room: {key: text}}. */
export function gather(language) {
  const folder = join(locales, language);
  const rooms = readdirSync(folder).filter((name) => name.endsWith(".json"));
  return Object.fromEntries(rooms.sort().map((name) => [basename(name, ".json"), JSON.parse(readFileSync(join(folder, name), "utf8"))]));
}

/** texts is a plugin for Vite: "virtual:texts" gives the address of each language's file, as {language: address}. */
export function texts() {
  function addresses(building) {
    const each = readdirSync(locales).map((language) => {
      if (!building) return `${language}: "/texts/${language}.json"`;
      const file = this.emitFile({ type: "asset", name: `${language}.json`, source: JSON.stringify(gather(language)) });
      return `${language}: import.meta.ROLLUP_FILE_URL_${file}`;
    });
    return `export default { ${each.join(", ")} };`;
  }
  return virtual("texts", addresses, {
    configureServer(server) {
      server.middlewares.use("/texts/", (request, response) => {
        response.setHeader("Content-Type", "application/json");
        response.end(JSON.stringify(gather(basename(request.url ?? "", ".json"))));
      });
    },
  });
}
