import { Button, Checkbox, Field, Input, makeStyles, Select } from "@fluentui/react-components";
import { FilterFilled, FilterRegular } from "@fluentui/react-icons";
import { type RefObject, useState } from "react";
import { useTranslation } from "react-i18next";
import { api } from "../../backend/api";
import { type Live, useLive } from "../../backend/live";
import type { Event, Filters as Sources } from "../../backend/types";
import { FindBox } from "../../components/FindBox";
import { useFormat } from "../../i18n/format";
import { ClientChip } from "../processing/ClientChip";
import { ClientPicker } from "../processing/ClientPicker";
import { choosePeriod, everything, filtersOf, isDay, type Period, periods, type Wish } from "./query";
import { Tips } from "./Tips";
import { useLater } from "./useLater";

const useStyles = makeStyles({
  bar: { display: "flex", alignItems: "center", gap: "8px", padding: "12px 12px 8px", flexShrink: 0 },
  search: { flex: "1 1 auto", minWidth: 0, maxWidth: "none" },
  mailbox: { "& select": { width: "100%", minWidth: 0 }, flex: "0 1 160px", minWidth: "120px" },
  button: { flexShrink: 0, whiteSpace: "nowrap" },
  filters: {
    display: "grid",
    gridTemplateColumns: "repeat(auto-fill, minmax(170px, 1fr))",
    alignItems: "end",
    gap: "8px 12px",
    padding: "0 12px 12px",
    flexShrink: 0,
  },
  field: { minWidth: 0, "& select": { width: "100%", minWidth: 0 }, "& .fui-Input": { minWidth: 0, width: "100%" } },
  last: { display: "flex", alignItems: "center", gap: "12px", minHeight: "32px" },
});

interface Props {
  wish: Wish;
  setWish: (change: (wish: Wish) => Wish) => void;
  /** The text box, for Ctrl+F. */
  box: RefObject<HTMLInputElement | null>;
  /** Leads from the text box to the list. */
  toList: () => void;
}

/** Toolbar takes what is looked for: words, and filters below them. */
export function Toolbar({ wish, setWish, box, toList }: Props) {
  const styles = useStyles();
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  const [text, setText] = useLater(wish.text, (value) => setWish((was) => ({ ...was, text: value })));
  const filters: Live<Sources> = useLive(
    api.DocumentFilters,
    (event) =>
      event.kind === "documents" || event.kind === "account" || (event.kind === "filed" && (open || isNew(event, filters.value))),
  );
  const mailboxes = filters.value?.mailboxes ?? [];
  const count = filtersOf(wish);
  const insert = (tip: string): void => {
    const before = text && !/[\s]$/.test(text) ? `${text} ` : text;
    setText(before + tip);
    // The menu gives the focus back to its button first.
    window.setTimeout(() => {
      const input = box.current;
      input?.focus();
      const at = before.length + (tip === '""' ? 1 : tip.length);
      input?.setSelectionRange(at, at);
    });
  };
  return (
    <>
      <div className={styles.bar} role="search">
        <FindBox box={box} className={styles.search} label={t("documents:search")} value={text} type={setText} toList={toList} />
        <Tips insert={insert} />
        {mailboxes.length > 1 && (
          <Select
            className={styles.mailbox}
            aria-label={t("documents:filter.mailbox")}
            value={wish.mailbox}
            onChange={(_, data) => setWish((was) => ({ ...was, mailbox: data.value, folder: "" }))}
          >
            <option value="">{t("documents:filter.allMailboxes")}</option>
            {mailboxes.map((m) => (
              <option key={m.address} value={m.address}>
                {m.address}
              </option>
            ))}
          </Select>
        )}
        <Button
          className={styles.button}
          aria-expanded={open}
          icon={count > 0 ? <FilterFilled /> : <FilterRegular />}
          onClick={() => setOpen(!open)}
        >
          {count > 0 ? t("documents:filter.buttonCount", { count }) : t("documents:filter.button")}
        </Button>
      </div>
      {open && <Filters wish={wish} setWish={setWish} mailboxes={mailboxes} count={count} clients={(filters.value?.clients ?? 0) > 0} />}
      {wish.client && <ClientChip id={wish.client} clear={() => setWish((was) => ({ ...was, client: "" }))} />}
    </>
  );
}

