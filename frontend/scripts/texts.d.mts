import type { Plugin } from "vite";

export function gather(language: string): Record<string, Record<string, unknown>>;
export function texts(): Plugin;
