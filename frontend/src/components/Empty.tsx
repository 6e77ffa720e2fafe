import { makeStyles, tokens } from "@fluentui/react-components";
import type { ReactNode } from "react";

const useStyles = makeStyles({
  empty: {
    display: "flex",
    flexDirection: "column",
    alignItems: "center",
    justifyContent: "center",
    gap: "8px",
    height: "100%",
    minHeight: "240px",
    padding: "0 16px",
    boxSizing: "border-box",
    textAlign: "center",
  },
  icon: { fontSize: "40px", lineHeight: 0, color: tokens.colorNeutralForeground3 },
  title: { margin: 0, fontSize: "16px", lineHeight: "22px", fontWeight: tokens.fontWeightSemibold },
  text: { margin: 0, maxWidth: "440px", color: tokens.colorNeutralForeground2 },
  action: { marginTop: "8px" },
});

interface Props {
  icon: ReactNode;
  title: string;
  text: string;
  action?: ReactNode;
}

/** Empty says why there is nothing and what fills it. */
export function Empty({ icon, title, text, action }: Props) {
  const styles = useStyles();
  return (
    <div className={styles.empty}>
      <span className={styles.icon} aria-hidden>
        {icon}
      </span>
      <h2 className={styles.title}>{title}</h2>
      <p className={styles.text}>
        {text}
      </p>
      {action && <div className={styles.action}>{action}</div>}
    </div>
  );
}
