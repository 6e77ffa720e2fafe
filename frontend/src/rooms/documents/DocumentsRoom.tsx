import { Button, makeStyles, mergeClasses, ProgressBar, tokens } from "@fluentui/react-components";
import { DocumentSearchRegular, MailInboxRegular, PanelRightExpandRegular } from "@fluentui/react-icons";
import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { go, useRoute } from "../../app/route";
import { Empty } from "../../components/Empty";
import { Page } from "../../components/Page";
import { AgainButton, ProblemBox } from "../../components/ProblemBox";
import { compactWindow, useMedia } from "../../components/useMedia";
import { useFormat } from "../../i18n/format";
import { DocumentTable, type TableHandle } from "./DocumentTable";
import { type Pages, usePages } from "./pages";
import { PreviewPane } from "./PreviewPane";
import { type Column, everything, filtersOf, queryOf, sorted, type Wish } from "./query";
import { Toolbar } from "./Toolbar";

const useStyles = makeStyles({
  room: { position: "relative", display: "grid", flex: "1 1 auto", minHeight: 0, gridTemplateColumns: "minmax(0, 1fr)", gridTemplateRows: "minmax(0, 1fr)", gap: "16px", "@media (max-height: 479px)": { flex: "1 0 360px" } },
  withPane: {
    gridTemplateColumns: "minmax(0, 1fr) 400px",
    "@media (min-width: 1500px)": { gridTemplateColumns: "minmax(0, 1fr) minmax(400px, 40%)" },
  },
  list: {
    display: "flex",
    flexDirection: "column",
    minWidth: 0,
    minHeight: 0,
    overflow: "hidden",
    border: `1px solid ${tokens.colorNeutralStroke2}`,
    borderRadius: "8px",
    backgroundColor: tokens.colorNeutralBackground1,
  },
  // Out of sight, with its place in the list kept.
  hidden: { position: "absolute", inset: 0, visibility: "hidden" },
  count: { fontSize: "12px", color: tokens.colorNeutralForeground2 },
  problem: { padding: "0 12px 12px" },
  empty: { flex: "1 1 auto", padding: "16px", boxSizing: "border-box", minHeight: 0 },
});

/** The chosen document: its id, and its row if that is known. */
interface Choice {
  id: string;
  row: number;
}

const none: Choice = { id: "", row: -1 };

/** useChoice keeps the chosen document in sight of the list: its row changes when mail is filed above it. */
function useChoice(pages: Pages): [Choice, (row: number) => void, (id: string) => void] {
  const [choice, setChoice] = useState(none);
  const there = choice.row >= 0 ? pages.row(choice.row) : undefined;
  let now = choice;
  if (choice.id === "" && there) now = { id: there.id, row: choice.row };
  else if (choice.id !== "" && there?.id !== choice.id && pages.answered) {
    const row = pages.find(choice.id);
    if (row !== choice.row && (there || row >= 0 || choice.row >= pages.total)) now = { id: choice.id, row };
  }
  if (now !== choice) setChoice(now);
  const choose = useCallback((row: number) => setChoice({ id: pages.row(row)?.id ?? "", row }), [pages]);
  const chooseId = useCallback((id: string) => setChoice(id ? { id, row: -1 } : none), []);
  return [now, choose, chooseId];
}

