// Writes licences.json beside the built page: name, version, licence and its words of every package that is in the page.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** folderOf is the folder of the package that a module belongs to; "" if it is the page's own. */
export function folderOf(id) {
  const path = id.replace(/^\0/, "").replace(/\?.*$/, "").replaceAll("\\", "/");
  const at = path.lastIndexOf("/node_modules/");
  if (at < 0) return "";
  const [scope, name] = path.slice(at + "/node_modules/".length).split("/");
  return path.slice(0, at + "/node_modules/".length) + (scope.startsWith("@") ? `${scope}/${name}` : scope);
}

/** licenceOf reads what a package says of itself. A package whose licence is not known ends the build. */
export function licenceOf(folder) {
  const about = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  const licence = typeof about.license === "string" ? about.license : about.license?.type;
  if (!licence) throw new Error(`${about.name} says no licence`);
  const file = readdirSync(folder).find((name) => /^(licen[cs]e|copying)(\.(md|txt))?$/i.test(name));
  return { name: about.name, version: about.version, licence, text: file ? readFileSync(join(folder, file), "utf8").trim() : "" };
}

/** licences is a plugin for Vite. */
export function licences() {
  return {
    name: "licences",
    apply: "build",
    generateBundle(_, bundle) {
      const scripts = Object.values(bundle).flatMap((file) => (file.type === "chunk" ? file.moduleIds : []));
      const sheets = [...this.getModuleIds()].filter((id) => id.replace(/\?.*$/, "").endsWith(".css"));
      const folders = new Set([...scripts, ...sheets].map(folderOf).filter((folder) => folder && existsSync(join(folder, "package.json"))));
      const list = [...folders].map(licenceOf).sort((a, b) => a.name.localeCompare(b.name));
      if (list.length === 0) this.error("no package found whose licence to tell");
      this.emitFile({ type: "asset", fileName: "licences.json", source: JSON.stringify(list) });
    },
  };
}
