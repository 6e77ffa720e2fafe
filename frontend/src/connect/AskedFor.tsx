import {
  Button,
  Dialog,
  DialogActions,
  DialogBody,
  DialogContent,
  DialogSurface,
  DialogTitle,
  Link,
  makeStyles,
  tokens,
} from "@fluentui/react-components";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { PeoplePermission } from "../backend/types";
import { useReturnFocus } from "../components/useReturnFocus";
import type { Purpose } from "./purpose";

const useStyles = makeStyles({
  list: { margin: "0 0 12px", paddingLeft: 0, listStyleType: "none", display: "flex", flexDirection: "column", gap: "12px" },
  name: { fontFamily: tokens.fontFamilyMonospace, fontSize: "12px" },
  text: { color: tokens.colorNeutralForeground2 },
});

const asked = [
  ["Mail.Read", "signin:asked.mail"],
  ["User.Read", "signin:asked.user"],
  ["offline_access", "signin:asked.offline"],
] as const;
const askedShared = [["Mail.Read.Shared", "shared:asked"]] as const;

interface Props {
  kind: Purpose["kind"];
  permissions?: readonly PeoplePermission[];
}

/** AskedFor answers what Microsoft will ask before the person gets there. Personal accounts have no administrator. */
export function AskedFor({ kind, permissions = [] }: Props) {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  return (
    <>
      {kind !== "personal" && <span>{t("signin:asked.hint")}</span>}
      <Link as="button" inline onClick={() => setOpen(true)}>
        {t("signin:asked.title")}
      </Link>
      {open && <Answer kind={kind} permissions={permissions} close={() => setOpen(false)} />}
    </>
  );
}

function Answer({ kind, permissions, close }: Required<Props> & { close: () => void }) {
  const { t } = useTranslation();
  const styles = useStyles();
  useReturnFocus();
  const each = permissions.length > 0 ? permissions.map((p) => [p.name, p.allows] as const) : (kind === "shared" ? askedShared : asked).map(([name, text]) => [name, t(text)] as const);
  return (
    <Dialog open onOpenChange={(_, data) => !data.open && close()}>
      <DialogSurface>
        <DialogBody>
          <DialogTitle>{t("signin:asked.title")}</DialogTitle>
          <DialogContent>
            <ul className={styles.list}>
              {each.map(([name, text]) => (
                <li key={name}>
                  <code className={styles.name}>{name}</code>
                  <div className={styles.text}>{text}</div>
                </li>
              ))}
            </ul>
            {t("signin:asked.never")}
          </DialogContent>
          <DialogActions>
            <Button onClick={close}>{t("shell:close")}</Button>
          </DialogActions>
        </DialogBody>
      </DialogSurface>
    </Dialog>
  );
}
