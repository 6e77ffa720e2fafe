import { Button, makeStyles, mergeClasses, MessageBar, MessageBarActions, MessageBarBody, SearchBox, tokens, Tooltip } from "@fluentui/react-components";
import { AddRegular, ArrowClockwiseRegular } from "@fluentui/react-icons";
import { type KeyboardEvent, useCallback, useDeferredValue, useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { useShell } from "../../../app/context";
import { go } from "../../../app/route";
import { api } from "../../../backend/api";
import { useAction } from "../../../backend/live";
import type { Account, Address, Problem } from "../../../backend/types";
import { useListStyles } from "../../../components/listStyles";
import { Page } from "../../../components/Page";
import { AgainButton, ProblemBox } from "../../../components/ProblemBox";
import { Spinner } from "../../../components/Spinner";
import { Switch } from "../../../components/Switch";
import { useWindow } from "../../../components/tree/useWindow";
import { useFormat } from "../../../i18n/format";
import { AddressRow, rowHeight } from "./AddressRow";
import { useAddresses } from "./addresses";
import { DeactivateDialog } from "./DeactivateDialog";
import { isAddress } from "./fields";

const useStyles = makeStyles({
  intro: { flexShrink: 0, margin: "0 0 12px", lineHeight: "20px", color: tokens.colorNeutralForeground2 },
  search: { width: "280px", maxWidth: "100%" },
  bars: { display: "flex", flexDirection: "column", gap: "8px", flexShrink: 0, padding: "12px" },
  unlisted: { display: "flex", flexDirection: "column", alignItems: "center", gap: "12px" },
  many: {
    display: "flex",
    alignItems: "center",
    flexWrap: "wrap",
    gap: "8px",
    flexShrink: 0,
    padding: "12px",
    borderTop: `1px solid ${tokens.colorNeutralStroke1}`,
  },
  manyText: { flex: "1 1 200px", minWidth: 0, fontWeight: tokens.fontWeightSemibold },
});

/** So many are activated by one call, so that the rows tell one after another what came of it. */
const atOnce = 8;

const without = <T,>(set: ReadonlySet<T>, gone: readonly T[]): ReadonlySet<T> => new Set([...set].filter((one) => !gone.includes(one)));

/** AddressesPage lists the mailboxes of an organisation, to choose those whose mail is filed. */
export function AddressesPage({ account }: { account: Account }) {
  const { t } = useTranslation();
  const styles = useStyles();
  const look = useListStyles();
  const format = useFormat();
  const { app, overview, done } = useShell();
  const may = app.access.may;
  const [query, setQuery] = useState("");
  const [active, setActive] = useState(false);
  const text = useDeferredValue(query.trim());
  const list = useAddresses({ account: account.id, text, active });
  const [chosen, setChosen] = useState<ReadonlyMap<string, Address>>(new Map());
  const [busy, setBusy] = useState<ReadonlySet<string>>(new Set());
  const [refused, setRefused] = useState<ReadonlyMap<string, Problem>>(new Map());
  const [leaving, setLeaving] = useState<readonly string[]>();
  const dismiss = (address: string): void => setRefused((was) => new Map([...was].filter(([one]) => one !== address)));

  const activate = useAction(async (addresses: readonly string[]) => {
    addresses.forEach(dismiss);
    setBusy((was) => new Set([...was, ...addresses]));
    let before = 0;
    const well: string[] = [];
    try {
      for (let i = 0; i < addresses.length; i += atOnce) {
        const part = addresses.slice(i, i + atOnce);
        const results = await api.Activate(account.id, [...part]);
        list.put(results);
        for (const one of results) {
          if (one.active) {
            well.push(one.address);
            before += one.before;
          }
        }
        const problems = results.flatMap((one): [string, Problem][] => (!one.active && one.problem ? [[one.address, one.problem]] : []));
        setRefused((was) => new Map([...was, ...problems]));
        setBusy((was) => without(was, part));
      }
    } finally {
      setBusy((was) => without(was, addresses));
      list.reload();
      overview.reload();
    }
    const [first] = well;
    if (first) done(t("organisation:addresses.activated", { count: well.length, address: first, before: t("organisation:addresses.before", { count: before }) }));
  });
  const deactivate = useAction(async (addresses: readonly string[]) => {
    setBusy((was) => new Set([...was, ...addresses]));
    try {
      list.put(await api.Deactivate(account.id, [...addresses]));
    } finally {
      setBusy((was) => without(was, addresses));
      list.reload();
      overview.reload();
    }
    done(t("organisation:addresses.deactivated", { count: addresses.length, address: addresses[0] }));
  });
  const switchOn = useAction(async () => {
    await api.SwitchOrganisation(account.id, true);
    overview.reload();
    list.reload();
  });
  const begin = (which: "activate" | "deactivate", addresses: readonly string[]): void => {
    setChosen(new Map());
    if (which === "activate") void activate.run(addresses);
    else setLeaving(addresses);
  };

  const { answer: page, total } = list;
  const box = useRef<HTMLDivElement>(null);
  const [heights, setHeights] = useState<ReadonlyMap<string, number>>(new Map());
  const extra = (index: number): number => {
    let sum = 0;
    for (const [address, height] of heights) {
      if (!refused.has(address)) continue;
      for (let i = from; i < index; i++) if (list.row(i)?.address === address) sum += height;
    }
    return sum;
  };
  const all = [...heights].reduce((sum, [address, height]) => sum + (refused.has(address) ? height : 0), 0);
  const view = useWindow(box, total, rowHeight);
  // Rows that tell more take room: as many rows more are drawn above what would be in sight without them.
  const from = Math.max(0, view.from - Math.ceil(all / rowHeight));
  const to = Math.min(view.to, total);
  const { want } = list;
  useEffect(() => want(from, to), [want, from, to, total]);
  const measure = useCallback(
    (address: string) => (element: HTMLElement | null) => {
      const height = element?.offsetHeight ?? 0;
      if (height > 0) setHeights((was) => (was.get(address) === height ? was : new Map(was).set(address, height)));
    },
    [],
  );
  const onKeyDown = (event: KeyboardEvent): void => {
    const row = (event.target as HTMLElement).getAttribute("data-row");
    if (row === null || (event.key !== "ArrowDown" && event.key !== "ArrowUp")) return;
    event.preventDefault();
    const next = Number(row) + (event.key === "ArrowDown" ? 1 : -1);
    view.show(Math.max(0, Math.min(total - 1, next)));
    box.current?.querySelector<HTMLElement>(`[data-row="${next}"]`)?.focus();
  };

  const picked = [...chosen.values()];
  const toActivate = picked.filter((one) => !one.active).map((one) => one.address);
  const toDeactivate = picked.filter((one) => one.active).map((one) => one.address);
  const rows = [];
  for (let i = from; i < to; i++) {
    const address = list.row(i);
    const key = address?.address ?? "";
    rows.push(
      <AddressRow
        key={key || i}
        address={address}
        index={i}
        count={total}
        top={i * rowHeight + extra(i)}
        chosen={chosen.has(key)}
        busy={busy.has(key)}
        may={may}
        refused={refused.get(key)}
        measure={measure(key)}
        choose={(on) =>
          setChosen((was) => {
            const now = new Map(was);
            if (on && address) now.set(key, address);
            else now.delete(key);
            return now;
          })
        }
        activate={() => begin("activate", [key])}
        deactivate={() => begin("deactivate", [key])}
        dismiss={() => {
          dismiss(key);
          box.current?.querySelector<HTMLElement>(`[data-row="${i}"]`)?.focus();
        }}
      />,
    );
  }
  const problem = list.problem ?? activate.problem ?? deactivate.problem ?? switchOn.problem;
  const unlisted = isAddress(text) && !active && (total === 0 || list.problem !== undefined);
  const off = account.organisation?.on === false;
  return (
    <Page
      still
      title={t("organisation:addresses.title", { name: account.name })}
      actions={
        <Button appearance="subtle" onClick={() => go("mailboxes", account.id)}>
          {t("shell:back")}
        </Button>
      }
    >
      <p className={styles.intro}>{t("organisation:addresses.intro")}</p>
      <section className={look.card} aria-label={t("organisation:addresses.short")}>
        <div className={look.tools}>
          <SearchBox
            className={styles.search}
            placeholder={t("organisation:addresses.search")}
            aria-label={t("organisation:addresses.search")}
            value={query}
            onChange={(_, data) => {
              setQuery(data.value);
              if (box.current) box.current.scrollTop = 0;
            }}
          />
          <Switch label={t("organisation:addresses.only")} checked={active} onChange={(_, data) => setActive(data.checked)} />
          <Tooltip content={t("organisation:addresses.refresh")} relationship="label">
            <Button appearance="subtle" size="small" icon={list.busy ? <Spinner size="tiny" /> : <ArrowClockwiseRegular />} disabledFocusable={list.busy} onClick={list.refresh} />
          </Tooltip>
          <span className={look.spring} />
          {page && (
            <span className={look.small} role="status">
              {t("organisation:addresses.count", { count: page.active, total: format.number(Math.max(account.organisation?.listed ?? 0, text || active ? 0 : total, page.active)) })}
            </span>
          )}
        </div>
        {(problem !== undefined || off || page?.kinds === false) && (
          <div className={styles.bars}>
            {off && (
              <MessageBar intent="warning" layout="multiline">
                <MessageBarBody style={{ whiteSpace: "normal" }}>{t("organisation:offText")}</MessageBarBody>
                <MessageBarActions>
                  <Button size="small" disabled={!may} disabledFocusable={switchOn.busy} onClick={() => void switchOn.run()}>
                    {t("organisation:switchOn")}
                  </Button>
                </MessageBarActions>
              </MessageBar>
            )}
            {problem && (
              <div role="alert">
                <ProblemBox problem={problem} {...(list.problem && { action: <AgainButton busy={list.busy} onClick={list.reload} /> })} />
              </div>
            )}
            {page?.kinds === false && <span className={look.small}>{t("organisation:addresses.noKinds")}</span>}
          </div>
        )}
        <div ref={box} className={look.list} onScroll={view.onScroll} onKeyDown={onKeyDown}>
          {total > 0 && !list.problem && (
            <ul className={look.rows} aria-label={t("organisation:addresses.short")} style={{ height: total * rowHeight + all }}>
              {rows}
            </ul>
          )}
          {!page && !list.problem && <Spinner style={{ padding: "48px" }} late label={t("organisation:addresses.reading")} />}
          {page && total === 0 && !unlisted && (
            <div className={look.nothing}>{text ? t("organisation:addresses.nothing", { text }) : active ? t("organisation:addresses.noneActive") : t("organisation:addresses.none")}</div>
          )}
          {unlisted && (
            <div className={mergeClasses(look.nothing, styles.unlisted)}>
              {t("organisation:addresses.unlisted", { address: text })}
              <Button icon={busy.has(text) ? <Spinner size="tiny" /> : <AddRegular />} disabled={!may} disabledFocusable={busy.has(text)} onClick={() => begin("activate", [text])}>
                {t("organisation:addresses.activateOne", { address: text })}
              </Button>
              {refused.get(text) && (
                <div role="alert" style={{ textAlign: "start" }}>
                  <ProblemBox problem={refused.get(text) as Problem} intent="warning" />
                </div>
              )}
            </div>
          )}
        </div>
        {picked.length > 0 && (
          <div className={styles.many} role="group" aria-label={t("organisation:addresses.chosen", { count: picked.length })}>
            <span className={styles.manyText} aria-live="polite">
              {t("organisation:addresses.chosen", { count: picked.length })}
            </span>
            <Button onClick={() => setChosen(new Map())}>{t("shell:cancel")}</Button>
            {toDeactivate.length > 0 && <Button onClick={() => begin("deactivate", toDeactivate)}>{t("organisation:addresses.deactivateMany", { count: toDeactivate.length })}</Button>}
            {toActivate.length > 0 && (
              <Button appearance="primary" onClick={() => begin("activate", toActivate)}>
                {t("organisation:addresses.activateMany", { count: toActivate.length })}
              </Button>
            )}
          </div>
        )}
      </section>
      {leaving && (
        <DeactivateDialog
          addresses={leaving}
          close={() => setLeaving(undefined)}
          deactivate={() => {
            setLeaving(undefined);
            void deactivate.run(leaving);
          }}
        />
      )}
    </Page>
  );
}
