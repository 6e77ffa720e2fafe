import { Link, makeStyles } from "@fluentui/react-components";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api } from "../backend/api";
import { useLive } from "../backend/live";
import { CommandBox } from "../components/CommandBox";

const useStyles = makeStyles({
  line: { margin: "4px 0" },
  box: { width: "100%", maxWidth: "560px", textAlign: "left", marginTop: "8px" },
  text: { margin: "0 0 6px", lineHeight: "20px" },
});

/** LinkToSend is the page on which an administrator approves, to be sent to them. */
export function LinkToSend({ link }: { link: string }) {
  const { t } = useTranslation();
  const styles = useStyles();
  return (
    <section className={styles.box} aria-label={t("signin:failed.link")}>
      <p className={styles.text}>{t("signin:failed.link")}</p>
      <CommandBox text={link} label={t("mailboxes:check.copyLink")} />
    </section>
  );
}

/**
 * Approval helps whoever is stopped on Microsoft's page since an administrator has to approve: that page tells the program
 * nothing.
 */
export function Approval() {
  const { t } = useTranslation();
  const styles = useStyles();
  const [open, setOpen] = useState(false);
  return (
    <>
      <p className={styles.line}>
        <Link as="button" inline aria-expanded={open} onClick={() => setOpen(!open)}>
          {t("signin:approval")}
        </Link>
      </p>
      {open && <Asked />}
    </>
  );
}

function Asked() {
  const { value } = useLive(api.ConsentPage);
  return value ? <LinkToSend link={value} /> : null;
}
