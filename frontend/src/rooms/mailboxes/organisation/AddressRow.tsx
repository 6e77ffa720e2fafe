import { Button, Checkbox, Link, makeStyles, mergeClasses, tokens } from "@fluentui/react-components";
import { AddRegular, ConferenceRoomRegular, PeopleTeamRegular, PersonRegular } from "@fluentui/react-icons";
import { useTranslation } from "react-i18next";
import { go } from "../../../app/route";
import type { Address, Problem } from "../../../backend/types";
import { useListStyles } from "../../../components/listStyles";
import { ProblemBox } from "../../../components/ProblemBox";
import { Spinner } from "../../../components/Spinner";
import { StateIcon } from "../../../components/State";

export const rowHeight = 52;

const useStyles = makeStyles({
  line: {
    display: "grid",
    gridTemplateColumns: "32px 24px minmax(0, 2fr) minmax(0, 1fr) minmax(0, 1fr) minmax(116px, auto)",
    alignItems: "center",
    columnGap: "8px",
    height: `${rowHeight - 1}px`,
    padding: "0 12px 0 4px",
    "@media (min-width: 641px) and (max-width: 859px)": { gridTemplateColumns: "32px 24px minmax(0, 2fr) minmax(0, 1.2fr) minmax(116px, auto)" },
    "@media (max-width: 640px)": { gridTemplateColumns: "32px minmax(0, 1fr) auto" },
  },
  kindIcon: { fontSize: "20px", lineHeight: 0, color: tokens.colorNeutralForeground2, "@media (max-width: 640px)": { display: "none" } },
  link: { fontWeight: tokens.fontWeightSemibold },
  kind: { "@media (max-width: 859px)": { display: "none" } },
  state: {
    display: "flex",
    alignItems: "center",
    gap: "6px",
    minWidth: 0,
    fontSize: "12px",
    lineHeight: "16px",
    color: tokens.colorNeutralForeground2,
    "@media (max-width: 640px)": { display: "none" },
  },
  button: { justifySelf: "end" },
  problem: { padding: "0 12px 12px 36px" },
});

const icons = { user: PersonRegular, shared: PeopleTeamRegular, room: ConferenceRoomRegular } as const;
const kinds = ["user", "shared", "room"] as const;
const states = ["available", "excluded", "off", "ok", "paused", "waiting", "reauthenticate", "disconnected", "error"] as const;
const marks = {
  available: "notConnected",
  excluded: "notConnected",
  off: "paused",
  ok: "upToDate",
  paused: "paused",
  waiting: "waiting",
  reauthenticate: "signIn",
  disconnected: "notConnected",
  error: "attention",
} as const;

interface Props {
  address: Address | undefined;
  top: number;
  index: number;
  count: number;
  chosen: boolean;
  busy: boolean;
  may: boolean;
  /** Why it could not be activated just now. */
  refused: Problem | undefined;
  /** Tells the height of the row when it has more than a line. */
  measure: (element: HTMLElement | null) => void;
  choose: (chosen: boolean) => void;
  activate: () => void;
  deactivate: () => void;
  dismiss: () => void;
}

/** AddressRow is one mailbox of the organisation: what it is, how it stands, and the button that has it read or not. */
export function AddressRow({ address: a, top, index, count, chosen, busy, may, refused, measure, choose, activate, deactivate, dismiss }: Props) {
  const { t } = useTranslation();
  const styles = useStyles();
  const look = useListStyles();
  if (!a)
    return (
      <li aria-setsize={count} aria-posinset={index + 1} className={look.row} style={{ top, height: rowHeight }} aria-busy aria-label={t("shell:loading")}>
        <div className={styles.line}>
          <span />
          <span />
          <span className={look.shape} />
        </div>
      </li>
    );
  const kind = kinds.find((k) => k === a.kind) ?? "user";
  const state = states.find((s) => s === a.state) ?? "error";
  const Icon = icons[kind];
  return (
    <li aria-setsize={count} aria-posinset={index + 1} className={look.row} style={{ top }}>
      <div className={styles.line}>
        <Checkbox aria-label={t("organisation:addresses.choose", { address: a.address })} checked={chosen} disabled={busy || !may} onChange={(_, data) => choose(data.checked === true)} />
        <Icon aria-hidden className={styles.kindIcon} />
        <div style={{ minWidth: 0 }}>
          <div className={mergeClasses(look.name, look.cut)} title={a.name}>
            {a.active ? (
              <Link as="button" className={styles.link} onClick={() => go("mailboxes", a.address)}>
                {a.name || a.address}
              </Link>
            ) : (
              a.name || a.address
            )}
          </div>
          <div className={mergeClasses(look.small, look.cut)} title={a.address}>
            {a.address}
          </div>
        </div>
        <div className={mergeClasses(look.small, look.cut, styles.kind)}>{t(`organisation:kind.${kind}`)}</div>
        <div className={styles.state} title={a.problem?.message}>
          {a.active && <StateIcon state={marks[state]} />}
          <span className={look.cut}>{t(`organisation:state.${state}`)}</span>
        </div>
        {a.active ? (
          <Button data-row={index} className={styles.button} size="small" appearance="subtle" disabled={!may} disabledFocusable={busy} {...(busy && { icon: <Spinner size="tiny" /> })} aria-label={t("organisation:addresses.deactivateOne", { address: a.address })} onClick={deactivate}>
            {busy ? t("organisation:addresses.ending") : t("organisation:addresses.deactivate")}
          </Button>
        ) : (
          <Button data-row={index} className={styles.button} size="small" icon={busy ? <Spinner size="tiny" /> : <AddRegular />} disabled={!may} disabledFocusable={busy} aria-label={t("organisation:addresses.activateOne", { address: a.address })} onClick={activate}>
            {busy ? t("organisation:addresses.testing") : t("organisation:addresses.activate")}
          </Button>
        )}
      </div>
      {refused && (
        <div ref={measure} className={styles.problem} role="alert">
          <ProblemBox
            problem={refused}
            intent="warning"
            action={
              <>
                <Button size="small" onClick={activate}>
                  {t("shell:again")}
                </Button>
                <Button size="small" appearance="subtle" onClick={dismiss}>
                  {t("shell:close")}
                </Button>
              </>
            }
          />
        </div>
      )}
    </li>
  );
}
