/** A link of a mail. */
export interface MailLink {
  address: string;
  /** What the mail shows for it. */
  text: string;
}

export interface Frame {
  /** A whole page, for the srcdoc of a frame in which nothing may act. */
  page: string;
  /** The links in their order; the page numbers them from 1. */
  links: MailLink[];
}

// A mail is written for white paper, whatever the look of the app.
const paper = `
:root{color-scheme:light}
body{margin:12px;background:#fff;color:#242424;font:14px/1.5 'Segoe UI Variable Text','Segoe UI','Inter Variable',Inter,Cantarell,'Noto Sans',sans-serif;overflow-wrap:break-word}
img{max-width:100%;height:auto}
table{max-width:100%}
pre{white-space:pre-wrap}
blockquote{margin:8px 0;padding-left:12px;border-left:2px solid #d1d1d1}
.postroom-link{color:#0b6d77;text-decoration:underline}
.postroom-mark{font-size:11px;color:#0b6d77;vertical-align:super;line-height:0;text-decoration:none}
`;

// Style attributes under another name: by their own, the policy would refuse and report each while it is parsed.
const aside = "data-look";
const setAside = (html: string): string => html.replace(/<[^<>]+>/g, (tag) => tag.replace(/\sstyle="/g, ` ${aside}="`));

/**
 * frameOf makes a page of a mail's HTML, which the program has made safe. The frame that shows it can run no script, so
 * links get a number by which the app offers them outside of it. Style attributes become a sheet with the page's nonce:
 * the frame inherits the app's Content-Security-Policy, which refuses them where they stand.
 */
export function frameOf(html: string, nonce: string): Frame {
  const parsed = new DOMParser().parseFromString(setAside(html), "text/html");
  const links: MailLink[] = [];
  for (const anchor of parsed.querySelectorAll("a[data-href]")) {
    const address = anchor.getAttribute("data-href") ?? "";
    const text = (anchor.textContent ?? "").replace(/\s+/g, " ").trim();
    for (const name of ["data-href", "role", "tabindex"]) anchor.removeAttribute(name);
    if (!address) continue;
    let number = links.findIndex((l) => l.address === address && l.text === text) + 1;
    if (number === 0) number = links.push({ address, text });
    anchor.classList.add("postroom-link");
    const mark = parsed.createElement("span");
    mark.className = "postroom-mark";
    mark.textContent = ` [${number}]`;
    anchor.append(mark);
  }
  const rules = new Map<string, string>();
  const probe = document.createElement("span").style;
  for (const element of parsed.body.querySelectorAll(`[${aside}]`)) {
    probe.cssText = element.getAttribute(aside) ?? ""; // the browser reads it, and writes it without tricks
    element.removeAttribute(aside);
    const text = probe.cssText;
    if (!text) continue;
    const name = rules.get(text) ?? `postroom-${rules.size}`;
    rules.set(text, name);
    element.classList.add(name);
  }
  const sheet = [...rules].map(([text, name]) => `.${name}{${text}}`).join("\n");
  const style = `${paper}${sheet}`.replaceAll("<", "\\3c ");
  const policy = `default-src 'none'; img-src data:; style-src 'nonce-${nonce}'`;
  return {
    links,
    page: `<!doctype html><html><head><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="${policy}"><style nonce="${nonce}">${style}</style></head><body>${parsed.body.innerHTML}</body></html>`,
  };
}

/** A piece of plain text, with the address if it is one. */
interface Piece {
  text: string;
  address?: string;
}

const addressInText = /\bhttps?:\/\/[^\s<>"'«»]+/gi;

/** piecesOf finds the web addresses in a plain text. */
export function piecesOf(text: string): Piece[] {
  const pieces: Piece[] = [];
  let end = 0;
  for (const match of text.matchAll(addressInText)) {
    // What ends a sentence or closes a bracket around it is no part of an address.
    let address = match[0].replace(/[.,;:!?*_]+$/, "");
    while (/[)\]}]$/.test(address) && !/[([{]/.test(address)) address = address.slice(0, -1).replace(/[.,;:!?]+$/, "");
    if (match.index > end) pieces.push({ text: text.slice(end, match.index) });
    pieces.push({ text: address, address });
    end = match.index + address.length;
  }
  if (end < text.length) pieces.push({ text: text.slice(end) });
  return pieces;
}

/** hostOf is the site that an address leads to, as the browser reads it; "" if it names none. */
export function hostOf(address: string): string {
  try {
    return new URL(address).hostname;
  } catch {
    return "";
  }
}

/** pretends says whether what a mail shows for a link looks like the address of another site. */
export function pretends({ address, text }: MailLink): boolean {
  const shown = /^(?:https?:\/\/)?((?:[\p{L}\p{N}-]+\.)+\p{L}{2,})(?:[/:?#]\S*)?$/iu.exec(text.trim())?.[1];
  const real = hostOf(address);
  if (!shown || !real) return false;
  const bare = (host: string): string => hostOf(`http://${host}`).replace(/^www\./, "");
  return bare(shown) !== bare(real);
}
