import { Button, makeStyles, mergeClasses, MessageBar, MessageBarActions, MessageBarBody, Select, tokens } from "@fluentui/react-components";
import { BriefcaseRegular, DeleteRegular, GlobeRegular, LinkRegular, PeopleTeamRegular, PersonProhibitedRegular, PersonRegular } from "@fluentui/react-icons";
import { useDeferredValue, useState } from "react";
import { useTranslation } from "react-i18next";
import { useShell } from "../../app/context";
import { api } from "../../backend/api";
import { useAction, useLive } from "../../backend/live";
import type { PeopleAccount, User } from "../../backend/types";
import { useListStyles } from "../../components/listStyles";
import { useFormat } from "../../i18n/format";
import { JoinPanel } from "./JoinPanel";
import { ListCard } from "./ListCard";
import { TiesPanel } from "./TiesPanel";
import { useUsers } from "./pages";

const useStyles = makeStyles({
  row: {
    gridTemplateColumns: "24px minmax(0, 2fr) minmax(0, 1fr) minmax(0, 1.4fr) minmax(108px, auto)",
    "@media (max-width: 700px)": { gridTemplateColumns: "24px minmax(0, 1fr) minmax(0, auto)" },
  },
  bar: { alignItems: "center" },
  kinds: { width: "200px", maxWidth: "100%" },
  icon: { fontSize: "20px", lineHeight: 0, color: tokens.colorNeutralForeground2 },
  tied: { display: "flex", alignItems: "center", gap: "4px", minWidth: 0 },
  button: { justifySelf: "end" },
});

const icons = { person: PersonRegular, guest: GlobeRegular, shared: PeopleTeamRegular, room: PeopleTeamRegular, mailbox: PeopleTeamRegular, unlicensed: BriefcaseRegular, disabled: PersonProhibitedRegular, deleted: DeleteRegular } as const;
const kinds = ["person", "guest", "shared", "room", "mailbox", "unlicensed", "disabled", "deleted"] as const;
const kindOf = (user: User) => (user.deleted ? "deleted" : (kinds.find((k) => k === user.kind) ?? "person"));

const askJoins = () => api.TeamProposals("", 0, 1);

