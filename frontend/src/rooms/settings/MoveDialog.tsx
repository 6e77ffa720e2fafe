import {
  Button,
  Checkbox,
  Dialog,
  DialogActions,
  DialogBody,
  DialogContent,
  DialogSurface,
  DialogTitle,
  makeStyles,
  tokens,
} from "@fluentui/react-components";
import { FolderOpenRegular } from "@fluentui/react-icons";
import { useId, useState } from "react";
import { useTranslation } from "react-i18next";
import { api } from "../../backend/api";
import { useAction } from "../../backend/live";
import type { Moved, Place } from "../../backend/types";
import { Problems } from "../../components/ProblemBox";
import { ProgressBar } from "../../components/ProgressBar";
import { Spinner } from "../../components/Spinner";
import { useReturnFocus } from "../../components/useReturnFocus";
import { useFormat } from "../../i18n/format";
import { useProgress } from "./useProgress";

const useStyles = makeStyles({
  content: { display: "flex", flexDirection: "column", gap: "12px" },
  facts: { display: "grid", gridTemplateColumns: "auto minmax(0, 1fr)", gap: "6px 16px", margin: 0, lineHeight: "20px" },
  name: { color: tokens.colorNeutralForeground2 },
  value: { margin: 0, overflowWrap: "anywhere" },
  text: { margin: 0, lineHeight: "20px" },
  small: { margin: 0, fontSize: "12px", lineHeight: "16px", color: tokens.colorNeutralForeground2 },
});

/** MoveDialog chooses another archive folder, says what moving there takes, and moves the documents. */
export function MoveDialog({ from, close }: { from: string; close: () => void }) {
  const styles = useStyles();
  useReturnFocus();
  const { t } = useTranslation();
  const format = useFormat();
  const label = useId();
  const [place, setPlace] = useState<Place>();
  const [keep, setKeep] = useState(false);
  const [moved, setMoved] = useState<Moved>();
  const [progress, clear] = useProgress("move");
  const choose = useAction(async () => {
    const path = await api.ChooseFolder();
    if (path) setPlace(await api.CheckDestination(path));
  });
  const move = useAction(async () => {
    clear();
    if (place) setMoved(await api.MoveDestination(place.path, keep));
  });
  const stopped = move.problem?.code === "interrupted";
  const able = place !== undefined && place.reachable && !place.problem;
  const percent = progress && progress.total > 0 ? progress.done / progress.total : undefined;
  return (
    <Dialog open modalType={move.busy ? "alert" : "modal"} onOpenChange={(_, data) => !data.open && !move.busy && close()}>
      <DialogSurface>
        <DialogBody>
          <DialogTitle>{moved ? t("settings:move.doneTitle") : t("settings:move.title")}</DialogTitle>
          <DialogContent className={styles.content}>
            {moved ? (
              <>
                <p className={styles.text} role="status">
                  {t("settings:move.done", { count: moved.files, size: format.size(moved.bytes), path: moved.path })}
                </p>
                <p className={styles.small}>{moved.left ? t("settings:move.left", { path: from }) : t("settings:move.gone", { path: from })}</p>
                {moved.missing > 0 && <p className={styles.small}>{t("settings:move.missing", { count: moved.missing })}</p>}
              </>
            ) : (
              <>
                <p className={styles.text}>{t("settings:move.text")}</p>
                <dl className={styles.facts}>
                  <dt className={styles.name}>{t("settings:move.now")}</dt>
                  <dd className={styles.value}>{from}</dd>
                  {place && (
                    <>
                      <dt className={styles.name}>{t("settings:move.new")}</dt>
                      <dd className={styles.value}>{place.path}</dd>
                    </>
                  )}
                  {able && (
                    <>
                      <dt className={styles.name}>{t("settings:move.what")}</dt>
                      <dd className={styles.value}>{t("settings:move.files", { count: place.documents, size: format.size(place.bytes) })}</dd>
                      {place.free >= 0 && (
                        <>
                          <dt className={styles.name}>{t("settings:move.free")}</dt>
                          <dd className={styles.value}>{format.size(place.free)}</dd>
                        </>
                      )}
                    </>
                  )}
                </dl>
                {choose.busy && <Spinner size="tiny" label={t("settings:move.looking")} />}
                <Problems list={[choose.problem, place?.problem, stopped ? undefined : move.problem]} />
                {stopped && (
                  <p className={styles.text} role="status">
                    {t("settings:move.stopped")}
                  </p>
                )}
                {able && !move.busy && (
                  <Checkbox label={t("settings:move.keep")} checked={keep} onChange={(_, data) => setKeep(data.checked === true)} />
                )}
                {move.busy && (
                  <div>
                    <ProgressBar aria-labelledby={label} {...(percent === undefined ? {} : { value: percent })} thickness="large" />
                    <p id={label} className={styles.small}>
                      {progress && progress.total > 0
                        ? t("settings:move.progress", { count: progress.done, total: format.number(progress.total) })
                        : t("settings:move.begins")}
                    </p>
                  </div>
                )}
              </>
            )}
          </DialogContent>
          <DialogActions fluid>
            {moved ? (
              <Button appearance="primary" onClick={close}>
                {t("shell:close")}
              </Button>
            ) : move.busy ? (
              <Button onClick={() => void api.Cancel("move").catch(() => undefined)}>{t("settings:stop")}</Button>
            ) : (
              <>
                <Button onClick={close}>{t("shell:cancel")}</Button>
                <Button
                  appearance={able ? "secondary" : "primary"}
                  icon={<FolderOpenRegular />}
                  disabledFocusable={choose.busy}
                  onClick={() => void choose.run()}
                >
                  {place ? t("settings:move.other") : t("settings:move.choose")}
                </Button>
                {able && (
                  <Button appearance="primary" onClick={() => void move.run()}>
                    {t("settings:move.move")}
                  </Button>
                )}
              </>
            )}
          </DialogActions>
        </DialogBody>
      </DialogSurface>
    </Dialog>
  );
}
