import { makeStyles, tokens } from "@fluentui/react-components";
import type { ChangeEvent } from "react";

const useStyles = makeStyles({
  label: { display: "inline-flex", alignItems: "center", gap: "12px", minHeight: "32px", padding: "0 8px", lineHeight: "20px", boxSizing: "border-box" },
  box: {
    appearance: "none",
    boxSizing: "border-box",
    flexShrink: 0,
    width: "40px",
    height: "20px",
    margin: 0,
    border: `1px solid ${tokens.colorNeutralStrokeAccessible}`,
    borderRadius: "10px",
    cursor: "pointer",
    "::before": {
      content: '""',
      display: "block",
      width: "14px",
      height: "14px",
      margin: "2px",
      borderRadius: "7px",
      backgroundColor: tokens.colorNeutralStrokeAccessible,
      transition: "transform 150ms",
      "@media (forced-colors: active)": { backgroundColor: "CanvasText" },
      "@media (prefers-reduced-motion: reduce)": { transition: "none" },
    },
    ":checked": { border: `1px solid ${tokens.colorCompoundBrandBackground}`, backgroundColor: tokens.colorCompoundBrandBackground, "@media (forced-colors: active)": { backgroundColor: "Highlight" } },
    ":checked::before": { transform: "translateX(20px)", backgroundColor: tokens.colorNeutralForegroundInverted, "@media (forced-colors: active)": { backgroundColor: "Canvas" } },
    ":disabled": { cursor: "not-allowed", border: `1px solid ${tokens.colorNeutralStrokeDisabled}`, backgroundColor: "transparent" },
    ":disabled:checked": { backgroundColor: tokens.colorNeutralBackgroundDisabled },
    ":disabled::before": { backgroundColor: tokens.colorNeutralForegroundDisabled, "@media (forced-colors: active)": { backgroundColor: "GrayText" } },
    ":focus-visible": { outline: `2px solid ${tokens.colorStrokeFocus2}`, outlineOffset: "2px" },
  },
});

interface Props {
  checked: boolean;
  disabled?: boolean;
  onChange: (event: ChangeEvent<HTMLInputElement>, data: { checked: boolean }) => void;
  label?: string;
  "aria-label"?: string;
  "aria-labelledby"?: string;
}

/** Switch is on or off; what it is about stands beside it, or is its label. */
export function Switch({ label, onChange, ...rest }: Props) {
  const styles = useStyles();
  return (
    <label className={styles.label}>
      <input {...rest} type="checkbox" role="switch" className={styles.box} onChange={(event) => onChange(event, { checked: event.target.checked })} />
      {label}
    </label>
  );
}
