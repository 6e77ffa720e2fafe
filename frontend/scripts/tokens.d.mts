import type { Plugin } from "vite";

export function inline(code: string, known?: Record<string, string>): string;
export function inlineTokens(): Plugin;
