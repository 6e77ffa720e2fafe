declare module "virtual:themes" {
  /** The steps of our colour, 10 to 160, from dark to light. */
  export const brand: Record<10 | 20 | 30 | 40 | 50 | 60 | 70 | 80 | 90 | 100 | 110 | 120 | 130 | 140 | 150 | 160, string>;
  /** Each design token that the page names, as it is in the looks light, dark and contrast. */
  export const tokens: Record<string, [light: string | number, dark: string | number, contrast: string | number]>;
}