/** UsersView lists the organisation's users, and leads to what they are tied to. */
export function UsersView({ accounts }: { accounts: PeopleAccount[] }) {
  const { t } = useTranslation();
  const styles = useStyles();
  const format = useFormat();
  const { app, done } = useShell();
  const [query, setQuery] = useState("");
  const [kind, setKind] = useState("person");
  const [tying, setTying] = useState(false);
  const [joining, setJoining] = useState(false);
  const text = useDeferredValue(query.trim());
  const list = useUsers(text, kind);
  const ties = useLive(api.Ties, (event) => event.kind === "users" || event.kind === "account");
  const joins = useLive(askJoins, (event) => event.kind === "users" || event.kind === "account" || event.kind === "processing");
  const watch = useAction(async (user: User) => {
    await api.WatchPeople([user.address], !user.watched);
    list.reload();
    done(user.watched ? t("people:users.hidden", { name: user.name }) : t("people:users.shown", { name: user.name }));
  });
  const canWatch = accounts.some((a) => a.kind !== "personal" && a.features.some((f) => f.feature === "status" && f.on));
  const unsure = list.answer?.unsure === true;
  const counted = (k: string): number => list.answer?.counts.find((c) => c.kind === k)?.count ?? 0;
  // Of rooms and shared mailboxes only those that there are: told apart, or not.
  const offered = kinds.filter((k) => counted(k) > 0 || k === kind || !["shared", "room", "mailbox"].includes(k));
  const suggested = ties.value?.suggestions.length ?? 0;
  const proposed = joins.value?.total ?? 0;
  return (
    <ListCard
      what="users"
      words={{ search: t("people:users.search"), refresh: t("people:users.refresh"), reading: t("people:users.reading"), none: t("people:users.none") }}
      accounts={accounts}
      list={list}
      read={async () => {
        await api.SyncUsers();
        ties.reload();
      }}
      typed={query}
      type={setQuery}
      wish={text + kind}
      problem={watch.problem ?? ties.problem ?? joins.problem}
      bars={
        (unsure || suggested > 0 || proposed > 0) && (
          <>
            {unsure && (
              <MessageBar intent="info" className={styles.bar}>
                <MessageBarBody>{t("people:users.unsure")}</MessageBarBody>
              </MessageBar>
            )}
            {suggested > 0 && (
              <MessageBar intent="info" className={styles.bar}>
                <MessageBarBody>{t("people:ties.suggested", { count: suggested })}</MessageBarBody>
                <MessageBarActions>
                  <Button size="small" onClick={() => setTying(true)}>
                    {t("people:ties.review")}
                  </Button>
                </MessageBarActions>
              </MessageBar>
            )}
            {proposed > 0 && (
              <MessageBar intent="info" className={styles.bar}>
                <MessageBarBody>{t("people:join.proposed", { count: proposed })}</MessageBarBody>
                <MessageBarActions>
                  <Button size="small" aria-label={`${t("people:ties.review")}: ${t("people:join.title")}`} onClick={() => setJoining(true)}>
                    {t("people:ties.review")}
                  </Button>
                </MessageBarActions>
              </MessageBar>
            )}
          </>
        )
      }
      tools={
        <>
          <Select className={styles.kinds} aria-label={t("people:users.kind")} value={kind} onChange={(_, data) => setKind(data.value)}>
            <option value="">{t("people:kind.all")}</option>
            {offered.map((k) => (
              <option key={k} value={k}>
                {t(`people:kind.${unsure && k === "person" ? "unsure" : k}`, { number: format.number(counted(k)) })}
              </option>
            ))}
          </Select>
          <Button appearance="subtle" icon={<LinkRegular />} onClick={() => setTying(true)}>
            {t("people:ties.button")}
          </Button>
          <Button appearance="subtle" icon={<PeopleTeamRegular />} onClick={() => setJoining(true)}>
            {t("people:join.title")}
          </Button>
        </>
      }
      height={44}
      columns={styles.row}
      cells={(user) => <Cells user={user} may={app.access.may} busy={watch.busy} watch={canWatch ? (one) => void watch.run(one) : undefined} />}
    >
      {joining && <JoinPanel changed={joins.reload} close={() => setJoining(false)} />}
      {tying && (
        <TiesPanel
          ties={ties}
          changed={() => {
            ties.reload();
            list.reload();
          }}
          close={() => setTying(false)}
        />
      )}
    </ListCard>
  );
}

interface CellProps {
  user: User;
  may: boolean;
  busy: boolean;
  /** Shows their calendar status or not; undefined where that is off. */
  watch: ((user: User) => void) | undefined;
}

function Cells({ user, may, busy, watch }: CellProps) {
  const { t } = useTranslation();
  const styles = useStyles();
  const look = useListStyles();
  const format = useFormat();
  const kind = kindOf(user);
  const Icon = icons[kind];
  const small = mergeClasses(look.small, look.cut, look.wide);
  return (
    <>
      <Icon aria-hidden className={styles.icon} />
      <div style={{ minWidth: 0 }}>
        <div className={mergeClasses(look.name, look.cut)} title={user.name}>
          {user.name}
        </div>
        <div className={mergeClasses(look.small, look.cut)} title={[user.address, ...user.aliases].join("\n")}>
          {user.address}
        </div>
      </div>
      <div className={small}>{user.deleted ? t("people:users.deleted", { date: format.brief(user.deleted) }) : t(`people:one.${user.unsure ? "unsure" : kind}`)}</div>
      <div className={mergeClasses(small, styles.tied)} title={user.tied.join("\n")}>
        {user.tied.length > 0 && (
          <>
            <LinkRegular aria-hidden />
            <span className={look.cut}>{t("people:ties.to", { address: format.list(user.tied) })}</span>
          </>
        )}
      </div>
      {user.own && <span className={mergeClasses(look.small, styles.button)}>{t("people:today.you")}</span>}
      {watch && kind === "person" && !user.own && (
        <Button className={styles.button} size="small" appearance={user.watched ? "subtle" : "secondary"} disabled={!may} disabledFocusable={busy} aria-label={`${user.watched ? t("people:users.hide") : t("people:users.show")}: ${user.name}`} onClick={() => watch(user)}>
          {user.watched ? t("people:users.hide") : t("people:users.show")}
        </Button>
      )}
    </>
  );
}
