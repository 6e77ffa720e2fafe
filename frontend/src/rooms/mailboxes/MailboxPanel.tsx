import {
  Button,
  makeStyles,
  Menu,
  MenuDivider,
  MenuItem,
  MenuList,
  MenuPopover,
  MenuTrigger,
  tokens,
  Tooltip,
} from "@fluentui/react-components";
import {
  ArrowSyncRegular,
  DeleteRegular,
  MailMultipleRegular,
  MoreHorizontalRegular,
  PauseRegular,
  PlayRegular,
  PlugConnectedCheckmarkRegular,
  PlugDisconnectedRegular,
  ReceiptRegular,
  ShieldTaskRegular,
} from "@fluentui/react-icons";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useShell } from "../../app/context";
import { go } from "../../app/route";
import { api } from "../../backend/api";
import { useAction } from "../../backend/live";
import { InvoiceMarks } from "../../components/InvoiceMarks";
import { ProblemBox } from "../../components/ProblemBox";
import { canShare } from "../../connect/SharedFlow";
import { useFormat } from "../../i18n/format";
import { DisconnectDialog } from "./DisconnectDialog";
import { Folders } from "./Folders";
import { isOff, kindOf, stateOf } from "./MailboxCards";
import { copiesOf, type Entry, permissionsOf } from "./entries";
import { DeactivateDialog } from "./organisation/DeactivateDialog";
import { RemoveDialog } from "./RemoveDialog";
import { Scope } from "./Scope";
import { SentCopies } from "./SentCopies";
import { ValidateDrawer } from "./ValidateDrawer";

const useStyles = makeStyles({
  panel: {
    display: "flex",
    flexDirection: "column",
    minWidth: 0,
    minHeight: 0,
    border: `1px solid ${tokens.colorNeutralStroke2}`,
    borderRadius: "8px",
    backgroundColor: tokens.colorNeutralBackground1,
    overflow: "hidden",
  },
  head: { display: "flex", alignItems: "center", flexWrap: "wrap", gap: "8px", padding: "12px 16px", flexShrink: 0 },
  words: { flex: "1 1 180px", minWidth: 0 },
  address: { margin: 0, fontSize: "16px", lineHeight: "22px", fontWeight: tokens.fontWeightSemibold, overflowWrap: "anywhere" },
  facts: {
    fontSize: "12px",
    lineHeight: "16px",
    color: tokens.colorNeutralForeground3,
    overflowWrap: "anywhere",
  },
  button: { flexShrink: 0, whiteSpace: "nowrap" },
  bars: { display: "flex", flexDirection: "column", gap: "8px", flexShrink: 0, padding: "0 16px 12px" },
});

interface Props {
  entry: Entry;
  /** The settings for sent copies are explained. */
  copies: boolean;
  /** The accounts have changed. */
  changed: () => void;
}

/** Refusals of a shared mailbox that asking for its permission once more may cure. */
const askable = ["shared-permission", "shared-refused"];

