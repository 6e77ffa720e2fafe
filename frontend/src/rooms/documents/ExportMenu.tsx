import {
  Button,
  Dialog,
  DialogActions,
  DialogBody,
  DialogContent,
  DialogSurface,
  DialogTitle,
  makeStyles,
  Menu,
  MenuItem,
  MenuList,
  MenuPopover,
  MenuTrigger,
} from "@fluentui/react-components";
import { ArrowExportRegular } from "@fluentui/react-icons";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { go } from "../../app/route";
import { api } from "../../backend/api";
import { useAction } from "../../backend/live";
import type { Exported, Query } from "../../backend/types";
import { ProblemBox } from "../../components/ProblemBox";
import { ProgressBar } from "../../components/ProgressBar";
import { useReturnFocus } from "../../components/useReturnFocus";
import { useFormat } from "../../i18n/format";
import { useProgress } from "../settings/useProgress";

const useStyles = makeStyles({
  content: { display: "flex", flexDirection: "column", gap: "12px" },
  text: { margin: 0, lineHeight: "20px", overflowWrap: "anywhere" },
});

interface Props {
  /** What is in the list now. */
  query: Query;
  /** How many mails that is. */
  count: number;
}

/** ExportMenu hands over what is in the list, and leads to the check of the whole archive. */
export function ExportMenu({ query, count }: Props) {
  const { t } = useTranslation();
  const [as, setAs] = useState<"bag" | "zip">();
  return (
    <>
      <Menu>
        <MenuTrigger disableButtonEnhancement>
          <Button icon={<ArrowExportRegular />}>{t("keep:export.button")}</Button>
        </MenuTrigger>
        <MenuPopover>
          <MenuList>
            <MenuItem disabled={count === 0} onClick={() => setAs("zip")}>
              {t("keep:export.zip")}
            </MenuItem>
            <MenuItem disabled={count === 0} onClick={() => setAs("bag")}>
              {t("keep:export.bag")}
            </MenuItem>
            <MenuItem onClick={() => go("settings", "verify")}>{t("keep:verifyArchive")}</MenuItem>
          </MenuList>
        </MenuPopover>
      </Menu>
      {as && <ExportDialog query={query} count={count} bag={as === "bag"} close={() => setAs(undefined)} />}
    </>
  );
}

/** ExportDialog says what goes into the export, and makes it. */
function ExportDialog({ query, count, bag, close }: Props & { bag: boolean; close: () => void }) {
  const styles = useStyles();
  useReturnFocus();
  const { t } = useTranslation();
  const format = useFormat();
  const [made, setMade] = useState<Exported>();
  const [progress, clear] = useProgress("export");
  const make = useAction(async () => {
    clear();
    const result = await api.Export(query, bag);
    if (result.path) setMade(result);
  });
  const stop = (): void => void api.Cancel("export").catch(() => undefined);
  const stopped = make.problem?.code === "interrupted";
  return (
    <Dialog open onOpenChange={(_, data) => !data.open && !make.busy && close()}>
      <DialogSurface>
        <DialogBody>
          <DialogTitle>{made ? t("keep:export.doneTitle") : t("keep:export.title", { count })}</DialogTitle>
          <DialogContent className={styles.content}>
            {made ? (
              <>
                <p className={styles.text} role="status">
                  {t("keep:export.done", { count: made.mails, files: format.number(made.files), path: made.path })}
                </p>
                {made.changed > 0 && <p className={styles.text}>{t("keep:export.changed", { count: made.changed })}</p>}
                {made.missing > 0 && <p className={styles.text}>{t("keep:export.missing", { count: made.missing })}</p>}
              </>
            ) : (
              <>
                <p className={styles.text}>{t(bag ? "keep:export.bagText" : "keep:export.zipText")}</p>
                <p className={styles.text}>{t("keep:export.proof")}</p>
                {make.busy && (
                  <ProgressBar
                    aria-label={t("keep:export.button")}
                    {...(progress && progress.total > 0 ? { value: progress.done / progress.total } : {})}
                  />
                )}
                {stopped && (
                  <p className={styles.text} role="status">
                    {t("keep:export.stopped")}
                  </p>
                )}
                {make.problem && !stopped && (
                  <div role="alert">
                    <ProblemBox problem={make.problem} />
                  </div>
                )}
              </>
            )}
          </DialogContent>
          <DialogActions>
            {made ? (
              <Button appearance="primary" onClick={close}>
                {t("shell:close")}
              </Button>
            ) : make.busy ? (
              <Button onClick={stop}>{t("settings:stop")}</Button>
            ) : (
              <>
                <Button onClick={close}>{t("shell:cancel")}</Button>
                <Button appearance="primary" onClick={() => void make.run()}>
                  {t("keep:export.choose")}
                </Button>
              </>
            )}
          </DialogActions>
        </DialogBody>
      </DialogSurface>
    </Dialog>
  );
}
