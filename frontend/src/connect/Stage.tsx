import { makeStyles, tokens } from "@fluentui/react-components";
import { type ReactNode, useEffect, useRef } from "react";

const useStyles = makeStyles({
  stage: {
    display: "grid",
    gridTemplateRows: "auto minmax(0, 1fr) auto",
    flex: "1 1 auto",
    minHeight: 0,
    backgroundColor: tokens.colorNeutralBackground1,
  },
  corner: { padding: "12px 20px", minHeight: "32px" },
  middle: {
    display: "flex",
    flexDirection: "column",
    alignItems: "center",
    justifyContent: "safe center",
    overflowY: "auto",
    padding: "0 24px",
    textAlign: "center",
  },
  sign: { marginBottom: "24px", lineHeight: 0, color: tokens.colorNeutralForeground3, "@media (max-height: 479px)": { display: "none" } },
  title: { margin: 0, fontSize: "28px", lineHeight: "36px", fontWeight: tokens.fontWeightSemibold, outlineStyle: "none" },
  text: {
    maxWidth: "460px",
    margin: "8px 0 28px",
    fontSize: "16px",
    lineHeight: "24px",
    color: tokens.colorNeutralForeground2,
    textWrap: "balance",
    "@media (max-height: 479px)": { marginBottom: "16px" },
  },
  foot: {
    display: "flex",
    flexWrap: "wrap",
    alignItems: "baseline",
    justifyContent: "center",
    gap: "4px",
    padding: "12px 24px 16px",
    fontSize: "12px",
    color: tokens.colorNeutralForeground3,
  },
});

interface Props {
  corner?: ReactNode;
  sign?: ReactNode;
  title: string;
  text?: ReactNode;
  foot?: ReactNode;
  children?: ReactNode;
}

/** Stage is a page of one thing, in the middle of the window, without the navigation. */
export function Stage({ corner, sign, title, text, foot, children }: Props) {
  const styles = useStyles();
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    // A field to type in keeps the focus that it asked for.
    if (!(document.activeElement instanceof HTMLInputElement)) heading.current?.focus();
  }, [title]);
  return (
    <main className={styles.stage}>
      <div className={styles.corner}>{corner}</div>
      <div className={styles.middle}>
        {sign && <div className={styles.sign}>{sign}</div>}
        <h1 ref={heading} tabIndex={-1} className={styles.title}>
          {title}
        </h1>
        <p className={styles.text}>{text}</p>
        {children}
      </div>
      <footer className={styles.foot}>{foot}</footer>
    </main>
  );
}
