import { makeStyles, mergeClasses, tokens } from "@fluentui/react-components";
import { useTranslation } from "react-i18next";
import { go } from "../../app/route";
import type { Activity } from "../../backend/types";
import { Badge } from "../../components/Badge";
import { useFormat } from "../../i18n/format";
import { personOf } from "../documents/person";

const useStyles = makeStyles({
  list: {
    display: "grid",
    gridTemplateColumns: "minmax(52px, max-content) minmax(0, 3fr) minmax(0, 1fr) max-content",
    columnGap: "8px",
    listStyleType: "none",
    margin: "0 -8px",
    padding: 0,
    "@media (max-width: 999px)": { gridTemplateColumns: "minmax(52px, max-content) minmax(0, 1fr) 0 max-content" },
  },
  item: { display: "grid", gridTemplateColumns: "subgrid", gridColumn: "1 / -1" },
  row: {
    display: "grid",
    gridTemplateColumns: "subgrid",
    gridColumn: "1 / -1",
    alignItems: "center",
    boxSizing: "border-box",
    width: "100%",
    minHeight: "36px",
    padding: "0 8px",
    border: "none",
    borderRadius: tokens.borderRadiusMedium,
    backgroundColor: "transparent",
    color: "inherit",
    font: "inherit",
    textAlign: "left",
  },
  button: {
    cursor: "pointer",
    ":hover": { backgroundColor: tokens.colorNeutralBackground1Hover },
    ":focus-visible": { outline: `2px solid ${tokens.colorStrokeFocus2}`, outlineOffset: "-2px" },
  },
  cut: { overflow: "hidden", textOverflow: "ellipsis", whiteSpace: "nowrap" },
  sender: { fontWeight: tokens.fontWeightSemibold },
  small: { fontSize: "12px", color: tokens.colorNeutralForeground3 },
  folder: { "@media (max-width: 999px)": { visibility: "hidden" } },
  end: { justifySelf: "end" },
});

/** ActivityList shows the last mails; a filed one leads to its document, a failed one to the reasons. */
export function ActivityList({ activity, showFailures }: { activity: Activity[]; showFailures: () => void }) {
  const styles = useStyles();
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <ul className={styles.list}>
      {activity.map((a) => {
        const from = personOf(a.from);
        const failed = a.state === "failed";
        return (
          <li key={`${a.id} ${a.time} ${a.state}`} className={styles.item}>
            <button type="button" className={mergeClasses(styles.row, styles.button)} onClick={() => (failed ? showFailures() : go("documents", a.id))}>
              <span className={styles.small}>{format.fresh(a.time)}</span>
              <span className={styles.cut}>
                <span className={styles.sender}>{from.name || from.address}</span> {a.subject || t("overview:noSubject")}
              </span>
              <span className={mergeClasses(styles.small, styles.cut, styles.folder)}>{a.folder}</span>
              <span className={styles.end}>
                {failed ? (
                  <Badge tone="danger">
                    {t("overview:failed")}
                  </Badge>
                ) : (
                  <span className={styles.small}>{t("overview:filed")}</span>
                )}
              </span>
            </button>
          </li>
        );
      })}
    </ul>
  );
}