/** MailboxPanel is one mailbox: what can be done with it, what is wrong with it, and its folders. */
export function MailboxPanel({ entry, copies, changed }: Props) {
  const { t } = useTranslation();
  const styles = useStyles();
  const format = useFormat();
  const { app, overview, reauthenticate, addShared, done } = useShell();
  const { account, mailbox } = entry;
  const [validating, setValidating] = useState(false);
  const [leaving, setLeaving] = useState(false);
  const [marking, setMarking] = useState(false);
  const shared = mailbox.kind === "shared";
  const activated = mailbox.kind === "activated";
  const explain = () => go("mailboxes", copiesOf(mailbox.address));
  const act = useAction(async (what: () => Promise<unknown>, said: string) => {
    await what();
    done(said);
    overview.reload();
    changed();
  });
  const connected = account.state !== "disconnected";
  const lost = account.state === "reauthenticate" || !connected;
  const allPaused = !mailbox.paused && (overview.value?.state === "paused" || mailbox.state === "paused");
  const rests = connected && (mailbox.paused || allPaused);
  const named = { address: mailbox.address };
  const pause = (until: "1h" | "tomorrow" | "") =>
    void act.run(() => api.PauseMailbox(mailbox.address, until), t("mailboxes:pauseDone", named));
  const resume = () =>
    allPaused
      ? void act.run(api.Resume, t("shell:resumeDone"))
      : void act.run(() => api.ResumeMailbox(mailbox.address), t("mailboxes:resumeDone", named));
  const problem = account.problem ?? mailbox.problem;
  const facts = [
    connected ? kindOf(entry, t) : stateOf(entry, t),
    isOff(entry) && t("organisation:state.off"),
    mailbox.paused && (mailbox.until ? t("mailboxes:pausedUntil", { time: format.fresh(mailbox.until) }) : t("mailboxes:pausedOpen")),
    account.connected && t("mailboxes:connected", { date: format.date(account.connected) }),
    mailbox.lastSync && t("mailboxes:lastSync", { time: format.fresh(mailbox.lastSync) }),
  ].filter(Boolean);
  const permission = shared && connected && askable.includes(problem?.code ?? "") && (
    <Button size="small" appearance="primary" onClick={() => addShared({ account: account.id, mailbox: mailbox.address })}>
      {t("shared:askAgain")}
    </Button>
  );
  const signIn = (
    <Button size="small" appearance="primary" onClick={() => reauthenticate(account.id)}>
      {!connected ? t("mailboxes:connectAgain") : activated ? t("organisation:renew") : t("mailboxes:reauthenticate")}
    </Button>
  );
  return (
    <section className={styles.panel} aria-label={mailbox.address}>
      <header className={styles.head}>
        <div className={styles.words}>
          <h2 className={styles.address}>{mailbox.address}</h2>
          <div className={styles.facts}>
            {facts.join(", ")}
          </div>
        </div>
        {rests && (
          <Button className={styles.button} icon={<PlayRegular />} disabledFocusable={act.busy} onClick={resume}>
            {allPaused ? t("mailboxes:resumeAll") : t("shell:resume")}
          </Button>
        )}
        {connected && (
          <Button className={styles.button} icon={<PlugConnectedCheckmarkRegular />} onClick={() => setValidating(true)}>
            {t("mailboxes:validate")}
          </Button>
        )}
        <Menu>
          <MenuTrigger disableButtonEnhancement>
            <Tooltip content={t("mailboxes:more")} relationship="label">
              <Button appearance="subtle" icon={<MoreHorizontalRegular />} />
            </Tooltip>
          </MenuTrigger>
          <MenuPopover>
            <MenuList>
              {connected && (
                <MenuItem icon={<ArrowSyncRegular />} onClick={() => void act.run(api.SyncNow, t("mailboxes:syncStarted"))}>
                  {t("mailboxes:syncNow")}
                </MenuItem>
              )}
              {connected && !rests && (
                <Menu>
                  <MenuTrigger disableButtonEnhancement>
                    <MenuItem icon={<PauseRegular />}>{t("shell:pause")}</MenuItem>
                  </MenuTrigger>
                  <MenuPopover>
                    <MenuList>
                      <MenuItem onClick={() => pause("1h")}>{t("shell:pauseFor.hour")}</MenuItem>
                      <MenuItem onClick={() => pause("tomorrow")}>{t("shell:pauseFor.tomorrow")}</MenuItem>
                      <MenuItem onClick={() => pause("")}>{t("shell:pauseFor.resume")}</MenuItem>
                    </MenuList>
                  </MenuPopover>
                </Menu>
              )}
              <MenuItem icon={<ReceiptRegular />} onClick={() => setMarking(true)}>
                {t("invoices:marks.menu")}
              </MenuItem>
              <MenuItem icon={<ShieldTaskRegular />} onClick={() => go("mailboxes", permissionsOf(account.id))}>
                {t("mailboxes:permissions.title")}
              </MenuItem>
              <MenuItem icon={<PlugConnectedCheckmarkRegular />} onClick={() => reauthenticate(account.id)}>
                {!connected ? t("mailboxes:connectAgain") : activated ? t("organisation:renewLong") : t("mailboxes:reauthenticate")}
              </MenuItem>
              {!shared && canShare(account) && (
                <MenuItem icon={<MailMultipleRegular />} disabled={!app.access.may} onClick={() => addShared({ account: account.id })}>
                  {t("shared:form.title")}
                </MenuItem>
              )}
              <MenuDivider />
              {activated ? (
                <MenuItem icon={<DeleteRegular />} disabled={!app.access.may} onClick={() => setLeaving(true)}>
                  {t("organisation:addresses.deactivate")}
                </MenuItem>
              ) : shared ? (
                <MenuItem icon={<DeleteRegular />} disabled={!app.access.may} onClick={() => setLeaving(true)}>
                  {t("shared:remove.title")}
                </MenuItem>
              ) : (
                <MenuItem icon={<PlugDisconnectedRegular />} disabled={!app.access.may} onClick={() => setLeaving(true)}>
                  {connected ? t("mailboxes:disconnect.title") : t("mailboxes:disconnect.forgetTitle")}
                </MenuItem>
              )}
            </MenuList>
          </MenuPopover>
        </Menu>
      </header>
      {(act.problem ?? problem ?? !connected) && (
        <div className={styles.bars} role="alert">
          {act.problem && <ProblemBox problem={act.problem} />}
          {problem ? (
            <ProblemBox problem={problem} intent={lost ? "error" : "warning"} action={lost ? signIn : permission} />
          ) : (
            !connected && (
              <ProblemBox
                intent="warning"
                problem={{
                  code: "disconnected",
                  message: t("mailboxes:state.disconnected"),
                  remedy: t("mailboxes:disconnectedText"),
                  who: "you",
                  detail: "",
                  link: "",
                  since: "",
                  retry: "",
                }}
                action={signIn}
              />
            )
          )}
        </div>
      )}
      {connected && mailbox.notes.length > 0 && (
        <div className={styles.bars}>
          {mailbox.notes.map((note) => (
            <ProblemBox
              key={note.code}
              problem={note}
              intent="warning"
              action={
                <Button size="small" onClick={explain}>
                  {t("overview:action.sentCopies")}
                </Button>
              }
            />
          ))}
        </div>
      )}
      {connected && (shared || activated || mailbox.everything) && <Scope mailbox={mailbox} readable={!lost} explain={explain} changed={changed} />}
      {connected && (
        <Folders
          mailbox={mailbox.address}
          firstOne={mailbox.folders === 0 && mailbox.filed === 0}
          readable={!lost}
          everything={mailbox.everything}
          saved={changed}
        />
      )}
      {validating && <ValidateDrawer account={account} close={() => setValidating(false)} />}
      {marking && <InvoiceMarks mailbox={mailbox.address} close={() => setMarking(false)} />}
      {leaving &&
        (activated ? (
          <DeactivateDialog
            addresses={[mailbox.address]}
            close={() => setLeaving(false)}
            deactivate={() => {
              setLeaving(false);
              void act
                .run(() => api.Deactivate(account.id, [mailbox.address]), t("organisation:addresses.deactivated", { count: 1, address: mailbox.address }))
                .then((well) => well && go("mailboxes", account.id));
            }}
          />
        ) : shared ? (
          <RemoveDialog entry={entry} changed={changed} close={() => setLeaving(false)} />
        ) : (
          <DisconnectDialog entry={entry} close={() => setLeaving(false)} />
        ))}
      {copies && (shared || activated) && <SentCopies entry={entry} changed={changed} close={() => go("mailboxes", mailbox.address)} />}
    </section>
  );
}
