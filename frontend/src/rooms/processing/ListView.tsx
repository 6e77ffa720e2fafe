import { Button, MessageBar, MessageBarActions, MessageBarBody, Select } from "@fluentui/react-components";
import { ArrowClockwiseRegular, CheckmarkCircleRegular, DismissRegular, DocumentProhibitedRegular, MailRegular } from "@fluentui/react-icons";
import { type KeyboardEvent, useCallback, useEffect, useId, useMemo, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { useShell } from "../../app/context";
import { go } from "../../app/route";
import { api } from "../../backend/api";
import { useAction } from "../../backend/live";
import { type Pages, usePages } from "../../backend/pages";
import type { ProcessingMail, ProcessingPage } from "../../backend/types";
import { Empty } from "../../components/Empty";
import { FindBox } from "../../components/FindBox";
import { AgainButton, Problems } from "../../components/ProblemBox";
import { Tabs } from "../../components/Tabs";
import { useFormat } from "../../i18n/format";
import { SplitView, useFind, useSplit } from "../documents/split";
import { useLater } from "../documents/useLater";
import { ClientChip } from "./ClientChip";
import { Frame } from "./Frame";
import { mailsOf, reasons, type State, states } from "./lists";
import { MailPane } from "./MailPane";
import { MailTable } from "./MailTable";
import { goView } from "./places";
import { useRoomStyles } from "./styles";
import { useFix } from "./useFix";

/** Rows that the box in the head marks at once, at most. */
const markedAtOnce = 500;

/** ListView lists what stands where, with the fix for each beside it. */
export function ListView({ chosen, client = "" }: { chosen: string; client?: string }) {
  const room = useRoomStyles();
  const { t } = useTranslation();
  const format = useFormat();
  const { done } = useShell();
  const id = useId();
  const [state, setState] = useState<State>("attention");
  const [reason, setReason] = useState("");
  const [mailbox, setMailbox] = useState("");
  const [text, setText] = useState("");
  const [typed, setTyped] = useLater(text, setText);
  const wish = useMemo(() => ({ state, reason: state === "attention" ? reason : "", mailbox, client, text: text.trim() }), [state, reason, mailbox, client, text]);
  const pages = usePages<ProcessingMail, ProcessingPage>(useMemo(() => mailsOf(wish), [wish]));
  const split = useSplit(pages, useCallback(() => goView("list"), []));
  const [marked, setMarked] = useState<ReadonlySet<string>>(new Set());
  const search = useRef<HTMLInputElement>(null);
  useFind(() => {
    split.back();
    search.current?.focus();
  });
  const { show } = split;
  useEffect(() => {
    if (chosen) show(chosen);
  }, [chosen, show]);
  const page = pages.answer;
  const counts = page?.counts;

  /** The mail leaves the list: the next one takes its place. */
  const { at, choose, table, asPage, close } = split;
  const next = useCallback(() => {
    if (at < 0) return;
    if (asPage) close();
    if (pages.row(at + 1)) choose(at + 1);
    else if (at > 0) choose(at - 1);
    table.current?.focus();
  }, [at, asPage, close, choose, pages, table]);
  const again = useAction(async (ids: string[]) => {
    const n = await api.ProcessAgain(ids);
    done(n > 0 ? t("processing:again.settled", { count: n }) : t("processing:again.none"));
    setMarked(new Set());
  });
  const aside = useFix(
    async (ids: string[], on: boolean) => {
      await api.SetMailsAside(ids, on);
      setMarked(new Set());
      return 0;
    },
    t(state === "aside" ? "processing:aside.takenBack" : "processing:aside.done"),
  );
  const accept = useFix((mail: ProcessingMail, nth: number) => api.AcceptSuggestion(mail.id, nth), undefined, next);

  const mark = (mail: ProcessingMail): void =>
    setMarked((was) => {
      const now = new Set(was);
      if (!now.delete(mail.id)) now.add(mail.id);
      return now;
    });
  const markAll = (): void => {
    const ids = [];
    for (let i = 0; i < Math.min(pages.total, markedAtOnce); i++) {
      const row = pages.row(i);
      if (row) ids.push(row.id);
    }
    setMarked(new Set(marked.size > 0 ? [] : ids));
  };
  const choosing = (next: State): void => {
    setState(next);
    setMarked(new Set());
    table.current?.top();
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if ((event.target as HTMLElement).getAttribute("role") !== "grid" || event.ctrlKey || event.altKey || event.metaKey) return;
    const mail = at >= 0 ? pages.row(at) : undefined;
    if (!mail) return;
    if (event.key === " ") mark(mail);
    else if (/^[1-3]$/.test(event.key)) {
      const nth = Number(event.key);
      if (!mail.candidates[nth - 1] || mail.state !== "attention" || accept.busy) return;
      void accept.run(mail, nth);
    } else return;
    event.preventDefault();
    event.stopPropagation();
  };
  const none = pages.answered && pages.total === 0 && !pages.problem;
  const busy = again.busy || aside.busy;
  return (
    <Frame
      view="list"
      actions={
        <Button appearance="subtle" icon={<ArrowClockwiseRegular />} disabledFocusable={again.busy} onClick={() => void again.run([])}>
          {t("processing:again.all")}
        </Button>
      }
    >
      <SplitView
        split={split}
        label={t("processing:views.list")}
        preview={<MailPane id={split.chosen} known={at >= 0 ? pages.row(at) : undefined} page={split.asPage} close={split.close} fixed={next} title={split.title} />}
      >
        <div className={room.bar}>
          <Tabs
            id={id}
            label={t("processing:states.label")}
            tabs={states}
            here={state}
            choose={choosing}
            nameOf={(s) => {
              const n = counts?.[s] ?? 0;
              return n > 0 ? `${t(`processing:states.${s}`)} ${format.number(n)}` : t(`processing:states.${s}`);
            }}
          />
          <div className={room.filters} role="search">
            <FindBox size="small" box={search} className={room.find} label={t("processing:find")} value={typed} type={setTyped} toList={split.toList} />
            {state === "attention" && (
              <Select className={room.filter} size="small" aria-label={t("processing:reason.label")} value={reason} onChange={(_, data) => setReason(data.value)}>
                <option value="">{t("processing:reason.all")}</option>
                {reasons.map((r) => (
                  <option key={r} value={r}>
                    {t(`processing:reason.${r}`)}
                  </option>
                ))}
              </Select>
            )}
            {page && page.mailboxes.length > 1 && (
              <Select className={room.filter} size="small" aria-label={t("documents:filter.mailbox")} value={mailbox} onChange={(_, data) => setMailbox(data.value)}>
                <option value="">{t("documents:filter.allMailboxes")}</option>
                {page.mailboxes.map((address) => (
                  <option key={address} value={address}>
                    {address}
                  </option>
                ))}
              </Select>
            )}
          </div>
        </div>
        <div id={`${id}panel`} role="tabpanel" aria-labelledby={`${id}${state}`} style={{ display: "contents" }} onKeyDownCapture={onKeyDown}>
          {page && <Begin page={page} />}
          {client && <ClientChip id={client} clear={() => goView("list")} />}
          {marked.size > 0 && (
            <div className={room.bar} role="group" aria-label={t("processing:marked.label")}>
              <span className={room.grow} role="status">
                {t("processing:marked.count", { count: marked.size })}
              </span>
              {state !== "processed" && (
                <Button size="small" icon={<ArrowClockwiseRegular />} disabledFocusable={busy} onClick={() => void again.run([...marked])}>
                  {t("shell:again")}
                </Button>
              )}
              <Button size="small" disabledFocusable={busy} onClick={() => void aside.run([...marked], state !== "aside")}>
                {t(state === "aside" ? "processing:aside.takeBack" : "processing:aside.do")}
              </Button>
              <Button size="small" appearance="subtle" icon={<DismissRegular />} aria-label={t("processing:marked.clear")} title={t("processing:marked.clear")} onClick={() => setMarked(new Set())} />
            </div>
          )}
          <Problems list={[pages.problem, again.problem, aside.problem, accept.problem]} className={room.notice} action={<AgainButton onClick={pages.reload} />} />
          {none ? (
            <div className={room.empty}>
              <Nothing state={state} begun={page?.members !== 0 && page?.clients !== 0} ready={page?.ready ?? true} filtered={Boolean(wish.reason || mailbox || wish.text)} text={wish.text} clear={() => (setReason(""), setMailbox(""), setText(""))} />
            </div>
          ) : (
            <MailTable
              handle={split.table}
              pages={shapes(pages)}
              at={split.at}
              chosen={split.chosen}
              narrow={split.narrow}
              choose={split.choose}
              clickOpens={split.clickOpens}
              open={split.open}
              toggle={split.toggle}
              marked={marked}
              mark={mark}
              markAll={markAll}
            />
          )}
        </div>
      </SplitView>
    </Frame>
  );
}

/** shapes stands in for a list whose length is not known yet. */
export const shapes = <R,>(pages: Pages<R>): Pages<R> => (pages.answered || pages.total > 0 ? pages : { ...pages, total: 20, row: () => undefined });

/** Begin says what is missing before any mail can find its people. */
function Begin({ page }: { page: ProcessingPage }) {
  const room = useRoomStyles();
  const { t } = useTranslation();
  const what = page.members === 0 ? "team" : page.clients === 0 ? "clients" : undefined;
  if (!what) return null;
  return (
    <div className={room.notice}>
      <MessageBar intent="info" layout="multiline">
        <MessageBarBody>{t(`processing:begin.${what}`)}</MessageBarBody>
        <MessageBarActions>
          <Button size="small" onClick={() => goView(what)}>
            {t(`processing:begin.${what}Button`)}
          </Button>
        </MessageBarActions>
      </MessageBar>
    </div>
  );
}

/** Nothing says why the list is empty. What isn't in what it is searched by may be in a mail or in a file. */
function Nothing({ state, begun, ready, filtered, text, clear }: { state: State; begun: boolean; ready: boolean; filtered: boolean; text: string; clear: () => void }) {
  const room = useRoomStyles();
  const { t } = useTranslation();
  if (!ready) return <Empty icon={<MailRegular />} title={t("documents:reading")} text={t("documents:readingText")} />;
  if (filtered)
    return (
      <Empty
        icon={<MailRegular />}
        title={t("processing:nothing.filtered")}
        text={t("processing:nothing.filteredText")}
        action={
          <div className={room.buttons}>
            <Button onClick={clear}>{t("documents:filter.clear")}</Button>
            {text && <Button onClick={() => go("documents", `find:${text}`)}>{t("documents:search")}</Button>}
          </div>
        }
      />
    );
  if (state === "attention" && !begun) return <Empty icon={<MailRegular />} title={t("processing:nothing.begin")} text={t("processing:nothing.beginText")} />;
  const icon = state === "attention" ? <CheckmarkCircleRegular /> : state === "aside" ? <DocumentProhibitedRegular /> : <MailRegular />;
  return <Empty icon={icon} title={t(`processing:nothing.${state}`)} text={t(`processing:nothing.${state}Text`)} />;
}
