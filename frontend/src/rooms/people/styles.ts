import { makeStyles, tokens } from "@fluentui/react-components";

/** How lists of many rows look: of users, and of contacts. */
export const useListStyles = makeStyles({
  bars: { display: "flex", flexDirection: "column", gap: "8px", flexShrink: 0, marginBottom: "12px" },
  bar: { alignItems: "center" },
  card: {
    display: "flex",
    flexDirection: "column",
    flex: "1 1 auto",
    minHeight: 0,
    border: `1px solid ${tokens.colorNeutralStroke2}`,
    borderRadius: "8px",
    backgroundColor: tokens.colorNeutralBackground1,
    overflow: "hidden",
    "@media (max-height: 479px), (max-width: 640px)": { minHeight: "360px", flexShrink: 0 },
  },
  tools: { display: "flex", alignItems: "center", flexWrap: "wrap", gap: "8px 12px", padding: "10px 12px", borderBottom: `1px solid ${tokens.colorNeutralStroke2}` },
  search: { width: "220px", maxWidth: "100%" },
  kinds: { width: "200px", maxWidth: "100%" },
  spring: { flex: "1 1 0" },
  small: { fontSize: "12px", lineHeight: "16px", color: tokens.colorNeutralForeground2 },
  list: { position: "relative", flex: "1 1 auto", minHeight: 0, overflowY: "auto" },
  rows: { position: "relative", listStyleType: "none", margin: 0, padding: 0 },
  row: {
    position: "absolute",
    left: 0,
    right: 0,
    boxSizing: "border-box",
    display: "grid",
    alignItems: "center",
    columnGap: "12px",
    padding: "0 12px",
    borderBottom: `1px solid ${tokens.colorNeutralStroke3}`,
    ":hover": { backgroundColor: tokens.colorNeutralBackground1Hover },
  },
  cut: { overflow: "hidden", textOverflow: "ellipsis", whiteSpace: "nowrap" },
  name: { fontWeight: tokens.fontWeightSemibold, lineHeight: "20px" },
  wide: { "@media (max-width: 700px)": { display: "none" } },
  shape: { height: "12px", width: "40%", borderRadius: "4px", backgroundColor: tokens.colorNeutralStencil1 },
  nothing: { padding: "48px 24px", textAlign: "center", color: tokens.colorNeutralForeground2 },
});

/** How the panels beside a list look. */
export const usePanelStyles = makeStyles({
  body: { display: "flex", flexDirection: "column", gap: "12px", paddingBottom: "16px" },
  intro: { margin: 0, lineHeight: "20px", color: tokens.colorNeutralForeground2 },
  heading: { margin: "8px 0 0", fontSize: "14px", lineHeight: "20px", fontWeight: tokens.fontWeightSemibold },
  list: { listStyleType: "none", margin: 0, padding: 0 },
  row: { display: "flex", alignItems: "center", gap: "12px", padding: "8px 0", borderBottom: `1px solid ${tokens.colorNeutralStroke3}` },
  texts: { flex: "1 1 auto", minWidth: 0, overflowWrap: "anywhere" },
  small: { fontSize: "12px", lineHeight: "16px", color: tokens.colorNeutralForeground2 },
  code: { fontFamily: tokens.fontFamilyMonospace },
  form: { display: "flex", flexDirection: "column", gap: "12px" },
  buttons: { display: "flex", flexWrap: "wrap", gap: "8px", flexShrink: 0 },
});
