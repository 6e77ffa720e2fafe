import { makeStyles, mergeClasses, tokens } from "@fluentui/react-components";

const useStyles = makeStyles({
  bar: {
    width: "100%",
    height: "2px",
    overflow: "hidden",
    borderRadius: "2px",
    backgroundColor: tokens.colorNeutralBackground6,
    "@media (forced-colors: active)": { backgroundColor: "CanvasText" },
  },
  thick: { height: "4px" },
  done: {
    height: "100%",
    borderRadius: "inherit",
    backgroundColor: tokens.colorCompoundBrandBackground,
    transition: "width 300ms",
    "@media (forced-colors: active)": { backgroundColor: "Highlight" },
  },
  on: {
    width: "33%",
    animationName: { from: { transform: "translateX(-100%)" }, to: { transform: "translateX(300%)" } },
    animationDuration: "3s",
    animationIterationCount: "infinite",
    "@media (prefers-reduced-motion: reduce)": { width: "100%", animationName: "none", opacity: 0.5 },
  },
});

interface Props {
  /** Done so far; without, nobody knows. */
  value?: number;
  max?: number;
  thickness?: "medium" | "large";
  "aria-label"?: string;
  "aria-labelledby"?: string;
}

/** ProgressBar shows how far something is. */
export function ProgressBar({ value, max = 1, thickness = "medium", ...rest }: Props) {
  const styles = useStyles();
  const known = value !== undefined;
  const width = known ? `${Math.min(100, Math.max(0, (100 * value) / max))}%` : undefined;
  return (
    <div {...rest} role="progressbar" aria-valuemin={known ? 0 : undefined} aria-valuemax={known ? max : undefined} aria-valuenow={value} className={mergeClasses(styles.bar, thickness === "large" && styles.thick)}>
      <div className={mergeClasses(styles.done, !known && styles.on)} style={{ width }} />
    </div>
  );
}
