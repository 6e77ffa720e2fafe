import { makeStyles, tokens } from "@fluentui/react-components";

/** How a card with a list of many rows looks: of users, of contacts, of addresses. */
export const useListStyles = makeStyles({
  card: {
    display: "flex",
    flexDirection: "column",
    flex: "1 1 auto",
    minHeight: 0,
    border: `1px solid ${tokens.colorNeutralStroke2}`,
    borderRadius: "8px",
    backgroundColor: tokens.colorNeutralBackground1,
    overflow: "hidden",
    "@media (max-height: 479px), (max-width: 640px)": { flex: "1 0 420px" }, // whatever is in it: a list in a high box makes all its rows
  },
  bars: { display: "flex", flexDirection: "column", gap: "8px", flexShrink: 0, marginBottom: "12px" },
  tools: { display: "flex", alignItems: "center", flexWrap: "wrap", gap: "8px 12px", padding: "10px 12px", borderBottom: `1px solid ${tokens.colorNeutralStroke2}` },
  search: { width: "208px", maxWidth: "100%" },
  spring: { flex: "1 1 0" },
  end: { display: "flex", alignItems: "center", gap: "8px", marginLeft: "auto" },
  small: { fontSize: "12px", lineHeight: "16px", color: tokens.colorNeutralForeground2 },
  list: { position: "relative", flex: "1 1 auto", minHeight: 0, overflowY: "auto" },
  rows: { position: "relative", listStyleType: "none", margin: 0, padding: 0 },
  row: {
    position: "absolute",
    left: 0,
    right: 0,
    boxSizing: "border-box",
    borderBottom: `1px solid ${tokens.colorNeutralStroke3}`,
    ":hover": { backgroundColor: tokens.colorNeutralBackground1Hover },
  },
  line: { display: "grid", alignItems: "center", columnGap: "12px", padding: "0 12px" },
  cut: { overflow: "hidden", textOverflow: "ellipsis", whiteSpace: "nowrap" },
  name: { fontWeight: tokens.fontWeightSemibold, lineHeight: "20px" },
  wide: { "@media (max-width: 700px)": { display: "none" } },
  shape: { height: "12px", width: "40%", borderRadius: "4px", backgroundColor: tokens.colorNeutralStencil1 },
  nothing: { padding: "48px 24px", textAlign: "center", color: tokens.colorNeutralForeground2 },
});
