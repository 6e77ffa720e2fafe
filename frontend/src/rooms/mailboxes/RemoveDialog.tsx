import { Button, Dialog, DialogActions, DialogBody, DialogContent, DialogSurface, DialogTitle, makeStyles } from "@fluentui/react-components";
import { useTranslation } from "react-i18next";
import { useShell } from "../../app/context";
import { go } from "../../app/route";
import { api } from "../../backend/api";
import { useAction } from "../../backend/live";
import { ProblemBox } from "../../components/ProblemBox";
import { Spinner } from "../../components/Spinner";
import type { Entry } from "./entries";

const useStyles = makeStyles({
  list: { margin: "0 0 8px", paddingLeft: "20px", display: "flex", flexDirection: "column", gap: "4px" },
});

interface Props {
  entry: Entry;
  changed: () => void;
  close: () => void;
}

/** RemoveDialog says what ends and what stays before a shared mailbox is removed. */
export function RemoveDialog({ entry, changed, close }: Props) {
  const { t } = useTranslation();
  const styles = useStyles();
  const { account, mailbox } = entry;
  const { overview, done } = useShell();
  const act = useAction(async () => {
    const { left } = await api.RemoveShared(account.id, mailbox.address);
    close();
    const named = { address: mailbox.address };
    done(left > 0 ? t("shared:remove.doneLeft", { ...named, count: left }) : t("shared:remove.done", named));
    changed();
    overview.reload();
    go("mailboxes", account.address);
  });
  const stop = () => {
    if (act.busy) void api.Cancel("remove").catch(() => undefined);
    else close();
  };
  return (
    <Dialog open onOpenChange={(_, data) => !data.open && stop()}>
      <DialogSurface>
        <DialogBody>
          <DialogTitle>{t("shared:remove.ask", { address: mailbox.address })}</DialogTitle>
          <DialogContent>
            <ul className={styles.list}>
              <li>{t("shared:remove.ends")}</li>
              <li>{t("shared:remove.files")}</li>
              <li>{t("shared:remove.others", { account: account.address })}</li>
              <li>{t("shared:remove.again")}</li>
            </ul>
            {act.busy && <Spinner size="tiny" label={t("shared:remove.running")} />}
            {act.problem && <ProblemBox problem={act.problem} />}
          </DialogContent>
          <DialogActions>
            <Button onClick={stop}>{t("shell:cancel")}</Button>
            <Button appearance="primary" disabledFocusable={act.busy} onClick={() => void act.run()}>
              {t("shared:remove.button")}
            </Button>
          </DialogActions>
        </DialogBody>
      </DialogSurface>
    </Dialog>
  );
}
