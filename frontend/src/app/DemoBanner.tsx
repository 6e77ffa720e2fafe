import { makeStyles, tokens } from "@fluentui/react-components";
import { BeakerRegular } from "@fluentui/react-icons";
import { useTranslation } from "react-i18next";

const useStyles = makeStyles({
  banner: {
    display: "flex",
    alignItems: "center",
    justifyContent: "center",
    gap: "8px",
    flexShrink: 0,
    minHeight: "28px",
    padding: "2px 16px",
    fontSize: "12px",
    backgroundColor: tokens.colorBrandBackground2,
    color: tokens.colorBrandForeground2,
    borderBottom: `1px solid ${tokens.colorNeutralStroke2}`,
  },
});

/** DemoBanner says that nothing of what is shown is real. */
export function DemoBanner() {
  const styles = useStyles();
  const { t } = useTranslation();
  return (
    <aside className={styles.banner}>
      <BeakerRegular aria-hidden fontSize={16} />
      <span>{t("shell:demo")}</span>
    </aside>
  );
}
