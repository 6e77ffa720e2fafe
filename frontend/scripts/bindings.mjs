// Writes src/backend/face.ts: the types of the Go package app/face and the methods of its API as TypeScript. They are
// the contract between page and program. The file is made anew by every build and test, and not committed.
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const app = join(here, "..", "..", "app");
const target = join(here, "..", "src", "backend", "face.ts");

const basic = { string: "string", bool: "boolean", error: "never", float64: "number", any: "unknown" };

function typeOf(go) {
  if (go.startsWith("[]")) return `${typeOf(go.slice(2))}[]`;
  if (go.startsWith("*")) return typeOf(go.slice(1));
  if (/^u?int(8|16|32|64)?$/.test(go)) return "number";
  return basic[go] ?? go;
}

function structs(source) {
  const found = [];
  for (const [, name, body] of source.matchAll(/^type ([A-Z]\w*) struct \{\n([\s\S]*?)^\}/gm)) {
    const fields = [];
    let told = [];
    for (const line of body.split("\n")) {
      const said = line.match(/^\s*\/\/ (.*)/);
      if (said) {
        told.push(said[1]);
        continue;
      }
      const field = line.match(/^\s*[A-Z]\w*\s+(\S+)\s+`json:"(\w+)(,omitempty)?"`\s*(?:\/\/ (.*))?/);
      if (!field) continue;
      const [, go, json, optional, comment] = field;
      const words = [...told, ...(comment ? [comment] : [])].join(" ");
      told = [];
      // A slice that Go left nil arrives as null only if the back end forgot it: the contract says it never does.
      fields.push(`${words ? `  /** ${words} */\n` : ""}  ${json}${optional || go.startsWith("*") ? "?" : ""}: ${typeOf(go)};`);
    }
    if (fields.length > 0) found.push({ name, text: `export interface ${name} {\n${fields.join("\n")}\n}` });
  }
  return found;
}

/** read gives the Go text of a package of the app, without its tests. */
function read(name) {
  return readdirSync(join(app, name))
    .filter((file) => file.endsWith(".go") && !file.endsWith("_test.go"))
    .sort()
    .map((file) => readFileSync(join(app, name, file), "utf8"))
    .join("\n");
}

/** aliases are the types that another package's are: type Span = office.Span. */
function aliases(source) {
  return [...source.matchAll(/^type ([A-Z]\w*) = (\w+)\.([A-Z]\w*)$/gm)].map(([, name, from, of]) => {
    const found = structs(read(from)).find((t) => t.name === of);
    if (!found) throw new Error(`${from}.${of} is no struct`);
    return { name, text: found.text.replace(`interface ${of} `, `interface ${name} `) };
  });
}

/** parameters reads "account, folder string, forget bool". */
function parameters(list) {
  const names = [];
  let type = "";
  for (const part of list.split(",").map((p) => p.trim()).filter(Boolean).reverse()) {
    const [name, go] = part.split(/\s+/);
    type = go ?? type;
    names.unshift(`${name}: ${typeOf(type)}`);
  }
  return names.join(", ");
}

function methods(source) {
  return [...source.matchAll(/((?:^\/\/ .*\n)*)^func \(\w+ \*API\) ([A-Z]\w*)\(([^)]*)\) ?([^{\n]*)\{/gm)].map(
    ([, comment, name, list, result]) => {
      const given = result.replace(/[()]/g, "").split(",").map((r) => r.trim()).filter((r) => r && r !== "error");
      const words = comment.replace(/^\/\/ ?/gm, "").trim().replace(/\n/g, " ");
      return `${words ? `  /** ${words} */\n` : ""}  ${name}(${parameters(list)}): Promise<${given[0] ? typeOf(given[0]) : "void"}>;`;
    },
  );
}

/** generate gives the text of face.ts. */
export function generate() {
  const source = read("face");
  const types = [...structs(source), ...aliases(source)];
  return `// Made by scripts/bindings.mjs from the Go package app/face. Not to be edited.
// Times are RFC 3339 in UTC, "" where there is none.

${types.map((t) => t.text).join("\n\n")}

/** What the page can ask of the program. */
export interface API {
${methods(source).join("\n")}
}
`;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) writeFileSync(target, generate());
