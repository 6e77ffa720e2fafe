import { Button, DrawerBody, DrawerFooter, makeStyles, tokens } from "@fluentui/react-components";
import { ArrowClockwiseRegular } from "@fluentui/react-icons";
import { useTranslation } from "react-i18next";
import { useShell } from "../../app/context";
import { api } from "../../backend/api";
import { useAction, useLive } from "../../backend/live";
import type { Failure } from "../../backend/types";
import { Outstanding } from "../../components/Outstanding";
import { AgainButton, ProblemBox } from "../../components/ProblemBox";
import { SidePanel } from "../../components/SidePanel";
import { useFormat } from "../../i18n/format";

const useStyles = makeStyles({
  list: { listStyleType: "none", margin: 0, padding: "4px 0", display: "flex", flexDirection: "column", gap: "16px" },
  where: { margin: "0 0 4px", fontSize: "12px", color: tokens.colorNeutralForeground3, overflowWrap: "anywhere" },
});

/** FailuresDrawer lists what could not be filed: why, what to do, and Try again for one or all. */
export function FailuresDrawer({ close }: { close: () => void }) {
  const { t } = useTranslation();
  return (
    <SidePanel title={t("overview:failures.title")} close={close}>
      <Failures />
    </SidePanel>
  );
}

function Failures() {
  const styles = useStyles();
  const { t } = useTranslation();
  const { done, overview } = useShell();
  const format = useFormat();
  const live = useLive(api.Failures, (event) => ["filed", "failed", "skipped", "round"].includes(event.kind));
  const again = useAction(async (list: Failure[]) => {
    await api.Retry(list.map((f) => f.id).filter(Boolean));
    done(t("overview:failures.started"));
    live.reload();
    overview.reload();
  });
  const mails = live.value?.filter((f) => f.id) ?? [];
  return (
    <>
      <DrawerBody>
        <Outstanding live={live} />
        {again.problem && <ProblemBox problem={again.problem} />}
        {live.value?.length === 0 && <p>{t("overview:failures.none")}</p>}
        <ul className={styles.list}>
          {live.value?.map((f, i) => (
            <li key={f.id || i}>
              <p className={styles.where}>
                {[f.mailbox, f.folder, f.problem?.retry ? t("overview:failures.retry", { time: format.fresh(f.problem.retry) }) : ""]
                  .filter(Boolean)
                  .join(" · ")}
              </p>
              {f.problem && (
                <ProblemBox
                  problem={f.problem}
                  intent="warning"
                  action={f.id && <AgainButton busy={again.busy} onClick={() => void again.run([f])} />}
                />
              )}
            </li>
          ))}
        </ul>
      </DrawerBody>
      {mails.length > 1 && (
        <DrawerFooter>
          <Button
            appearance="primary"
            icon={<ArrowClockwiseRegular />}
            disabledFocusable={again.busy}
            onClick={() => void again.run(mails)}
          >
            {t("overview:failures.all", { count: mails.length })}
          </Button>
        </DrawerFooter>
      )}
    </>
  );
}
