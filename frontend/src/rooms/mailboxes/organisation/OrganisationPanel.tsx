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
import { KeyRegular, MoreHorizontalRegular, PeopleListRegular, PlugConnectedCheckmarkRegular, PlugDisconnectedRegular, PowerRegular, ShieldTaskRegular } from "@fluentui/react-icons";
import { type ReactNode, useId, useState } from "react";
import { useTranslation } from "react-i18next";
import { useShell } from "../../../app/context";
import { go } from "../../../app/route";
import { api } from "../../../backend/api";
import { useAction } from "../../../backend/live";
import { Badge } from "../../../components/Badge";
import { CopyButton } from "../../../components/CopyButton";
import { ProblemBox } from "../../../components/ProblemBox";
import { Switch } from "../../../components/Switch";
import { useFormat } from "../../../i18n/format";
import { DisconnectDialog } from "../DisconnectDialog";
import { type Entry, permissionsOf } from "../entries";
import { ValidateDrawer } from "../ValidateDrawer";
import { addressesOf, formOf } from "./places";

const useStyles = makeStyles({
  panel: {
    display: "flex",
    flexDirection: "column",
    minWidth: 0,
    minHeight: 0,
    border: `1px solid ${tokens.colorNeutralStroke2}`,
    borderRadius: "8px",
    backgroundColor: tokens.colorNeutralBackground1,
    overflowY: "auto",
  },
  head: { display: "flex", alignItems: "center", flexWrap: "wrap", gap: "8px", padding: "12px 16px" },
  words: { flex: "1 1 220px", minWidth: 0 },
  title: { margin: 0, fontSize: "16px", lineHeight: "22px", fontWeight: tokens.fontWeightSemibold, overflowWrap: "anywhere" },
  facts: { fontSize: "12px", lineHeight: "16px", color: tokens.colorNeutralForeground3 },
  bars: { display: "flex", flexDirection: "column", gap: "8px", padding: "0 16px 12px" },
  row: { display: "flex", alignItems: "center", flexWrap: "wrap", gap: "8px 16px", padding: "12px 16px", borderTop: `1px solid ${tokens.colorNeutralStroke2}` },
  icon: { flexShrink: 0, fontSize: "20px", lineHeight: 0, color: tokens.colorNeutralForeground2 },
  said: { flex: "1 1 240px", minWidth: 0 },
  label: { lineHeight: "20px" },
  hint: { margin: 0, fontSize: "12px", lineHeight: "16px", color: tokens.colorNeutralForeground2, overflowWrap: "anywhere" },
  control: { display: "flex", alignItems: "center", gap: "8px", marginLeft: "auto" },
  code: { fontFamily: tokens.fontFamilyMonospace },
});

