import {
  Button,
  Dialog,
  DialogActions,
  DialogBody,
  DialogContent,
  DialogSurface,
  DialogTitle,
  makeStyles,
  MessageBar,
  MessageBarBody,
  tokens,
} from "@fluentui/react-components";
import { OpenRegular } from "@fluentui/react-icons";
import { useTranslation } from "react-i18next";
import { api } from "../../backend/api";
import { useAction } from "../../backend/live";
import { CopyButton } from "../../components/CopyButton";
import { ProblemBox } from "../../components/ProblemBox";
import { hostOf, type MailLink, pretends } from "./frame";

const useStyles = makeStyles({
  content: { display: "flex", flexDirection: "column", gap: "12px" },
  text: { margin: 0, overflowWrap: "anywhere" },
  address: {
    margin: 0,
    padding: "8px 12px",
    maxHeight: "160px",
    overflowY: "auto",
    borderRadius: tokens.borderRadiusMedium,
    backgroundColor: tokens.colorNeutralBackground3,
    fontFamily: tokens.fontFamilyMonospace,
    fontSize: "12px",
    lineHeight: "18px",
    overflowWrap: "anywhere",
    whiteSpace: "pre-wrap",
  },
  host: { fontWeight: tokens.fontWeightBold, color: tokens.colorNeutralForeground1 },
});

/** LinkDialog shows where a link of a mail really leads before it is opened, outside of the app. */
export function LinkDialog({ link, close }: { link: MailLink; close: () => void }) {
  const { t } = useTranslation();
  return (
    <Dialog open onOpenChange={(_, data) => !data.open && close()}>
      <DialogSurface>
        <DialogBody>
          <DialogTitle>{t("documents:link.title")}</DialogTitle>
          <Asked link={link} close={close} />
        </DialogBody>
      </DialogSurface>
    </Dialog>
  );
}

function Asked({ link, close }: { link: MailLink; close: () => void }) {
  const styles = useStyles();
  const { t } = useTranslation();
  const open = useAction(async () => {
    await api.OpenLink(link.address);
    close();
  });
  const host = hostOf(link.address);
  const at = host ? link.address.toLowerCase().indexOf(host.toLowerCase()) : -1;
  return (
    <>
      <DialogContent className={styles.content}>
        {link.text && link.text !== link.address && <p className={styles.text}>{t("documents:link.shown", { text: link.text })}</p>}
        <p className={styles.text}>{t("documents:link.leads")}</p>
        <p className={styles.address} tabIndex={0} aria-label={link.address}>
          {at < 0 ? (
            link.address
          ) : (
            <>
              {link.address.slice(0, at)}
              <span className={styles.host}>{link.address.slice(at, at + host.length)}</span>
              {link.address.slice(at + host.length)}
            </>
          )}
        </p>
        {pretends(link) && (
          <MessageBar intent="warning" layout="multiline">
            <MessageBarBody>{t("documents:link.pretends", { host })}</MessageBarBody>
          </MessageBar>
        )}
        {open.problem && <ProblemBox problem={open.problem} />}
      </DialogContent>
      <DialogActions fluid>
        <CopyButton text={link.address} label={t("documents:link.copy")} />
        <Button onClick={close}>{t("shell:cancel")}</Button>
        <Button appearance="primary" icon={<OpenRegular />} disabledFocusable={open.busy} onClick={() => void open.run()}>
          {link.address.toLowerCase().startsWith("mailto:") ? t("documents:link.write") : t("documents:link.open")}
        </Button>
      </DialogActions>
    </>
  );
}
