import { makeStyles, tokens } from "@fluentui/react-components";

/** What the parts of the room have in common. */
export const useRoomStyles = makeStyles({
  pane: {
    display: "flex",
    flexDirection: "column",
    flex: "1 1 auto",
    minWidth: 0,
    minHeight: 0,
    overflow: "hidden",
    border: `1px solid ${tokens.colorNeutralStroke2}`,
    borderRadius: "8px",
    backgroundColor: tokens.colorNeutralBackground1,
  },
  paneHead: { display: "flex", alignItems: "flex-start", gap: "12px", flexShrink: 0, padding: "12px 16px", borderBottom: `1px solid ${tokens.colorNeutralStroke2}` },
  paneTitle: { margin: 0, fontSize: "16px", lineHeight: "22px", fontWeight: tokens.fontWeightSemibold, overflowWrap: "anywhere", outlineStyle: "none" },
  paneTop: { flex: "1 1 auto", minWidth: 0 },
  paneBody: { display: "flex", flexDirection: "column", gap: "12px", flex: "1 1 auto", minHeight: 0, overflowY: "auto", padding: "16px" },
  paneFoot: { display: "flex", flexDirection: "column", gap: "12px", flexShrink: 0, padding: "12px 16px", borderTop: `1px solid ${tokens.colorNeutralStroke2}` },
  buttons: { display: "flex", flexWrap: "wrap", alignItems: "center", gap: "8px" },
  small: { margin: 0, fontSize: "12px", lineHeight: "16px", color: tokens.colorNeutralForeground2, overflowWrap: "anywhere" },
  text: { margin: 0, lineHeight: "20px", overflowWrap: "anywhere" },
  strong: { fontWeight: tokens.fontWeightSemibold },
  warn: { color: tokens.colorStatusWarningForeground3 },
  bar: { display: "flex", alignItems: "center", flexWrap: "wrap", gap: "8px", padding: "8px 12px", flexShrink: 0 },
  choice: { flex: "0 1 190px", minWidth: "104px", "& select": { width: "100%", minWidth: 0 } },
  filter: { flex: "1 1 100px", minWidth: "100px", maxWidth: "190px", "& select": { width: "100%", minWidth: 0 } },
  notice: { flexShrink: 0, padding: "0 12px 8px" },
  grow: { flex: "1 1 auto", minWidth: 0 },
  empty: { flex: "1 1 auto", padding: "16px", boxSizing: "border-box", minHeight: 0, overflowY: "auto" },
  form: { display: "flex", flexDirection: "column", gap: "12px" },
  list: { listStyleType: "none", margin: 0, padding: 0, display: "flex", flexDirection: "column", gap: "4px" },
});
