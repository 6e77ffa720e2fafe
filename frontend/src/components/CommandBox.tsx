import { makeStyles, tokens } from "@fluentui/react-components";
import { useTranslation } from "react-i18next";
import { CopyButton } from "./CopyButton";

const useStyles = makeStyles({
  box: {
    display: "flex",
    alignItems: "flex-start",
    gap: "8px",
    padding: "4px 4px 4px 12px",
    border: `1px solid ${tokens.colorNeutralStroke2}`,
    borderRadius: tokens.borderRadiusMedium,
    backgroundColor: tokens.colorNeutralBackground3,
    textAlign: "left",
  },
  text: {
    flex: "1 1 auto",
    minWidth: 0,
    margin: "6px 0",
    fontFamily: tokens.fontFamilyMonospace,
    fontSize: "12px",
    lineHeight: "20px",
    whiteSpace: "pre-wrap",
    overflowWrap: "anywhere",
    userSelect: "all",
  },
  // An option stays in one piece: "-" is no place to break it.
  word: { display: "inline-block", maxWidth: "100%" },
});

/** CommandBox is a text to be entered elsewhere as it stands, such as a command or a link; label says what is copied. */
export function CommandBox({ text, label }: { text: string; label?: string }) {
  const styles = useStyles();
  const { t } = useTranslation();
  return (
    <div className={styles.box}>
      <code className={styles.text}>
        {text.split(/(\s)/).map((word, i) => (/\S/.test(word) ? <span key={i} className={styles.word}>{word}</span> : word))}
      </code>
      <CopyButton iconOnly appearance="subtle" text={text} label={label ?? t("signin:copy")} />
    </div>
  );
}
