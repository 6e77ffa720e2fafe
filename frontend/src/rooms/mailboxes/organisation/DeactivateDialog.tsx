import { Button, Dialog, DialogActions, DialogBody, DialogContent, DialogSurface, DialogTitle, makeStyles } from "@fluentui/react-components";
import { useTranslation } from "react-i18next";
import { useReturnFocus } from "../../../components/useReturnFocus";

const useStyles = makeStyles({
  list: { margin: 0, paddingLeft: "20px", display: "flex", flexDirection: "column", gap: "4px" },
});

interface Props {
  addresses: readonly string[];
  close: () => void;
  deactivate: () => void;
}

/** DeactivateDialog says what ends and what stays before mailboxes of an organisation are no longer read. */
export function DeactivateDialog({ addresses, close, deactivate }: Props) {
  const { t } = useTranslation();
  const styles = useStyles();
  useReturnFocus();
  return (
    <Dialog open onOpenChange={(_, data) => !data.open && close()}>
      <DialogSurface>
        <DialogBody>
          <DialogTitle>{t("organisation:deactivate.ask", { count: addresses.length, address: addresses[0] })}</DialogTitle>
          <DialogContent>
            <ul className={styles.list}>
              <li>{t("organisation:deactivate.ends")}</li>
              <li>{t("organisation:deactivate.first")}</li>
              <li>{t("organisation:deactivate.stays")}</li>
              <li>{t("organisation:deactivate.again")}</li>
            </ul>
          </DialogContent>
          <DialogActions>
            <Button onClick={close}>{t("shell:cancel")}</Button>
            <Button appearance="primary" onClick={deactivate}>
              {t("organisation:addresses.deactivate")}
            </Button>
          </DialogActions>
        </DialogBody>
      </DialogSurface>
    </Dialog>
  );
}
