import type { Folder } from "../../backend/types";

/** Node is a folder at its place: the nodes of a tree lie in the order in which they are shown, all unfolded. */
export interface Node {
  folder: Folder;
  index: number;
  /** Index of the parent, -1 at the top. */
  parent: number;
  depth: number; // 1 at the top
  /** Index behind the last node below this one. */
  end: number;
  position: number; // 1 is the first among its siblings
  siblings: number;
  /** The name as the filter compares it. */
  search: string;
}

/** How far the baseline of a folder is. */
export interface Baseline {
  done: number;
  total: number;
}

export interface Tree {
  nodes: Node[];
  byID: Map<string, Node>;
}

// Outlook's own order: what one works with first, what one throws away last.
const first = ["inbox", "sentitems", "archive"];
const last = ["drafts", "outbox", "junkemail", "deleteditems", "recoverableitemsdeletions", "syncissues"];

function rank(f: Folder): number {
  if (f.vanished) return 1000;
  const ahead = first.indexOf(f.wellKnownName);
  if (ahead >= 0) return ahead - first.length;
  return last.indexOf(f.wellKnownName) + 1;
}

/** fold makes a text comparable: without case and accents. */
export function fold(text: string): string {
  return text.normalize("NFD").replace(/\p{M}/gu, "").toLocaleLowerCase();
}

/** build puts folders in order, siblings by name as the locale sorts them. Hidden folders are left out with all below them, unless something there is ticked. */
export function build(folders: readonly Folder[], locale: string): Tree {
  const compare = new Intl.Collator(locale, { numeric: true, sensitivity: "base" }).compare;
  const ids = new Set(folders.map((f) => f.id));
  const children = new Map<string, Folder[]>();
  for (const f of folders) {
    const parent = ids.has(f.parent) && !f.vanished ? f.parent : "";
    const list = children.get(parent);
    if (list) list.push(f);
    else children.set(parent, [f]);
  }
  const shown = (f: Folder): boolean => !f.hidden || f.selected || (children.get(f.id) ?? []).some(shown);
  const nodes: Node[] = [];
  const byID = new Map<string, Node>();
  const walk = (id: string, parent: number, depth: number): void => {
    const list = (children.get(id) ?? []).filter(shown);
    list.sort((a, b) => rank(a) - rank(b) || compare(a.name, b.name));
    list.forEach((folder, i) => {
      const node: Node = {
        folder,
        index: nodes.length,
        parent,
        depth,
        end: 0,
        position: i + 1,
        siblings: list.length,
        search: fold(folder.name),
      };
      nodes.push(node);
      byID.set(folder.id, node);
      walk(folder.id, node.index, depth + 1);
      node.end = nodes.length;
    });
  };
  walk("", -1, 1);
  return { nodes, byID };
}

/** Draft is what a person has changed and not saved yet: by folder id, whether it is to be ticked or followed. */
export interface Draft {
  ticks: ReadonlyMap<string, boolean>;
  follows: ReadonlyMap<string, boolean>;
}

export const noDraft: Draft = { ticks: new Map(), follows: new Map() };

export const isTicked = (f: Folder, draft: Draft): boolean => draft.ticks.get(f.id) ?? f.selected;
export const isFollowed = (f: Folder, draft: Draft): boolean => draft.follows.get(f.id) ?? f.withSubfolders;

/** tick changes folders in a draft. What is as the mailbox has it anyway is no change. */
export function tick(draft: Draft, folders: readonly Folder[], on: boolean): Draft {
  const ticks = new Map(draft.ticks);
  const follows = new Map(draft.follows);
  for (const f of folders) {
    if (!f.selectable && !f.selected) continue;
    if (f.selected === on) ticks.delete(f.id);
    else ticks.set(f.id, on);
    if (!on) follows.delete(f.id);
  }
  return { ticks, follows };
}

/** follow changes whether a folder's new subfolders are ticked, too. */
export function follow(draft: Draft, f: Folder, on: boolean): Draft {
  const follows = new Map(draft.follows);
  if (f.selected && f.withSubfolders === on) follows.delete(f.id);
  else follows.set(f.id, on);
  return { ticks: draft.ticks, follows };
}

export interface Changes {
  add: Folder[];
  remove: Folder[];
  follow: Folder[];
}

/** changesOf lists what saving a draft would change. */
export function changesOf(tree: Tree, draft: Draft): Changes {
  const changes: Changes = { add: [], remove: [], follow: [] };
  for (const { folder } of tree.nodes) {
    const on = isTicked(folder, draft);
    if (on !== folder.selected) (on ? changes.add : changes.remove).push(folder);
    if (on && isFollowed(folder, draft) !== (folder.selected && folder.withSubfolders)) changes.follow.push(folder);
  }
  return changes;
}

/** below counts for each node how many of the folders below it are ticked. */
export function below(tree: Tree, draft: Draft): Int32Array {
  const counts = new Int32Array(tree.nodes.length);
  for (let i = tree.nodes.length - 1; i >= 0; i--) {
    const node = tree.nodes[i];
    if (!node || node.parent < 0) continue;
    counts[node.parent] = (counts[node.parent] ?? 0) + (counts[i] ?? 0) + (isTicked(node.folder, draft) ? 1 : 0);
  }
  return counts;
}

/** visible lists the nodes that are shown: those unfolded, or, with a filter, those that match and what they lie in. */
export function visible(tree: Tree, open: ReadonlySet<string>, query: string, only: ((f: Folder) => boolean) | null): Node[] {
  const { nodes } = tree;
  const shown: Node[] = [];
  const words = fold(query.trim());
  if (words === "" && !only) {
    for (let i = 0; i < nodes.length; ) {
      const node = nodes[i];
      if (!node) break;
      shown.push(node);
      i = open.has(node.folder.id) ? i + 1 : node.end;
    }
    return shown;
  }
  const keep = new Uint8Array(nodes.length);
  for (const node of nodes) {
    if (!node.search.includes(words) || (only && !only(node.folder))) continue;
    for (let i = node.index; i >= 0 && !keep[i]; i = nodes[i]?.parent ?? -1) keep[i] = 1;
  }
  for (const node of nodes) if (keep[node.index]) shown.push(node);
  return shown;
}

/** startOpen unfolds what leads to a ticked folder, and the inbox. */
export function startOpen(tree: Tree): Set<string> {
  const open = new Set<string>();
  for (const node of tree.nodes) {
    if (node.folder.wellKnownName === "inbox") open.add(node.folder.id);
    if (!node.folder.selected) continue;
    for (let p = tree.nodes[node.parent]; p; p = tree.nodes[p.parent]) open.add(p.folder.id);
  }
  return open;
}

/** suggested are the folders that a new mailbox starts with: what comes in and what goes out. */
export function suggested(tree: Tree): Folder[] {
  return tree.nodes
    .map((n) => n.folder)
    .filter((f) => f.selectable && (f.wellKnownName === "inbox" || f.wellKnownName === "sentitems"));
}
