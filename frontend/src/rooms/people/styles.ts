import { makeStyles, tokens } from "@fluentui/react-components";

/** How the panels beside a list look. */
export const usePanelStyles = makeStyles({
  body: { display: "flex", flexDirection: "column", gap: "12px", paddingBottom: "16px" },
  intro: { margin: 0, lineHeight: "20px", color: tokens.colorNeutralForeground2 },
  heading: { margin: "8px 0 0", fontSize: "14px", lineHeight: "20px", fontWeight: tokens.fontWeightSemibold },
  list: { listStyleType: "none", margin: 0, padding: 0 },
  row: { display: "flex", alignItems: "center", gap: "12px", padding: "8px 0", borderBottom: `1px solid ${tokens.colorNeutralStroke3}` },
  texts: { flex: "1 1 0", minWidth: 0, overflowWrap: "anywhere" },
  small: { fontSize: "12px", lineHeight: "16px", color: tokens.colorNeutralForeground2 },
  code: { fontFamily: tokens.fontFamilyMonospace },
  form: { display: "flex", flexDirection: "column", gap: "12px" },
  buttons: { display: "flex", flexWrap: "wrap", gap: "8px", flexShrink: 0 },
});
