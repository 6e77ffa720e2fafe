import { Avatar, makeStyles, mergeClasses, tokens } from "@fluentui/react-components";
import type { TFunction } from "i18next";
import { useTranslation } from "react-i18next";
import type { Mailbox } from "../../backend/types";
import { StateIcon } from "../../components/State";
import type { Entry } from "./MailboxesRoom";

const useStyles = makeStyles({
  list: {
    listStyleType: "none",
    margin: 0,
    padding: "0 0 2px",
    display: "flex",
    flexDirection: "column",
    gap: "8px",
    overflowY: "auto",
    "@media (max-width: 640px)": { maxHeight: "140px" },
  },
  card: {
    display: "flex",
    alignItems: "center",
    gap: "10px",
    boxSizing: "border-box",
    width: "100%",
    minHeight: "58px",
    padding: "8px 12px",
    border: `1px solid ${tokens.colorNeutralStroke2}`,
    borderRadius: "8px",
    backgroundColor: tokens.colorNeutralBackground1,
    color: tokens.colorNeutralForeground1,
    font: "inherit",
    textAlign: "left",
    cursor: "pointer",
    ":hover": { backgroundColor: tokens.colorNeutralBackground1Hover },
    ":focus-visible": { outline: `2px solid ${tokens.colorStrokeFocus2}`, outlineOffset: "-3px" },
  },
  chosen: { border: `2px solid ${tokens.colorCompoundBrandStroke}`, padding: "7px 11px" },
  words: { minWidth: 0, flex: "1 1 auto" },
  cut: { overflow: "hidden", textOverflow: "ellipsis", whiteSpace: "nowrap" },
  address: { lineHeight: "20px", color: tokens.colorNeutralForeground2 },
  local: { fontWeight: tokens.fontWeightSemibold, color: tokens.colorNeutralForeground1 },
  state: { display: "flex", alignItems: "center", gap: "5px", fontSize: "12px", lineHeight: "16px", color: tokens.colorNeutralForeground2 },
  bad: { color: tokens.colorStatusDangerForeground1 },
});

/** markOf is the mark of a mailbox's state. One without a ticked folder is not up to date: nothing is filed from it. */
export function markOf({ state, folders, notes }: Mailbox): string {
  switch (state) {
    case "ok":
      return notes.length > 0 ? "note" : folders > 0 ? "upToDate" : "notConnected";
    case "paused":
    case "waiting":
      return state;
    case "reauthenticate":
      return "signIn";
    case "disconnected":
      return "notConnected";
    default:
      return "attention";
  }
}

/** stateOf says in a few words how a mailbox stands: its kind and folders while all is well, else what is wrong. */
export function stateOf({ account, mailbox }: Entry, t: TFunction): string {
  switch (mailbox.state) {
    case "reauthenticate":
      return t("mailboxes:state.reauthenticate");
    case "disconnected":
      return t("mailboxes:state.disconnected");
    case "paused":
      return t("mailboxes:state.paused");
    case "waiting":
      return t("mailboxes:state.waiting");
    case "error":
      return mailbox.failed > 0 ? t("mailboxes:state.failed", { count: mailbox.failed }) : t("mailboxes:state.error");
    default:
      if (mailbox.notes.length > 0) return t("shared:copies.missing");
      if (mailbox.folders === 0) return t("mailboxes:state.noFolders");
      if (mailbox.everything) return `${kindOf({ account, mailbox }, t)}, ${t("shared:scope.short")}`;
      return `${kindOf({ account, mailbox }, t)}, ${t("mailboxes:folders", { count: mailbox.folders })}`;
  }
}

/** kindOf names the kind of a mailbox. */
export function kindOf({ account, mailbox }: Entry, t: TFunction): string {
  if (mailbox.kind === "shared") return t("mailboxes:kind.shared");
  return account.kind === "personal" ? t("mailboxes:kind.personal") : t("mailboxes:kind.own");
}

interface Props {
  entries: Entry[];
  chosen: string;
  choose: (address: string) => void;
}

/** MailboxCards lists the mailboxes, each with its state. */
export function MailboxCards({ entries, chosen, choose }: Props) {
  const { t } = useTranslation();
  const styles = useStyles();
  return (
    <ul className={styles.list} aria-label={t("shell:room.mailboxes")}>
      {entries.map((entry) => {
        const { address, state } = entry.mailbox;
        const here = address === chosen;
        const split = address.lastIndexOf("@");
        const bad = state === "reauthenticate" || state === "error";
        return (
          <li key={`${entry.account.id} ${address}`}>
            <button
              type="button"
              className={mergeClasses(styles.card, here && styles.chosen)}
              aria-current={here ? "true" : undefined}
              onClick={() => choose(address)}
            >
              <Avatar aria-hidden name={(entry.mailbox.kind === "own" && entry.account.name) || address} color="colorful" idForColor={address} size={36} />
              <span className={styles.words}>
                <span className={mergeClasses(styles.address, styles.cut)} style={{ display: "block" }} title={address}>
                  <span className={styles.local}>{split > 0 ? address.slice(0, split) : address}</span>
                  {split > 0 && address.slice(split)}
                </span>
                <span className={mergeClasses(styles.state, bad && styles.bad)}>
                  <StateIcon state={markOf(entry.mailbox)} />
                  <span className={styles.cut}>{stateOf(entry, t)}</span>
                </span>
              </span>
            </button>
          </li>
        );
      })}
    </ul>
  );
}
