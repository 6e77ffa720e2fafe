import { Button, makeStyles } from "@fluentui/react-components";
import { ArrowUndoRegular } from "@fluentui/react-icons";
import { type ReactNode, use, useId } from "react";
import { useTranslation } from "react-i18next";
import { Page } from "../../components/Page";
import { Tabs } from "../../components/Tabs";
import { useFormat } from "../../i18n/format";
import { goView, type View, views } from "./places";
import { useUndo } from "./useFix";
import { WorkContext } from "./work";

const useStyles = makeStyles({
  tabs: { display: "flex", flexShrink: 0, margin: "-8px 0 8px -12px" },
  panel: { display: "flex", flexDirection: "column", flex: "1 1 auto", minHeight: 0 },
});

/** Frame is the room around one of its views. */
export function Frame({ view, still = true, actions, children }: { view: View; still?: boolean; actions?: ReactNode; children: ReactNode }) {
  const styles = useStyles();
  const { t } = useTranslation();
  const id = useId();
  const undo = useUndo();
  const work = use(WorkContext);
  const format = useFormat();
  const nameOf = (v: View): string => (v === "work" && work && work.total > 0 ? `${t("processing:views.work")} ${format.number(work.total)}` : t(`processing:views.${v}`));
  return (
    <Page
      title={t("shell:room.processing")}
      still={still}
      actions={
        <>
          <Button appearance="subtle" icon={<ArrowUndoRegular />} aria-label={t("processing:undoLast")} title={t("processing:undoLast")} onClick={undo} />
          {actions}
        </>
      }
    >
      <div className={styles.tabs}>
        <Tabs id={id} large label={t("processing:views.label")} tabs={work?.member ? views : views.filter((v) => v !== "work" || v === view)} nameOf={nameOf} here={view} choose={goView} />
      </div>
      <div id={`${id}panel`} role="tabpanel" aria-labelledby={`${id}${view}`} className={styles.panel}>
        {children}
      </div>
    </Page>
  );
}
