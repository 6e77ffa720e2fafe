import type { Plugin } from "vite";

export interface PackageLicence {
  name: string;
  version: string;
  licence: string;
  text: string;
}
export function folderOf(id: string): string;
export function licenceOf(folder: string): PackageLicence;
export function licences(): Plugin;
