import { makeStyles, mergeClasses, tokens } from "@fluentui/react-components";
import type { CSSProperties, ReactNode } from "react";

const useStyles = makeStyles({
  item: {
    borderRadius: tokens.borderRadiusMedium,
    backgroundColor: tokens.colorNeutralStencil1,
    animationName: { "50%": { opacity: 0.5 } },
    animationDuration: "2s",
    animationIterationCount: "infinite",
    "@media (prefers-reduced-motion: reduce)": { animationName: "none" },
    "@media (forced-colors: active)": { backgroundColor: "GrayText" },
  },
  circle: { borderRadius: tokens.borderRadiusCircular },
});

/** Skeleton stands where something is being read; a screen reader says so. Fluent's own weighs eight times as much. */
export function Skeleton({ className, children, ...rest }: { "aria-label": string; className?: string; children: ReactNode }) {
  return (
    <div role="progressbar" aria-busy="true" className={className} {...rest}>
      {children}
    </div>
  );
}

interface ItemProps {
  /** Height in pixels. */
  size?: number;
  shape?: "circle";
  style?: CSSProperties;
}

/** SkeletonItem is one grey shape of it. */
export function SkeletonItem({ size = 16, shape, style }: ItemProps) {
  const styles = useStyles();
  return (
    <div
      className={mergeClasses(styles.item, shape && styles.circle)}
      style={{ height: size, ...(shape && { width: size, flexShrink: 0 }), ...style }}
    />
  );
}
