declare module "virtual:texts" {
  const addresses: Record<"en" | "nl" | "fr" | "de", string>;
  export default addresses;
}
