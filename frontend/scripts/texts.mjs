// Gathers the texts of a language, which lie in a file per room, into one file: together they are packed far better.
import { readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";

const locales = join(import.meta.dirname, "..", "src", "locales");
const asked = "virtual:texts";

/** gather reads what the rooms say in a language: {room: {key: text}}. */
export function gather(language) {
  const folder = join(locales, language);
  const rooms = readdirSync(folder).filter((name) => name.endsWith(".json"));
  return Object.fromEntries(rooms.sort().map((name) => [basename(name, ".json"), JSON.parse(readFileSync(join(folder, name), "utf8"))]));
}

/** texts is a plugin for Vite: "virtual:texts" gives the address of each language's file, as {language: address}. */
export function texts() {
  let building = false;
  return {
    name: "texts",
    configResolved(config) {
      building = config.command === "build";
    },
    resolveId(id) {
      return id === asked ? `\0${asked}` : null;
    },
    load(id) {
      if (id !== `\0${asked}`) return null;
      const addresses = readdirSync(locales).map((language) => {
        if (!building) return `${language}: "/texts/${language}.json"`;
        const file = this.emitFile({ type: "asset", name: `${language}.json`, source: JSON.stringify(gather(language)) });
        return `${language}: import.meta.ROLLUP_FILE_URL_${file}`;
      });
      return `export default { ${addresses.join(", ")} };`;
    },
    configureServer(server) {
      server.middlewares.use("/texts/", (request, response) => {
        response.setHeader("Content-Type", "application/json");
        response.end(JSON.stringify(gather(basename(request.url ?? "", ".json"))));
      });
    },
  };
}
