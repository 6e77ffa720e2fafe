import type { Plugin } from "vite";

export const brand: Record<number, string>;
export function table(named?: ReadonlySet<string>): Record<string, [string, string, string]>;
export function namedIn(code: string): string[];
export function themes(): Plugin;
