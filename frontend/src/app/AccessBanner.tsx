import { makeStyles, tokens } from "@fluentui/react-components";
import { LockClosedRegular } from "@fluentui/react-icons";
import type { Access } from "../backend/types";

const useStyles = makeStyles({
  banner: {
    display: "flex",
    alignItems: "flex-start",
    gap: "8px",
    flexShrink: 0,
    padding: "6px 16px",
    fontSize: "12px",
    lineHeight: "16px",
    backgroundColor: tokens.colorNeutralBackground3,
    color: tokens.colorNeutralForeground1,
    borderBottom: `1px solid ${tokens.colorNeutralStroke2}`,
  },
  icon: { flexShrink: 0 },
  what: { fontWeight: tokens.fontWeightSemibold },
});

/** AccessBanner says that nothing can be changed here, why, and whom to ask. */
export function AccessBanner({ access }: { access: Access }) {
  const styles = useStyles();
  if (access.may || !access.problem) return null;
  return (
    <aside className={styles.banner}>
      <LockClosedRegular aria-hidden fontSize={16} className={styles.icon} />
      <span>
        <span className={styles.what}>{access.problem.message}</span> {access.problem.remedy}
      </span>
    </aside>
  );
}
