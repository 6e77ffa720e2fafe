/** The fields of the form. */
export type FieldName = "tenant" | "clientId" | "secret" | "expires" | "certificate" | "password";

/** What the form holds; the certificate is a file. */
export interface Draft {
  tenant: string;
  clientId: string;
  kind: "secret" | "certificate";
  secret: string;
  expires: string;
  file: { path: string; name: string };
  password: string;
}

export const emptyDraft: Draft = {
  tenant: "",
  clientId: "",
  kind: "secret",
  secret: "",
  expires: "",
  file: { path: "", name: "" },
  password: "",
};

const about: Partial<Record<string, FieldName>> = {
  "tenant-needed": "tenant",
  "tenant-invalid": "tenant",
  "token-endpoint-invalid": "tenant",
  "token-endpoint-v1": "tenant",
  "token-endpoint-cloud": "tenant",
  AADSTS90002: "tenant",
  AADSTS900023: "tenant",
  "client-id-invalid": "clientId",
  AADSTS700016: "clientId",
  AADSTS700038: "clientId",
  "consent-missing": "clientId",
  "secret-is-id": "secret",
  AADSTS7000215: "secret",
  AADSTS7000222: "secret",
  AADSTS7000216: "secret",
  "secret-date": "expires",
  "certificate-no-key": "certificate",
  "certificate-not-rsa": "certificate",
  "certificate-unreadable": "certificate",
  AADSTS700027: "certificate",
  AADSTS700024: "certificate",
  "certificate-password": "password",
};

/** fieldOf says which field an error is about; undefined if it is none of a single one. */
export function fieldOf(code: string, kind: Draft["kind"]): FieldName | undefined {
  return code === "credential-invalid" ? kind : about[code];
}

/** stepOf says which step of the guide, counted from 0, cures an error; undefined if none does. */
export function stepOf(code: string): number | undefined {
  if (code === "consent-missing") return 1;
  const field = about[code];
  return field === "secret" || field === "certificate" ? 2 : undefined;
}

/** What Entra calls an application (client) id. */
const guid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** missingIn lists the fields that can't be right yet, before anybody is asked. */
export function missingIn(draft: Draft): FieldName[] {
  const list: FieldName[] = [];
  if (!draft.tenant.trim()) list.push("tenant");
  if (!guid.test(draft.clientId.trim())) list.push("clientId");
  if (draft.kind === "secret" && !draft.secret.trim()) list.push("secret");
  if (draft.kind === "certificate" && !draft.file.path) list.push("certificate");
  return list;
}

/** isAddress says whether a text may be an address. */
export const isAddress = (text: string): boolean => /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(text.trim());
