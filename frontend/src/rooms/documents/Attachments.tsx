import { Button, Link, makeStyles, mergeClasses, tokens } from "@fluentui/react-components";
import {
  ArrowDownloadRegular,
  CalendarRegular,
  DocumentPdfRegular,
  DocumentProhibitedRegular,
  DocumentRegular,
  FolderOpenRegular,
  ImageRegular,
  MailRegular,
  ReceiptRegular,
} from "@fluentui/react-icons";
import { useTranslation } from "react-i18next";
import type { Attachment } from "../../backend/types";
import { useFormat } from "../../i18n/format";
import { Badge, type Tone } from "../../components/Badge";

const useStyles = makeStyles({
  list: { listStyleType: "none", margin: 0, padding: 0 },
  item: {
    display: "grid",
    gridTemplateColumns: "20px minmax(0, 1fr) auto auto",
    alignItems: "center",
    gap: "0 10px",
    minHeight: "44px",
  },
  icon: { fontSize: "20px", lineHeight: 0, color: tokens.colorNeutralForeground2 },
  name: { minWidth: 0, maxWidth: "100%", overflow: "hidden", textOverflow: "ellipsis", whiteSpace: "nowrap", textAlign: "left", lineHeight: "20px" },
  what: { minWidth: 0, display: "flex", flexDirection: "column", alignItems: "flex-start" },
  warn: { color: tokens.colorStatusWarningForeground3 },
  why: { fontSize: "12px", lineHeight: "16px", color: tokens.colorNeutralForeground2, paddingBottom: "4px" },
  facts: { display: "flex", alignItems: "center", flexWrap: "wrap", gap: "2px 8px", fontSize: "12px", lineHeight: "16px", color: tokens.colorNeutralForeground2 },
  again: { fontSize: "12px" },
  size: { fontSize: "12px", color: tokens.colorNeutralForeground3, whiteSpace: "nowrap" },
  buttons: { display: "flex" },
});

function iconOf(file: Attachment) {
  if (!file.openable) return DocumentProhibitedRegular;
  if (file.kind === "invoice") return ReceiptRegular;
  if (file.kind === "image") return ImageRegular;
  if (file.kind === "calendar") return CalendarRegular;
  if (file.kind === "mail") return MailRegular;
  return /\.pdf$/i.test(file.name) ? DocumentPdfRegular : DocumentRegular;
}

/** The colour of a status. */
const tones: Record<string, Tone> = { processed: "success", failed: "danger" };

interface Props {
  files: Attachment[];
  busy: boolean;
  open: (path: string) => void;
  show: (path: string) => void;
  save: (path: string) => void;
  /** Has what could not be read looked at once more. */
  again: () => void;
}

/** Attachments lists what came with a mail. A program has no Open, and says why. */
export function Attachments({ files, busy, open, show, save, again }: Props) {
  const styles = useStyles();
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <ul className={styles.list} aria-label={t("documents:attachmentList")}>
      {files.map((file) => {
        const Icon = iconOf(file);
        const showLabel = t("documents:file.showOf", { name: file.name });
        const saveLabel = t("documents:file.saveOf", { name: file.name });
        return (
          <li key={file.path} className={styles.item}>
            <Icon aria-hidden className={mergeClasses(styles.icon, !file.openable && styles.warn)} />
            <div className={styles.what}>
              {file.openable ? (
                <Link
                  as="button"
                  className={styles.name}
                  disabledFocusable={busy}
                  title={t("documents:file.openOf", { name: file.name })}
                  onClick={() => open(file.path)}
                >
                  {file.name}
                </Link>
              ) : (
                <>
                  <div className={styles.name} title={file.name}>
                    {file.name}
                  </div>
                  <div className={styles.why}>{t("documents:file.program")}</div>
                </>
              )}
              <div className={styles.facts}>
                <span>{t(`documents:kind.${file.kind}`)}</span>
                <Badge tone={tones[file.status] ?? "calm"}>
                  {t(`documents:status.${file.status}`)}
                </Badge>
              </div>
              {file.reason && (
                <div className={styles.why}>
                  {file.reason.message} {file.status === "failed" && file.reason.remedy}{" "}
                  {file.status === "failed" && (
                    <Link as="button" inline className={styles.again} disabledFocusable={busy} aria-label={t("documents:file.againOf", { name: file.name })} onClick={again}>
                      {t("shell:again")}
                    </Link>
                  )}
                </div>
              )}
            </div>
            <span className={styles.size}>{format.size(file.size)}</span>
            <span className={styles.buttons}>
              <Button appearance="subtle" size="small" icon={<FolderOpenRegular />} disabledFocusable={busy} aria-label={showLabel} title={showLabel} onClick={() => show(file.path)} />
              <Button appearance="subtle" size="small" icon={<ArrowDownloadRegular />} disabledFocusable={busy} aria-label={saveLabel} title={saveLabel} onClick={() => save(file.path)} />
            </span>
          </li>
        );
      })}
    </ul>
  );
}
