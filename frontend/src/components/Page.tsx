import { makeStyles, mergeClasses, tokens } from "@fluentui/react-components";
import { type ReactNode, useEffect, useRef } from "react";

const useStyles = makeStyles({
  page: { display: "flex", flexDirection: "column", height: "100%", minHeight: 0, boxSizing: "border-box" },
  head: {
    display: "flex",
    alignItems: "center",
    flexShrink: 0,
    gap: "8px",
    minHeight: "60px",
    padding: "0 24px",
    "@media (max-width: 999px)": { padding: "0 16px" },
  },
  title: { flex: "1 1 auto", fontSize: "20px", lineHeight: "28px", fontWeight: tokens.fontWeightSemibold, outlineStyle: "none", margin: 0 },
  body: {
    flex: "1 1 auto",
    minHeight: 0,
    overflowY: "auto",
    padding: "0 24px 24px",
    "@media (max-width: 999px)": { padding: "0 16px 16px" },
  },
  still: {
    overflowY: "hidden",
    display: "flex",
    flexDirection: "column",
    // Enlarged to 200 %, a window has no room for parts that scroll by themselves: the page does.
    "@media (max-width: 640px), (max-height: 479px)": { overflowY: "auto" },
  },
  card: {
    border: `1px solid ${tokens.colorNeutralStroke2}`,
    borderRadius: "8px",
    backgroundColor: tokens.colorNeutralBackground1,
    padding: "16px",
    boxSizing: "border-box",
  },
});

interface PageProps {
  title: string;
  /** Buttons at the right of the title. */
  actions?: ReactNode;
  /** The page's own parts scroll, not the page. */
  still?: boolean;
  children: ReactNode;
}

/** Page is a room's frame: its title, its buttons, and a body that scrolls. */
export function Page({ title, actions, still = false, children }: PageProps) {
  const styles = useStyles();
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    // A screen reader hears where the person has come to; whoever came by the navigation keeps their place there.
    if (document.activeElement === document.body) heading.current?.focus();
  }, []);
  return (
    <div className={styles.page}>
      <header className={styles.head}>
        <h1 ref={heading} tabIndex={-1} className={styles.title}>
          {title}
        </h1>
        {actions}
      </header>
      <div className={mergeClasses(styles.body, still && styles.still)}>{children}</div>
    </div>
  );
}

/** Card is a ground for what belongs together. */
export function Card({ label, className, children }: { label?: string; className?: string; children: ReactNode }) {
  const styles = useStyles();
  return (
    <section aria-label={label} className={mergeClasses(styles.card, className)}>
      {children}
    </section>
  );
}
