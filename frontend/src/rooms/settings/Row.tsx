import { makeStyles, mergeClasses, tokens } from "@fluentui/react-components";
import type { FluentIcon } from "@fluentui/react-icons";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { Problem } from "../../backend/types";
import { Badge } from "../../components/Badge";
import { Card } from "../../components/Page";
import { ProblemBox } from "../../components/ProblemBox";

const useStyles = makeStyles({
  title: { margin: "20px 0 8px", fontSize: "14px", lineHeight: "20px", fontWeight: tokens.fontWeightSemibold },
  first: { marginTop: 0 },
  card: { padding: "0" },
  row: { padding: "10px 16px", ":not(:first-child)": { borderTop: `1px solid ${tokens.colorNeutralStroke2}` } },
  line: { display: "flex", alignItems: "center", flexWrap: "wrap", gap: "8px 16px", minHeight: "40px" },
  icon: { fontSize: "20px", lineHeight: 0, flexShrink: 0, color: tokens.colorNeutralForeground2 },
  said: { flex: "1 1 260px", minWidth: 0 },
  label: { lineHeight: "20px", overflowWrap: "anywhere" },
  hint: { margin: 0, fontSize: "12px", lineHeight: "16px", color: tokens.colorNeutralForeground2, overflowWrap: "anywhere" },
  control: { display: "flex", alignItems: "center", flexWrap: "wrap", gap: "8px", marginLeft: "auto" },
  below: { paddingTop: "8px" },
});

/** Section is a title and a card of rows. */
export function Section({ title, first = false, children }: { title: string; first?: boolean; children: ReactNode }) {
  const styles = useStyles();
  return (
    <>
      <h2 className={mergeClasses(styles.title, first && styles.first)}>{title}</h2>
      <Card label={title} className={styles.card}>
        {children}
      </Card>
    </>
  );
}

interface RowProps {
  icon: FluentIcon;
  label: string;
  /** Id of the label, for a control that is named by it. */
  labelId?: string;
  hint?: ReactNode;
  /** Name of the policy file that decides this. */
  managedBy?: string | undefined;
  problem?: Problem | undefined;
  /** What the row has to say at more length. */
  below?: ReactNode;
  children?: ReactNode;
}

/** Row is one setting: what it is, what it does, and its control at the right. */
export function Row({ icon: Icon, label, labelId, hint, managedBy, problem, below, children }: RowProps) {
  const styles = useStyles();
  const { t } = useTranslation();
  return (
    <div className={styles.row}>
      <div className={styles.line}>
        <Icon aria-hidden className={styles.icon} />
        <div className={styles.said}>
          <div id={labelId} className={styles.label}>
            {label}
          </div>
          {hint && <div className={styles.hint}>{hint}</div>}
          {managedBy !== undefined && (
            <div className={styles.hint}>{managedBy ? t("settings:managedBy", { file: managedBy }) : t("settings:managedByPolicy")}</div>
          )}
        </div>
        <div className={styles.control}>
          {managedBy !== undefined && (
            <Badge>
              {t("settings:managed")}
            </Badge>
          )}
          {children}
        </div>
      </div>
      {problem && (
        <div className={styles.below} role="alert">
          <ProblemBox problem={problem} />
        </div>
      )}
      {below && <div className={styles.below}>{below}</div>}
    </div>
  );
}
