import { Button, mergeClasses, SearchBox, Tooltip } from "@fluentui/react-components";
import { ArrowClockwiseRegular } from "@fluentui/react-icons";
import { type ReactNode, useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { useAction } from "../../backend/live";
import type { Pages } from "../../backend/pages";
import type { PeopleAccount, Problem } from "../../backend/types";
import { useListStyles } from "../../components/listStyles";
import { AgainButton, ProblemBox } from "../../components/ProblemBox";
import { Spinner } from "../../components/Spinner";
import { useWindow } from "../../components/tree/useWindow";
import { useFormat } from "../../i18n/format";
import { SwitchedOff } from "./SwitchedOff";

interface Props<R> {
  what: "users" | "contacts";
  /** How the search and the button that reads anew are called, and what is said while it is read and when there is nothing. */
  words: Record<"search" | "refresh" | "reading" | "none", string>;
  accounts: PeopleAccount[];
  list: Pages<R, { on: boolean; read: string }>;
  /** Reads it anew from where it is kept. */
  read: () => Promise<unknown>;
  typed: string;
  type: (text: string) => void;
  /** What the list answers to: another one is shown from its top. */
  wish: string;
  problem: Problem | undefined;
  /** What is to be told above the list. */
  bars?: ReactNode;
  /** Stands beside the search. */
  tools: ReactNode;
  /** A row's height in pixels, its columns, and what stands in them. */
  height: number;
  columns: string;
  cells: (row: R, index: number) => ReactNode;
  children: ReactNode;
}

/** ListCard is a long list of people that can be searched, and read anew. What was never read is read at once. */
export function ListCard<R>({ what, words, accounts, list, read, typed, type, wish, problem, bars, tools, height, columns, cells, children }: Props<R>) {
  const { t } = useTranslation();
  const look = useListStyles();
  const format = useFormat();
  const { answer: page, total, want, row } = list;
  const sync = useAction(async () => {
    await read();
    list.reload();
  });
  const unread = page?.on === true && !page.read;
  const { run } = sync;
  useEffect(() => {
    if (unread) void run();
  }, [unread, run]);
  const box = useRef<HTMLDivElement>(null);
  const view = useWindow(box, total, height);
  const to = Math.min(view.to, total);
  useEffect(() => want(view.from, to), [want, view.from, to, total]);
  useEffect(() => {
    if (box.current) box.current.scrollTop = 0;
  }, [wish]);
  if (page && !page.on) return <SwitchedOff feature={what} accounts={accounts} />;
  const rows = [];
  for (let i = view.from; i < to; i++) {
    const one = row(i);
    rows.push(
      <li key={i} aria-setsize={total} aria-posinset={i + 1} className={mergeClasses(look.row, look.line, columns)} style={{ top: i * height, height }} {...(!one && { "aria-busy": true, "aria-label": t("shell:loading") })}>
        {one ? (
          cells(one, i)
        ) : (
          <>
            <span />
            <span className={look.shape} />
          </>
        )}
      </li>,
    );
  }
  const wrong = list.problem ?? sync.problem ?? problem;
  return (
    <>
      {(wrong || bars) && (
        <div className={look.bars}>
          {wrong && (
            <div role="alert">
              <ProblemBox problem={wrong} action={<AgainButton busy={sync.busy} onClick={() => void run()} />} />
            </div>
          )}
          {bars}
        </div>
      )}
      <div className={look.card}>
        <div className={look.tools}>
          <SearchBox className={look.search} aria-label={words.search} placeholder={words.search} value={typed} onChange={(_, data) => type(data.value)} />
          {tools}
          <div className={look.end}>
            <span className={look.small} role="status">
              {sync.busy ? words.reading : page?.read ? t("people:users.read", { time: format.fresh(page.read) }) : ""}
            </span>
            <Tooltip content={words.refresh} relationship="label">
              <Button appearance="subtle" size="small" icon={sync.busy ? <Spinner size="tiny" /> : <ArrowClockwiseRegular />} disabledFocusable={sync.busy} onClick={() => void run()} />
            </Tooltip>
          </div>
        </div>
        <div ref={box} className={look.list} onScroll={view.onScroll} tabIndex={0} role="region" aria-label={t(`people:tab.${what}`)}>
          <ul className={look.rows} style={{ height: total * height }}>
            {rows}
          </ul>
          {page?.read && total === 0 && <div className={look.nothing}>{typed.trim() ? t("people:users.nothing", { text: typed.trim() }) : words.none}</div>}
        </div>
      </div>
      {children}
    </>
  );
}
