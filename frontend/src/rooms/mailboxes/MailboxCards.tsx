import { makeStyles, mergeClasses, tokens } from "@fluentui/react-components";
import { BuildingRegular } from "@fluentui/react-icons";
import type { TFunction } from "i18next";
import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import type { Account, Mailbox } from "../../backend/types";
import { Avatar } from "../../components/Avatar";
import { StateIcon } from "../../components/State";
import { useWindow } from "../../components/tree/useWindow";
import type { Entry } from "./entries";

const useStyles = makeStyles({
  box: { overflowY: "auto", "@media (max-width: 640px)": { maxHeight: "140px" } },
  list: { position: "relative", listStyleType: "none", margin: 0, padding: 0 },
  item: { position: "absolute", left: 0, right: 0 },
  card: {
    display: "flex",
    alignItems: "center",
    gap: "8px",
    boxSizing: "border-box",
    width: "100%",
    minHeight: "58px",
    padding: "8px 10px",
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
  chosen: { border: `2px solid ${tokens.colorCompoundBrandStroke}`, padding: "7px 9px" },
  words: { minWidth: 0, flex: "1 1 auto" },
  cut: { overflow: "hidden", textOverflow: "ellipsis", whiteSpace: "nowrap" },
  address: { lineHeight: "20px", color: tokens.colorNeutralForeground2 },
  local: { fontWeight: tokens.fontWeightSemibold, color: tokens.colorNeutralForeground1 },
  state: { display: "flex", alignItems: "center", gap: "5px", fontSize: "12px", lineHeight: "16px", color: tokens.colorNeutralForeground2 },
  bad: { color: tokens.colorStatusDangerForeground1 },
});

/** markOf is the mark of a mailbox's state. One without a ticked folder is not up to date: nothing is filed from it. */
function markOf({ state, folders, notes }: Mailbox): string {
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

/** organisationState says in a few words how the connection of an organisation stands. */
function organisationState({ state, organisation: o }: Account, t: TFunction): { mark: string; text: string } {
  if (state === "reauthenticate") return { mark: "signIn", text: t("mailboxes:state.reauthenticate") };
  if (state === "disconnected" || !o) return { mark: "notConnected", text: t("mailboxes:state.disconnected") };
  if (!o.on) return { mark: "paused", text: t("organisation:card.off") };
  if (o.warning) return { mark: o.warning.code === "credential-expired" ? "attention" : "note", text: t("organisation:card.ends") };
  return { mark: o.active > 0 ? "upToDate" : "notConnected", text: t("organisation:card.active", { count: o.active }) };
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

/** isOff says whether a mailbox is not read because the whole connection is switched off. */
export const isOff = ({ account, mailbox }: Entry): boolean => account.state === "active" && account.organisation?.on === false && mailbox.kind === "activated";

/** kindOf names the kind of a mailbox. */
export function kindOf({ account, mailbox }: Entry, t: TFunction): string {
  if (mailbox.kind === "activated") return t("organisation:kind.activated");
  if (mailbox.kind === "shared") return t("mailboxes:kind.shared");
  return account.kind === "personal" ? t("mailboxes:kind.personal") : t("mailboxes:kind.own");
}

interface Props {
  entries: Entry[];
  chosen: string;
  choose: (address: string) => void;
}

/** A card and what lies between two. */
const cardHeight = 66;

/** MailboxCards lists the mailboxes, each with its state. Of the hundreds that an organisation may have, those in sight are drawn. */
export function MailboxCards({ entries, chosen, choose }: Props) {
  const { t } = useTranslation();
  const styles = useStyles();
  const box = useRef<HTMLDivElement>(null);
  const { from, to, show, onScroll } = useWindow(box, entries.length, cardHeight);
  const at = entries.findIndex((e) => e.mailbox.address === chosen);
  const shown = useRef("");
  useEffect(() => {
    if (at < 0 || shown.current === chosen) return;
    shown.current = chosen;
    show(at);
  }, [at, chosen, show]);
  return (
    <div ref={box} className={styles.box} onScroll={onScroll}>
      <ul className={styles.list} aria-label={t("shell:room.mailboxes")} style={{ height: entries.length * cardHeight }}>
        {entries.slice(from, to).map((entry, i) => {
          const { address, state } = entry.mailbox;
          const here = address === chosen;
          const organisation = entry.mailbox.kind === "organisation";
          const title = organisation ? entry.account.name : address;
          const split = organisation ? -1 : address.lastIndexOf("@");
          const stands = organisation || isOff(entry) ? organisationState(entry.account, t) : { mark: markOf(entry.mailbox), text: stateOf(entry, t) };
          const bad = stands.mark === "signIn" || stands.mark === "attention" || state === "error";
          return (
            <li key={`${entry.account.id} ${address}`} aria-setsize={entries.length} aria-posinset={from + i + 1} className={styles.item} style={{ top: (from + i) * cardHeight }}>
              <button
                type="button"
                className={mergeClasses(styles.card, here && styles.chosen)}
                aria-current={here ? "true" : undefined}
                onClick={() => choose(address)}
              >
                {organisation ? (
                  <Avatar picture={<BuildingRegular />} />
                ) : (
                  <Avatar name={(entry.mailbox.kind === "own" && entry.account.name) || address} id={address} />
                )}
                <span className={styles.words}>
                  <span className={mergeClasses(styles.address, styles.cut)} style={{ display: "block" }} title={title}>
                    <span className={styles.local}>{split > 0 ? address.slice(0, split) : title}</span>
                    {split > 0 && address.slice(split)}
                  </span>
                  <span className={mergeClasses(styles.state, bad && styles.bad)}>
                    <StateIcon state={stands.mark} />
                    <span className={styles.cut} title={stands.text}>
                      {stands.text}
                    </span>
                  </span>
                </span>
              </button>
            </li>
          );
        })}
      </ul>
    </div>
  );
}
