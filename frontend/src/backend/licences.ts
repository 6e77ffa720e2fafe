import { api } from "./api";
import type { Licence } from "./types";

/** pageLicences are those of the page's own parts; the build writes them beside it. */
async function pageLicences(): Promise<Licence[]> {
  const answer = await fetch(new URL("licences.json", document.baseURI));
  if (!answer.ok) throw new Error(`licences.json: ${answer.status}`);
  return (await answer.json()) as Licence[];
}

/** licences are those of everything in the app that others wrote, by name. */
export async function licences(): Promise<Licence[]> {
  const lists = await Promise.all([api.Licences(), pageLicences()]);
  const seen = new Set<string>();
  return lists
    .flat()
    .filter((l) => {
      const key = `${l.name} ${l.version}`;
      if (seen.has(key)) return false;
      seen.add(key);
      return true;
    })
    .sort((a, b) => a.name.localeCompare(b.name));
}