/** OrganisationPanel is the connection of an organisation: its switch, its addresses, and how long its secret lasts. */
export function OrganisationPanel({ entry, changed }: { entry: Entry; changed: () => void }) {
  const { t } = useTranslation();
  const styles = useStyles();
  const format = useFormat();
  const id = useId();
  const { app, overview } = useShell();
  const { account } = entry;
  const o = account.organisation;
  const [validating, setValidating] = useState(false);
  const [leaving, setLeaving] = useState(false);
  const turn = useAction(async (on: boolean) => {
    await api.SwitchOrganisation(account.id, on);
    overview.reload();
    changed();
  });
  if (!o) return null;
  const may = app.access.may;
  const connected = account.state !== "disconnected";
  const lost = account.state === "reauthenticate" || !connected;
  const renew = (primary: boolean) => (
    <Button size={primary ? "small" : "medium"} appearance={primary ? "primary" : "secondary"} disabled={!may} onClick={() => go("mailboxes", formOf(account.id))}>
      {connected ? t("organisation:renew") : t("mailboxes:connectAgain")}
    </Button>
  );
  const row = (Icon: typeof KeyRegular, label: ReactNode, hint: ReactNode, control: ReactNode, labelId?: string) => (
    <div className={styles.row}>
      <Icon aria-hidden className={styles.icon} />
      <div className={styles.said}>
        <div id={labelId} className={styles.label}>
          {label}
        </div>
        <p className={styles.hint}>{hint}</p>
      </div>
      <div className={styles.control}>{control}</div>
    </div>
  );
  const credential = o.credential === "certificate" ? "certificate" : "secret";
  const problem = account.problem ?? (lost ? undefined : o.warning);
  return (
    <section className={styles.panel} aria-label={account.name}>
      <header className={styles.head}>
        <div className={styles.words}>
          <h2 className={styles.title}>{account.name}</h2>
          <div className={styles.facts}>
            {[t("organisation:kind.organisation"), account.address !== account.name && account.address, account.connected && t("mailboxes:connected", { date: format.date(account.connected) })].filter(Boolean).join(", ")}
          </div>
        </div>
        {connected && (
          <Button icon={<PlugConnectedCheckmarkRegular />} onClick={() => setValidating(true)}>
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
              <MenuItem icon={<ShieldTaskRegular />} onClick={() => go("mailboxes", permissionsOf(account.id))}>
                {t("mailboxes:permissions.title")}
              </MenuItem>
              <MenuItem icon={<KeyRegular />} disabled={!may} onClick={() => go("mailboxes", formOf(account.id))}>
                {t("organisation:renewLong")}
              </MenuItem>
              <MenuDivider />
              <MenuItem icon={<PlugDisconnectedRegular />} disabled={!may} onClick={() => setLeaving(true)}>
                {connected ? t("mailboxes:disconnect.title") : t("organisation:forget")}
              </MenuItem>
            </MenuList>
          </MenuPopover>
        </Menu>
      </header>
      {(turn.problem ?? problem ?? !connected) && (
        <div className={styles.bars} role="alert">
          {turn.problem && <ProblemBox problem={turn.problem} />}
          {problem ? (
            <ProblemBox problem={problem} intent={lost ? "error" : "warning"} action={renew(true)} />
          ) : (
            !connected && (
              <ProblemBox
                intent="warning"
                problem={{ code: "disconnected", message: t("mailboxes:state.disconnected"), remedy: t("organisation:disconnectedText"), who: "administrator", detail: "", link: "", since: "", retry: "" }}
                action={renew(true)}
              />
            )
          )}
        </div>
      )}
      {connected && (
        <>
          {row(
            PeopleListRegular,
            <>{o.listed > 0 ? t("organisation:activeOf", { count: o.active, total: format.number(Math.max(o.listed, o.active)) }) : t("organisation:active", { count: o.active })}</>,
            o.active > 0 ? t("organisation:activeHint") : t("organisation:noneHint"),
            <Button appearance={o.active === 0 && !lost ? "primary" : "secondary"} onClick={() => go("mailboxes", addressesOf(account.id))}>
              {t("organisation:addresses.short")}
            </Button>,
          )}
          {row(
            PowerRegular,
            t("organisation:switch"),
            o.on ? t("organisation:onText") : t("organisation:offText"),
            <Switch aria-labelledby={id} checked={o.on} disabled={!may || turn.busy} onChange={(_, data) => void turn.run(data.checked)} />,
            id,
          )}
          {row(
            KeyRegular,
            <>
              {t(`organisation:credential.${credential}`)}{" "}
              {o.warning && (
                <Badge tone={o.warning.code === "credential-expired" ? "danger" : "warning"}>
                  {o.warning.code === "credential-expired" ? t("organisation:expired") : t("organisation:expiresSoon")}
                </Badge>
              )}
            </>,
            o.expires ? t("organisation:expires", { date: format.date(o.expires) }) : t("organisation:expiresUnknown"),
            renew(false),
          )}
          {row(
            ShieldTaskRegular,
            t("signin:register.client"),
            <span className={styles.code}>{o.clientId}</span>,
            <CopyButton iconOnly appearance="subtle" text={o.clientId} label={t("signin:register.copy", { what: o.clientId })} />,
          )}
        </>
      )}
      {validating && <ValidateDrawer account={account} close={() => setValidating(false)} />}
      {leaving && <DisconnectDialog entry={entry} close={() => setLeaving(false)} />}
    </section>
  );
}
