import { makeStyles, mergeClasses, tokens } from "@fluentui/react-components";
import { type CSSProperties, useId } from "react";

const useStyles = makeStyles({
  root: { display: "flex", alignItems: "center", justifyContent: "center", gap: "8px" },
  ring: {
    boxSizing: "border-box",
    flexShrink: 0,
    borderRadius: tokens.borderRadiusCircular,
    border: `${tokens.strokeWidthThick} solid ${tokens.colorBrandStroke2Contrast}`,
    borderTopColor: tokens.colorBrandStroke1,
    animationName: { to: { transform: "rotate(360deg)" } },
    animationDuration: "1.5s",
    animationIterationCount: "infinite",
    animationTimingFunction: "linear",
    "@media (prefers-reduced-motion: reduce)": { animationDuration: "6s" },
    "@media (forced-colors: active)": { borderTopColor: "Highlight" },
  },
  late: { opacity: 0, animationName: { to: { opacity: 1 } }, animationDuration: "1ms", animationDelay: "300ms", animationFillMode: "forwards" },
});

const sizes = { tiny: 20, small: 24, medium: 32, huge: 44 } as const;

interface Props {
  size?: keyof typeof sizes;
  label?: string;
  /** It shows itself only where something takes longer than a moment. */
  late?: boolean;
  "aria-hidden"?: boolean;
  style?: CSSProperties;
}

/** Spinner turns while something is under way. Fluent's own weighs five times as much. */
export function Spinner({ size = "medium", label, late = false, style, ...rest }: Props) {
  const styles = useStyles();
  const id = useId();
  const side = sizes[size];
  return (
    <div role="progressbar" className={mergeClasses(styles.root, late && styles.late)} style={style} {...(label !== undefined && { "aria-labelledby": id })} {...rest}>
      <span className={styles.ring} style={{ width: side, height: side, borderWidth: side > 30 ? 3 : 2 }} />
      {label !== undefined && <span id={id}>{label}</span>}
    </div>
  );
}