/** isNew says whether a filed mail brings a mailbox or a folder that can't be chosen yet. */
function isNew({ mailbox, folder }: Event, known: Sources | undefined): boolean {
  return !known?.mailboxes.some((m) => m.address === mailbox && m.folders.some((f) => f.path === folder));
}

type FiltersProps = Pick<Props, "wish" | "setWish"> & {
  mailboxes: Sources["mailboxes"];
  count: number;
  clients: boolean;
};

function Filters({ wish, setWish, mailboxes, count, clients }: FiltersProps) {
  const styles = useStyles();
  const { t } = useTranslation();
  const format = useFormat();
  const [sender, setSender] = useLater(wish.sender, (value) => setWish((was) => ({ ...was, sender: value })));
  const set = (part: Partial<Wish>): void => setWish((was) => ({ ...was, ...part }));
  const of = mailboxes.filter((m) => !wish.mailbox || m.address === wish.mailbox);
  const folders = new Map<string, number>();
  for (const m of of) for (const f of m.folders) folders.set(f.path, (folders.get(f.path) ?? 0) + f.count);
  const bound = (which: "from" | "to") => {
    const value = wish[which];
    const wrong = value !== "" && !isDay(value);
    return (
      <Field
        size="small"
        className={styles.field}
        label={t(which === "from" ? "documents:filter.from" : "documents:filter.to")}
        {...(wrong ? { validationMessage: t("documents:filter.dayWrong") } : {})}
      >
        <Input type="date" value={value} placeholder="2026-11-30" onChange={(_, data) => set({ [which]: data.value })} />
      </Field>
    );
  };
  return (
    <div className={styles.filters} role="group" aria-label={t("documents:filter.button")}>
      <Field size="small" className={styles.field} label={t("documents:filter.folder")}>
        <Select value={wish.folder} onChange={(_, data) => set({ folder: data.value })}>
          <option value="">{t("documents:filter.allFolders")}</option>
          {[...folders].map(([path, n]) => (
            <option key={path} value={path}>
              {`${path} (${format.number(n)})`}
            </option>
          ))}
        </Select>
      </Field>
      <Field size="small" className={styles.field} label={t("documents:filter.sender")}>
        <Input value={sender} placeholder={t("documents:filter.senderHint")} onChange={(_, data) => setSender(data.value)} />
      </Field>
      <Field size="small" className={styles.field} label={t("documents:filter.period")}>
        <Select value={wish.period} onChange={(_, data) => setWish((was) => choosePeriod(was, data.value as Period, new Date()))}>
          {periods.map((p) => (
            <option key={p} value={p}>
              {t(`documents:period.${p}`)}
            </option>
          ))}
        </Select>
      </Field>
      {clients && !wish.client && (
        <div className={styles.field} role="group" aria-label={t("documents:filter.client")}>
          <ClientPicker lazy focus={false} choose={(client) => set({ client: client.id })} />
        </div>
      )}
      {wish.period === "between" && bound("from")}
      {wish.period === "between" && bound("to")}
      <div className={styles.last}>
        <Checkbox
          label={t("documents:filter.hasAttachment")}
          checked={wish.hasAttachment}
          onChange={(_, data) => set({ hasAttachment: data.checked === true })}
        />
      </div>
      {count > 0 && (
        <div className={styles.last}>
          <Button
            onClick={() => {
              setSender("");
              setWish((was) => ({ ...everything, text: was.text, sort: was.sort, ascending: was.ascending, rank: was.rank }));
            }}
          >
            {t("documents:filter.clear")}
          </Button>
        </div>
      )}
    </div>
  );
}
