import { makeStyles, mergeClasses, tokens } from "@fluentui/react-components";
import type { ReactNode } from "react";

const useStyles = makeStyles({
  badge: {
    display: "inline-flex",
    alignItems: "center",
    boxSizing: "border-box",
    flexShrink: 0,
    height: "20px",
    padding: "0 6px",
    border: "1px solid",
    borderRadius: "10px",
    fontSize: "12px",
    lineHeight: "16px",
    fontWeight: tokens.fontWeightSemibold,
    whiteSpace: "nowrap",
  },
  calm: { color: tokens.colorNeutralForeground2, backgroundColor: tokens.colorNeutralBackground4, ...borderOf(tokens.colorNeutralStroke2) },
  brand: { color: tokens.colorBrandForeground2, backgroundColor: tokens.colorBrandBackground2, ...borderOf(tokens.colorBrandStroke2) },
  success: { color: tokens.colorStatusSuccessForeground1, backgroundColor: tokens.colorStatusSuccessBackground1, ...borderOf(tokens.colorStatusSuccessBorder1) },
  warning: { color: tokens.colorStatusWarningForeground1, backgroundColor: tokens.colorStatusWarningBackground1, ...borderOf(tokens.colorStatusWarningBorder1) },
  danger: { color: tokens.colorStatusDangerForeground1, backgroundColor: tokens.colorStatusDangerBackground1, ...borderOf(tokens.colorStatusDangerBorder1) },
  counter: {
    display: "inline-grid",
    placeItems: "center",
    boxSizing: "border-box",
    minWidth: "16px",
    height: "16px",
    padding: "0 4px",
    border: "1px solid transparent", // seen in high contrast
    borderRadius: "8px",
    fontSize: "10px",
    lineHeight: "14px",
    fontWeight: tokens.fontWeightSemibold,
    backgroundColor: tokens.colorStatusDangerBackground3,
    color: tokens.colorNeutralForegroundOnBrand,
  },
});

function borderOf(color: string) {
  return { borderTopColor: color, borderRightColor: color, borderBottomColor: color, borderLeftColor: color };
}

export type Tone = "calm" | "brand" | "success" | "warning" | "danger";

/** Badge is a word or two about the state of what it stands beside. */
export function Badge({ tone = "calm", title, children }: { tone?: Tone; title?: string | undefined; children: ReactNode }) {
  const styles = useStyles();
  return (
    <span className={mergeClasses(styles.badge, styles[tone])} title={title}>
      {children}
    </span>
  );
}

/** Counter is a number of things that need the person; what it counts is said elsewhere. */
export function Counter({ count, className }: { count: number; className?: string | undefined }) {
  const styles = useStyles();
  return (
    <span aria-hidden className={mergeClasses(styles.counter, className)}>
      {count > 99 ? "99+" : count}
    </span>
  );
}
