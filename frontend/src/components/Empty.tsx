import { Body1, makeStyles, Subtitle2, tokens } from "@fluentui/react-components";
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
    textAlign: "center",
  },
  icon: { fontSize: "40px", lineHeight: 0, color: tokens.colorNeutralForeground3 },
  text: { maxWidth: "440px", color: tokens.colorNeutralForeground2 },
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
      <Subtitle2 as="h2">{title}</Subtitle2>
      <Body1 as="p" className={styles.text}>
        {text}
      </Body1>
      {action && <div className={styles.action}>{action}</div>}
    </div>
  );
}
