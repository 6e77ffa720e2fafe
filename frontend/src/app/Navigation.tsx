import { makeStyles, mergeClasses, tokens, Tooltip } from "@fluentui/react-components";
import { useTranslation } from "react-i18next";
import mark from "../assets/app.svg";
import { Counter } from "../components/Badge";
import { useShell } from "./context";
import { rooms } from "./rooms";
import { go } from "./route";
import { StatusCorner } from "./StatusCorner";

const narrow = "@media (max-width: 999px)";

// For screen readers only.
const unseen = {
  position: "absolute",
  width: "1px",
  height: "1px",
  overflow: "hidden",
  clipPath: "inset(50%)",
  whiteSpace: "nowrap",
} as const;

const useStyles = makeStyles({
  nav: {
    display: "flex",
    flexDirection: "column",
    flexShrink: 0,
    boxSizing: "border-box",
    width: "208px",
    padding: "0 8px",
    borderRight: `1px solid ${tokens.colorNeutralStroke2}`,
    backgroundColor: tokens.colorNeutralBackground3,
    [narrow]: { width: "56px" },
  },
  brand: {
    display: "flex",
    alignItems: "center",
    gap: "10px",
    height: "60px",
    padding: "0 11px",
    fontSize: "16px",
    fontWeight: tokens.fontWeightSemibold,
    [narrow]: { padding: 0, justifyContent: "center" },
  },
  mark: { width: "28px", height: "28px" },
  list: { listStyleType: "none", margin: 0, padding: 0, display: "flex", flexDirection: "column", gap: "2px" },
  link: {
    position: "relative",
    display: "flex",
    alignItems: "center",
    gap: "12px",
    boxSizing: "border-box",
    width: "100%",
    height: "36px",
    padding: "0 10px",
    border: "none",
    borderRadius: tokens.borderRadiusMedium,
    backgroundColor: "transparent",
    color: tokens.colorNeutralForeground2,
    fontFamily: "inherit",
    fontSize: "14px",
    textAlign: "left",
    cursor: "pointer",
    ":hover": { backgroundColor: tokens.colorNeutralBackground3Hover, color: tokens.colorNeutralForeground1 },
    ":focus-visible": { outline: `2px solid ${tokens.colorStrokeFocus2}`, outlineOffset: "-2px" },
    [narrow]: { padding: 0, justifyContent: "center" },
  },
  here: {
    backgroundColor: tokens.colorNeutralBackground1,
    color: tokens.colorNeutralForeground1,
    fontWeight: tokens.fontWeightSemibold,
    ":hover": { backgroundColor: tokens.colorNeutralBackground1 },
    "::before": {
      content: '""',
      position: "absolute",
      left: 0,
      top: "10px",
      bottom: "10px",
      width: "3px",
      borderRadius: "2px",
      backgroundColor: tokens.colorCompoundBrandStroke,
    },
    "@media (forced-colors: active)": { "::before": { backgroundColor: "Highlight" } },
  },
  icon: { fontSize: "20px", lineHeight: 0, flexShrink: 0 },
  iconHere: { color: tokens.colorCompoundBrandForeground1 },
  name: { flex: "1 1 auto", [narrow]: unseen },
  unseen,
  badge: { [narrow]: { position: "absolute", top: "1px", right: "-1px" } },
  corner: { marginTop: "auto" },
});

/** Navigation leads to the rooms and shows the worst state at its foot. Below 1000 px it shrinks to icons. */
export function Navigation({ room, compact }: { room: string; compact: boolean }) {
  const styles = useStyles();
  const { t } = useTranslation();
  const { overview } = useShell();
  return (
    <nav className={styles.nav} aria-label={t("shell:navigation")}>
      <div className={styles.brand}>
        <img src={mark} alt="" className={styles.mark} />
        {!compact && <span>Postroom</span>}
      </div>
      <ul className={styles.list}>
        {rooms.map((r) => {
          const here = r.id === room;
          const Icon = here ? r.iconHere : r.icon;
          const name = t(r.name);
          const count = (overview.value && r.badge?.(overview.value)) || 0;
          const link = (
            <button
              type="button"
              className={mergeClasses(styles.link, here && styles.here)}
              aria-current={here ? "page" : undefined}
              onClick={() => go(r.id)}
            >
              <span className={mergeClasses(styles.icon, here && styles.iconHere)} aria-hidden>
                <Icon />
              </span>
              <span className={styles.name}>{name}</span>
              {count > 0 && (
                <>
                  <Counter className={styles.badge} count={count} />
                  <span className={styles.unseen}>{t("shell:needsYou", { count })}</span>
                </>
              )}
            </button>
          );
          return (
            <li key={r.id}>
              {compact ? (
                <Tooltip content={name} relationship="description" positioning="after">
                  {link}
                </Tooltip>
              ) : (
                link
              )}
            </li>
          );
        })}
      </ul>
      <div className={styles.corner}>
        <StatusCorner compact={compact} />
      </div>
    </nav>
  );
}