/** DocumentsRoom finds filed mails and shows them. */
export default function DocumentsRoom() {
  const styles = useStyles();
  const { t } = useTranslation();
  const { place } = useRoute();
  const compact = useMedia(compactWindow);
  const slim = useMedia("(max-width: 760px)");
  const [wish, setWish] = useState<Wish>(everything);
  const query = useMemo(() => queryOf(wish, new Date()), [wish]);
  const pages = usePages(query);
  const [choice, choose, chooseId] = useChoice(pages);
  const [pane, setPane] = useState(true);
  const [page, setPage] = useState(false);
  const table = useRef<TableHandle>(null);
  const search = useRef<HTMLInputElement>(null);
  const title = useRef<HTMLHeadingElement>(null);
  const toTitle = useRef(false);

  useEffect(() => {
    if (!place) return;
    chooseId(place);
    setPage(true);
    setPane(true);
  }, [place, chooseId]);

  useEffect(() => {
    const onKeyDown = (event: globalThis.KeyboardEvent): void => {
      if (event.key.toLowerCase() !== "f" || !(event.ctrlKey || event.metaKey) || event.shiftKey || event.altKey) return;
      event.preventDefault();
      setPage(false);
      requestAnimationFrame(() => {
        search.current?.focus();
        search.current?.select();
      });
    };
    window.addEventListener("keydown", onKeyDown);
    return () => window.removeEventListener("keydown", onKeyDown);
  }, []);

  useEffect(() => {
    if (!toTitle.current || !title.current) return;
    toTitle.current = false;
    title.current.focus();
  });

  const change = useCallback((next: (wish: Wish) => Wish) => {
    setWish(next);
    table.current?.top();
  }, []);
  const sort = useCallback((column: Column) => change((was) => sorted(was, column)), [change]);
  const open = useCallback(
    (row: number) => {
      if (row >= 0) choose(row);
      setPane(true);
      setPage(true);
      toTitle.current = true;
    },
    [choose],
  );
  const close = useCallback(() => {
    setPage(false);
    setPane((was) => was && compact);
    if (compact && place) go("documents");
    requestAnimationFrame(() => table.current?.focus());
  }, [compact, place]);
  const jump = useCallback(
    (id: string) => {
      chooseId(id);
      toTitle.current = true;
    },
    [chooseId],
  );
  const toggle = useCallback(() => {
    if (compact) {
      if (choice.row >= 0) open(choice.row);
    } else setPane((was) => !was);
  }, [compact, choice.row, open]);
  const toList = useCallback(() => {
    if (choice.row < 0) choose(0);
    table.current?.focus();
  }, [choice.row, choose]);

  const asPage = compact && page && choice.id !== "";
  const asPane = !compact && pane;
  const narrow = asPane || slim;
  return (
    <Page
      title={t("shell:room.documents")}
      still
      actions={
        <>
          <Count pages={pages} wish={wish} />
          {!compact && !pane && (
            <Button appearance="subtle" icon={<PanelRightExpandRegular />} onClick={() => setPane(true)}>
              {t("documents:showPreview")}
            </Button>
          )}
        </>
      }
    >
      <div className={mergeClasses(styles.room, asPane && styles.withPane)}>
        <section aria-label={t("documents:list")} className={mergeClasses(styles.list, asPage && styles.hidden)}>
          <Toolbar wish={wish} setWish={change} box={search} toList={toList} />
          {!pages.ready && <ProgressBar thickness="medium" aria-label={t("documents:reading")} />}
          {pages.problem && (
            <div className={styles.problem} role="alert">
              <ProblemBox problem={pages.problem} action={<AgainButton onClick={pages.reload} />} />
            </div>
          )}
          {pages.answered && pages.total === 0 && !pages.problem ? (
            <div className={styles.empty}>
              <Nothing pages={pages} wish={wish} clear={() => change((was) => ({ ...everything, sort: was.sort, ascending: was.ascending }))} />
            </div>
          ) : (
            <DocumentTable
              handle={table}
              pages={pages.answered || pages.total > 0 ? pages : shapes}
              wish={wish}
              at={choice.row}
              chosen={choice.id}
              narrow={narrow}
              choose={choose}
              clickOpens={compact}
              open={open}
              toggle={toggle}
              sort={sort}
            />
          )}
        </section>
        {(asPane || asPage) && (
          <PreviewPane
            id={choice.id}
            known={choice.row >= 0 ? pages.row(choice.row) : undefined}
            page={asPage}
            close={close}
            jump={jump}
            title={title}
          />
        )}
      </div>
    </Page>
  );
}

/** Shapes of rows, until the first answer is there. */
const shapes: Pages = {
  total: 20,
  all: 0,
  ready: true,
  answered: false,
  problem: undefined,
  row: () => undefined,
  find: () => -1,
  want: () => undefined,
  reload: () => undefined,
};

const isFiltered = (wish: Wish): boolean => wish.text.trim() !== "" || filtersOf(wish) > 0;

function Count({ pages, wish }: { pages: Pages; wish: Wish }) {
  const styles = useStyles();
  const { t } = useTranslation();
  const format = useFormat();
  const said = !pages.answered
    ? ""
    : !pages.ready
      ? t("documents:readingSoFar", { count: pages.all })
      : isFiltered(wish)
        ? t("documents:found", { count: pages.total, all: format.number(pages.all) })
        : t("documents:count", { count: pages.all });
  return (
    <span className={styles.count} role="status">
      {said}
    </span>
  );
}

/** Nothing says why the list is empty and what fills it. */
function Nothing({ pages, wish, clear }: { pages: Pages; wish: Wish; clear: () => void }) {
  const { t } = useTranslation();
  const text = wish.text.trim();
  if (!pages.ready) return <Empty icon={<DocumentSearchRegular />} title={t("documents:reading")} text={t("documents:readingText")} />;
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
