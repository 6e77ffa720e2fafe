import { Button, makeStyles, mergeClasses, MessageBar, MessageBarActions, MessageBarBody, SearchBox, Select, tokens, Tooltip } from "@fluentui/react-components";
import { ArrowClockwiseRegular, BriefcaseRegular, DeleteRegular, GlobeRegular, LinkRegular, PeopleTeamRegular, PersonProhibitedRegular, PersonRegular } from "@fluentui/react-icons";
import { useDeferredValue, useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { useShell } from "../../app/context";
import { api } from "../../backend/api";
import { useAction, useLive } from "../../backend/live";
import type { PeopleAccount, User } from "../../backend/types";
import { AgainButton, ProblemBox } from "../../components/ProblemBox";
import { Spinner } from "../../components/Spinner";
import { useWindow } from "../../components/tree/useWindow";
import { useFormat } from "../../i18n/format";
import { SwitchedOff } from "./SwitchedOff";
import { TiesPanel } from "./TiesPanel";
import { JoinPanel } from "./JoinPanel";
import { useUsers } from "./pages";
import { useListStyles } from "./styles";

const rowHeight = 44;

const useStyles = makeStyles({
  row: {
    height: `${rowHeight}px`,
    gridTemplateColumns: "24px minmax(0, 2fr) minmax(0, 1fr) minmax(0, 1.4fr) minmax(108px, auto)",
    "@media (max-width: 700px)": { gridTemplateColumns: "24px minmax(0, 1fr) minmax(0, auto)" },
  },
  icon: { fontSize: "20px", lineHeight: 0, color: tokens.colorNeutralForeground2 },
  tied: { display: "flex", alignItems: "center", gap: "4px", minWidth: 0 },
  button: { justifySelf: "end" },
});

const icons = { person: PersonRegular, guest: GlobeRegular, mailbox: PeopleTeamRegular, unlicensed: BriefcaseRegular, disabled: PersonProhibitedRegular, deleted: DeleteRegular } as const;
const kinds = ["person", "guest", "mailbox", "unlicensed", "disabled", "deleted"] as const;
const kindOf = (user: User) => (user.deleted ? "deleted" : (kinds.find((k) => k === user.kind) ?? "person"));

const askJoins = () => api.TeamProposals("", 0, 1);

/** UsersView lists the organisation's users, and leads to what they are tied to. */
export function UsersView({ accounts }: { accounts: PeopleAccount[] }) {
  const { t } = useTranslation();
  const look = useListStyles();
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
  const sync = useAction(async () => {
    await api.SyncUsers();
    list.reload();
    ties.reload();
  });
  const watch = useAction(async (user: User) => {
    await api.WatchPeople([user.address], !user.watched);
    list.reload();
    done(user.watched ? t("people:users.hidden", { name: user.name }) : t("people:users.shown", { name: user.name }));
  });
  const { page } = list;
  // What was never read is read at once.
  const unread = page?.on === true && !page.read;
  const { run } = sync;
  useEffect(() => {
    if (unread) void run();
  }, [unread, run]);

  const box = useRef<HTMLDivElement>(null);
  const total = page?.total ?? 0;
  const view = useWindow(box, total, rowHeight);
  const to = Math.min(view.to, total);
  const { want } = list;
  useEffect(() => want(view.from, to), [want, view.from, to, total]);

  if (page && !page.on) return <SwitchedOff feature="users" accounts={accounts} />;
  const canWatch = accounts.some((a) => a.kind !== "personal" && a.features.some((f) => f.feature === "status" && f.on));
  const suggested = ties.value?.suggestions.length ?? 0;
  const proposed = joins.value?.total ?? 0;
  const problem = list.problem ?? sync.problem ?? watch.problem ?? ties.problem ?? joins.problem;
  const rows = [];
  for (let i = view.from; i < to; i++) rows.push(<Row key={i} user={list.row(i)} index={i} count={total} may={app.access.may} busy={watch.busy} watch={canWatch ? (user) => void watch.run(user) : undefined} />);
  return (
    <>
      {(problem || suggested > 0 || proposed > 0) && (
        <div className={look.bars}>
          {problem && (
            <div role="alert">
              <ProblemBox problem={problem} action={<AgainButton busy={sync.busy} onClick={() => void run()} />} />
            </div>
          )}
          {suggested > 0 && (
            <MessageBar intent="info" className={look.bar}>
              <MessageBarBody>{t("people:ties.suggested", { count: suggested })}</MessageBarBody>
              <MessageBarActions>
                <Button size="small" onClick={() => setTying(true)}>
                  {t("people:ties.review")}
                </Button>
              </MessageBarActions>
            </MessageBar>
          )}
          {proposed > 0 && (
            <MessageBar intent="info" className={look.bar}>
              <MessageBarBody>{t("people:join.proposed", { count: proposed })}</MessageBarBody>
              <MessageBarActions>
                <Button size="small" aria-label={`${t("people:ties.review")}: ${t("people:join.title")}`} onClick={() => setJoining(true)}>
                  {t("people:ties.review")}
                </Button>
              </MessageBarActions>
            </MessageBar>
          )}
        </div>
      )}
      <div className={look.card}>
        <div className={look.tools}>
          <SearchBox
            className={look.search}
            aria-label={t("people:users.search")}
            placeholder={t("people:users.search")}
            value={query}
            onChange={(_, data) => {
              setQuery(data.value);
              if (box.current) box.current.scrollTop = 0;
            }}
          />
          <Select className={look.kinds} aria-label={t("people:users.kind")} value={kind} onChange={(_, data) => setKind(data.value)}>
            <option value="">{t("people:kind.all")}</option>
            {kinds.map((k) => (
              <option key={k} value={k}>
                {t(`people:kind.${k}`, { number: format.number(page?.counts.find((c) => c.kind === k)?.count ?? 0) })}
              </option>
            ))}
          </Select>
          <Button appearance="subtle" icon={<LinkRegular />} onClick={() => setTying(true)}>
            {t("people:ties.button")}
          </Button>
          <Button appearance="subtle" icon={<PeopleTeamRegular />} onClick={() => setJoining(true)}>
            {t("people:join.title")}
          </Button>
          <span className={look.spring} />
          <span className={look.small} role="status">
            {sync.busy ? t("people:users.reading") : page?.read ? t("people:users.read", { time: format.fresh(page.read) }) : ""}
          </span>
          <Tooltip content={t("people:users.refresh")} relationship="label">
            <Button appearance="subtle" size="small" icon={sync.busy ? <Spinner size="tiny" /> : <ArrowClockwiseRegular />} disabledFocusable={sync.busy} onClick={() => void run()} />
          </Tooltip>
        </div>
        <div ref={box} className={look.list} onScroll={view.onScroll} tabIndex={0} role="region" aria-label={t("people:tab.users")}>
          <ul className={look.rows} style={{ height: total * rowHeight }}>
            {rows}
          </ul>
          {page?.read && total === 0 && <div className={look.nothing}>{text ? t("people:users.nothing", { text }) : t("people:users.none")}</div>}
        </div>
      </div>
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
    </>
  );
}

interface RowProps {
  user: User | undefined;
  index: number;
  count: number;
  may: boolean;
  busy: boolean;
  /** Shows their calendar status or not; undefined where that is off. */
  watch: ((user: User) => void) | undefined;
}

function Row({ user, index, count, may, busy, watch }: RowProps) {
  const { t } = useTranslation();
  const styles = useStyles();
  const look = useListStyles();
  const format = useFormat();
  const place = { "aria-setsize": count, "aria-posinset": index + 1, className: mergeClasses(look.row, styles.row), style: { top: index * rowHeight } };
  if (!user)
    return (
      <li {...place} aria-busy aria-label={t("shell:loading")}>
        <span />
        <span className={look.shape} />
      </li>
    );
  const kind = kindOf(user);
  const Icon = icons[kind];
  const small = mergeClasses(look.small, look.cut, look.wide);
  return (
    <li {...place}>
      <Icon aria-hidden className={styles.icon} />
      <div style={{ minWidth: 0 }}>
        <div className={mergeClasses(look.name, look.cut)} title={user.name}>
          {user.name}
        </div>
        <div className={mergeClasses(look.small, look.cut)} title={[user.address, ...user.aliases].join("\n")}>
          {user.address}
        </div>
      </div>
      <div className={small}>{user.deleted ? t("people:users.deleted", { date: format.brief(user.deleted) }) : t(`people:one.${kind}`)}</div>
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
    </li>
  );
}
