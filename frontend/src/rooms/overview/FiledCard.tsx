import { makeStyles, mergeClasses, tokens } from "@fluentui/react-components";
import { useTranslation } from "react-i18next";
import { chart } from "../../app/theme";
import { useShell } from "../../app/context";
import type { Overview } from "../../backend/types";
import { Card } from "../../components/Page";
import { useFormat } from "../../i18n/format";

const useStyles = makeStyles({
  title: { margin: 0, fontSize: "14px", lineHeight: "20px", fontWeight: tokens.fontWeightSemibold },
  numbers: { display: "flex", gap: "24px", margin: "8px 0 16px" },
  number: { fontSize: "28px", lineHeight: "36px", fontWeight: tokens.fontWeightSemibold, fontVariantNumeric: "tabular-nums" },
  small: { fontSize: "12px", lineHeight: "16px", color: tokens.colorNeutralForeground3 },
  bars: {
    display: "grid",
    gridAutoFlow: "column",
    gridAutoColumns: "minmax(0, 1fr)",
    gap: "6px",
    alignItems: "end",
    height: "104px",
    margin: 0,
    padding: 0,
    listStyleType: "none",
  },
  day: { display: "flex", flexDirection: "column", alignItems: "center", justifyContent: "flex-end", height: "100%" },
  count: { fontSize: "11px", lineHeight: "14px", color: tokens.colorNeutralForeground3, fontVariantNumeric: "tabular-nums" },
  bar: { width: "100%", minHeight: "3px", borderRadius: "3px", forcedColorAdjust: "none" },
  name: { marginTop: "4px", fontSize: "12px", lineHeight: "16px", color: tokens.colorNeutralForeground3 },
  today: { fontWeight: tokens.fontWeightSemibold, color: tokens.colorNeutralForeground1 },
});

/** The tallest bar, in pixels. */
const tallest = 64;

/** FiledCard shows how many mails were filed today, this week, and on each of the last seven days. */
export function FiledCard({ overview: o }: { overview: Overview }) {
  const styles = useStyles();
  const { t } = useTranslation();
  const format = useFormat();
  const { look } = useShell();
  const days = o.days.slice(-7);
  const most = Math.max(1, ...days.map((d) => d.count));
  return (
    <Card label={t("overview:filed")}>
      <h2 className={styles.title}>
        {t("overview:filed")}
      </h2>
      <div className={styles.numbers}>
        <div>
          <div className={styles.number}>{format.number(o.today)}</div>
          <div className={styles.small}>{t("overview:today")}</div>
        </div>
        <div>
          <div className={styles.number}>{format.number(o.week)}</div>
          <div className={styles.small}>{t("overview:week")}</div>
        </div>
      </div>
      <ul className={styles.bars} aria-label={t("overview:lastDays")}>
        {days.map((d, i) => {
          const today = i === days.length - 1;
          return (
            <li key={d.date} className={styles.day}>
              <span className={mergeClasses(styles.count, today && styles.today)}>{format.number(d.count)}</span>
              <span
                aria-hidden
                className={styles.bar}
                style={{ height: Math.round((d.count / most) * tallest), backgroundColor: today ? chart[look].today : chart[look].past }}
              />
              <span className={mergeClasses(styles.name, today && styles.today)}>{format.weekday(d.date)}</span>
            </li>
          );
        })}
      </ul>
    </Card>
  );
}
