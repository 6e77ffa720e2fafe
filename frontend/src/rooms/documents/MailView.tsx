import { Button, makeStyles, tokens } from "@fluentui/react-components";
import { DocumentSearchRegular, MailInboxRegular } from "@fluentui/react-icons";
import { type Dispatch, type SetStateAction, useCallback, useEffect, useMemo, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { go } from "../../app/route";
import { type Pages, usePages } from "../../backend/pages";
import { Empty } from "../../components/Empty";
import { AgainButton, ProblemBox } from "../../components/ProblemBox";
import { ProgressBar } from "../../components/ProgressBar";
import { useFormat } from "../../i18n/format";
import { DocumentTable } from "./DocumentTable";
import { ExportMenu } from "./ExportMenu";
import { Frame } from "./Frame";
import { PreviewPane } from "./PreviewPane";
import { type Column, everything, filtersOf, isSearch, type MailPage, type MailRow, queryOf, questionOf, sorted, type Wish } from "./query";
import { Searching } from "./Searching";
import { leaveTo, ShowPreview, SplitView, useFind, useSplit } from "./split";
import { Toolbar } from "./Toolbar";

const useStyles = makeStyles({
  count: { fontSize: "12px", color: tokens.colorNeutralForeground2 },
  problem: { padding: "0 12px 12px" },
  empty: { flex: "1 1 auto", padding: "16px", boxSizing: "border-box", minHeight: 0, overflowY: "auto" },
});

interface Props {
  /** Id of a document that is to be shown; "" for none. */
  place: string;
  wished: [Wish, Dispatch<SetStateAction<Wish>>];
}

const leave = leaveTo("");

/** MailView finds filed mails and shows them. */
export function MailView({ place, wished: [wish, setWish] }: Props) {
  const styles = useStyles();
  const { t } = useTranslation();
  const question = useMemo(() => questionOf(wish, new Date()), [wish]);
  const wanted = useMemo(() => queryOf(wish, new Date()), [wish]);
  const pages = usePages(question);
  const split = useSplit(pages, place ? leave : undefined);
  const search = useRef<HTMLInputElement>(null);
  const { show, back, table } = split;
  useEffect(() => {
    if (place) show(place);
  }, [place, show]);
  useFind(() => {
    back();
    search.current?.focus();
    search.current?.select();
  });
  const change = useCallback(
    (next: (wish: Wish) => Wish) => {
      setWish(next);
      table.current?.top();
    },
    [setWish, table],
  );
  const sort = useCallback((column: Column) => change((was) => sorted(was, column)), [change]);
  const ready = pages.answer?.ready ?? true;
  // An office that has no clients has no use for their column; once it was there it stays.
  const [clients, setClients] = useState(false);
  if (!clients && pages.answer?.items.some((row) => row.document.clientId)) setClients(true);
  return (
    <Frame
      view="mail"
      actions={
        <>
          <Count pages={pages} wish={wish} />
          <ExportMenu query={wanted} count={pages.total} />
          <ShowPreview split={split} />
        </>
      }
    >
      <SplitView
        split={split}
        label={t("documents:list")}
        preview={
          <PreviewPane
            id={split.chosen}
            known={split.at >= 0 ? pages.row(split.at)?.document : undefined}
            page={split.asPage}
            close={split.close}
            jump={split.jump}
            title={split.title}
          />
        }
      >
        <Toolbar wish={wish} setWish={change} box={search} toList={split.toList} />
        {isSearch(wish) && <Searching wish={wish} setWish={change} page={pages.answer} answered={pages.answered} box={search} />}
        {!ready && <ProgressBar thickness="medium" aria-label={t("documents:reading")} />}
        {pages.problem && (
          <div className={styles.problem} role="alert">
            <ProblemBox problem={pages.problem} action={<AgainButton onClick={pages.reload} />} />
          </div>
        )}
        {pages.answered && pages.total === 0 && !pages.problem ? (
          <div className={styles.empty}>
            <Nothing ready={ready} wish={wish} clear={() => change((was) => ({ ...everything, sort: was.sort, ascending: was.ascending }))} />
          </div>
        ) : (
          <DocumentTable
            handle={table}
            pages={pages.answered || pages.total > 0 ? pages : { ...pages, total: 20, row: () => undefined }}
            wish={wish}
            clients={clients}
            at={split.at}
            chosen={split.chosen}
            narrow={split.narrow}
            choose={split.choose}
            clickOpens={split.clickOpens}
            open={split.open}
            toggle={split.toggle}
            sort={sort}
          />
        )}
      </SplitView>
    </Frame>
  );
}

const isFiltered = (wish: Wish): boolean => isSearch(wish) || filtersOf(wish) > 0;

function Count({ pages, wish }: { pages: Pages<MailRow, MailPage>; wish: Wish }) {
  const styles = useStyles();
  const { t } = useTranslation();
  const format = useFormat();
  const { answer } = pages;
  const said =
    !pages.answered || !answer
      ? ""
      : !answer.ready
        ? t("documents:readingSoFar", { count: answer.all })
        : isFiltered(wish)
          ? t("documents:found", { count: pages.total, all: format.number(answer.all) })
          : t("documents:count", { count: answer.all });
  return (
    <span className={styles.count} role="status">
      {said}
    </span>
  );
}

/** Nothing says why the list is empty and what fills it. */
function Nothing({ ready, wish, clear }: { ready: boolean; wish: Wish; clear: () => void }) {
  const { t } = useTranslation();
  const text = wish.text.trim();
  if (!ready) return <Empty icon={<DocumentSearchRegular />} title={t("documents:reading")} text={t("documents:readingText")} />;
  if (isFiltered(wish))
    return (
      <Empty
        icon={<DocumentSearchRegular />}
        title={text ? t("documents:nothing.title", { text }) : t("documents:nothing.titleFilter")}
        text={filtersOf(wish) > 0 ? t("documents:nothing.textFilter") : t("documents:nothing.text")}
        action={<Button onClick={clear}>{filtersOf(wish) > 0 ? t("documents:nothing.clearAll") : t("documents:nothing.clear")}</Button>}
      />
    );
  return (
    <Empty
      icon={<MailInboxRegular />}
      title={t("documents:empty.title")}
      text={t("documents:empty.text")}
      action={<Button onClick={() => go("mailboxes")}>{t("documents:empty.folders")}</Button>}
    />
  );
}
