/** A sender or recipient as a mail writes them. */
export interface Person {
  name: string;
  address: string;
}

/** personOf takes "Jan Peeters <jan@peeters.example>" apart; either part may be missing. */
export function personOf(text: string): Person {
  const match = /^\s*(.*?)\s*<([^<>]*)>\s*$/.exec(text);
  if (!match) return text.includes("@") ? { name: "", address: text.trim() } : { name: text.trim(), address: "" };
  return { name: (match[1] ?? "").replace(/^"(.*)"$/, "$1"), address: match[2] ?? "" };
}
