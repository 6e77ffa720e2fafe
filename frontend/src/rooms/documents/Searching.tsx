import { Button, makeStyles, Select, tokens } from "@fluentui/react-components";
import type { RefObject } from "react";
import { useTranslation } from "react-i18next";
import type { QueryMistake } from "../../backend/types";
import { ProblemBox } from "../../components/ProblemBox";
import { ProgressBar } from "../../components/ProgressBar";
import { useFormat } from "../../i18n/format";
import { Marked } from "./Marked";
import { type MailPage, type Rank, ranks, type Wish } from "./query";

const useStyles = makeStyles({
  searching: { display: "flex", flexDirection: "column", gap: "8px", flexShrink: 0, padding: "0 12px 8px", fontSize: "12px", lineHeight: "16px" },
  order: { display: "flex", alignItems: "center", justifyContent: "flex-end", gap: "8px", color: tokens.colorNeutralForeground2 },
  mistake: {
    display: "flex",
    alignItems: "center",
    flexWrap: "wrap",
    gap: "4px 12px",
    padding: "8px 12px",
    borderRadius: tokens.borderRadiusMedium,
    backgroundColor: tokens.colorNeutralBackground3,
  },
  said: { flex: "1 1 240px", minWidth: 0 },
  query: { fontFamily: tokens.fontFamilyMonospace, overflowWrap: "anywhere" },
  building: { display: "flex", flexDirection: "column", gap: "4px" },
});

interface Props {
  wish: Wish;
  setWish: (change: (wish: Wish) => Wish) => void;
  /** What was found last. */
  page: MailPage | undefined;
  /** It answers what is looked for now. */
  answered: boolean;
  box: RefObject<HTMLInputElement | null>;
}

/** Searching says in which order things are found, what of the query was not understood, and what can't be found yet. */
export function Searching({ wish, setWish, page, answered, box }: Props) {
  const styles = useStyles();
  const { t } = useTranslation();
  const format = useFormat();
  const progress = page?.progress;
  const text = wish.text.trim();
  const correct = (m: QueryMistake): void => {
    const letters = Array.from(text);
    letters.splice(m.start, m.length, m.offer);
    setWish((was) => ({ ...was, text: letters.join("") }));
    box.current?.focus();
  };
  return (
    <div className={styles.searching}>
      <div role="status">{answered && page?.mistake && <Mistake text={text} mistake={page.mistake} correct={correct} />}</div>
      {progress?.problem && <ProblemBox intent="warning" problem={progress.problem} />}
      {progress && !progress.ready && !progress.problem && (
        <div className={styles.building} role="group" aria-label={t("documents:index.title")}>
          <span>{t("documents:index.building", { count: progress.indexed, all: format.number(progress.filed) })}</span>
          <ProgressBar thickness="medium" aria-label={t("documents:index.title")} value={progress.filed > 0 ? progress.indexed / progress.filed : 0} />
        </div>
      )}
      <div className={styles.order}>
        <Select size="small" aria-label={t("documents:rank.label")} value={wish.rank} onChange={(_, data) => setWish((was) => ({ ...was, rank: data.value as Rank }))}>
          {ranks.map((rank) => (
            <option key={rank} value={rank}>
              {t(`documents:rank.${rank}`)}
            </option>
          ))}
        </Select>
      </div>
    </div>
  );
}

function Mistake({ text, mistake, correct }: { text: string; mistake: QueryMistake; correct: (mistake: QueryMistake) => void }) {
  const styles = useStyles();
  const { t } = useTranslation();
  const letters = Array.from(text);
  const part = (from: number, to?: number): string => letters.slice(from, to).join("");
  const end = mistake.start + mistake.length;
  return (
    <div className={styles.mistake}>
      <div className={styles.said}>
        <div>
          {mistake.message} {mistake.remedy}
        </div>
        <div className={styles.query}>
          <Marked
            spans={[
              { text: part(0, mistake.start), hit: false },
              { text: part(mistake.start, end), hit: true },
              { text: part(end), hit: false },
            ]}
          />
        </div>
      </div>
      {mistake.offer && (
        <Button size="small" onClick={() => correct(mistake)}>
          {t("documents:useOffer", { offer: mistake.offer })}
        </Button>
      )}
    </div>
  );
}
