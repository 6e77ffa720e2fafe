import { makeStyles } from "@fluentui/react-components";
import { type ReactNode, useId } from "react";
import { useTranslation } from "react-i18next";
import { go } from "../../app/route";
import { Page } from "../../components/Page";
import { Tabs } from "../../components/Tabs";

const useStyles = makeStyles({
  tabs: { display: "flex", flexShrink: 0, margin: "-8px 0 8px -12px" },
  panel: { display: "flex", flexDirection: "column", flex: "1 1 auto", minHeight: 0 },
});

/** The ways to look at what is filed. */
export const views = ["mail", "invoices"] as const;
export type View = (typeof views)[number];

/** Frame is the room around one of its views. */
export function Frame({ view, actions, children }: { view: View; actions: ReactNode; children: ReactNode }) {
  const styles = useStyles();
  const { t } = useTranslation();
  const id = useId();
  return (
    <Page title={t("shell:room.documents")} still actions={actions}>
      <div className={styles.tabs}>
        <Tabs id={id} large label={t("documents:views.label")} tabs={views} nameOf={(v) => t(`documents:views.${v}`)} here={view} choose={(v) => go("documents", v === "mail" ? "" : v)} />
      </div>
      <div id={`${id}panel`} role="tabpanel" aria-labelledby={`${id}${view}`} className={styles.panel}>
        {children}
      </div>
    </Page>
  );
}
