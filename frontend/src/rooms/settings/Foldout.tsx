import { makeStyles, tokens } from "@fluentui/react-components";
import type { ReactNode } from "react";

const useStyles = makeStyles({
  fold: { borderTop: `1px solid ${tokens.colorNeutralStroke2}` },
  head: { padding: "8px 0", cursor: "pointer", lineHeight: "20px", overflowWrap: "anywhere" },
  text: {
    margin: "0 0 12px",
    padding: "8px",
    maxHeight: "320px",
    overflow: "auto",
    borderRadius: tokens.borderRadiusMedium,
    backgroundColor: tokens.colorNeutralBackground3,
    fontFamily: tokens.fontFamilyMonospace,
    fontSize: "11px",
    lineHeight: "16px",
    whiteSpace: "pre-wrap",
    overflowWrap: "anywhere",
  },
});

interface Props {
  head: ReactNode;
  text: string;
  /** Stands between the two. */
  note?: ReactNode;
  open?: boolean;
}

/** Foldout is a line that unfolds a long text. */
export function Foldout({ head, text, note, open = false }: Props) {
  const styles = useStyles();
  return (
    <details className={styles.fold} open={open}>
      <summary className={styles.head}>{head}</summary>
      {note}
      <pre className={styles.text} tabIndex={0}>
        {text}
      </pre>
    </details>
  );
}
