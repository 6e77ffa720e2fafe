import { Button, makeStyles, Menu, MenuItem, MenuList, MenuPopover, MenuTrigger, mergeClasses, SearchBox, Select, tokens, Tooltip } from "@fluentui/react-components";
import { ArrowClockwiseRegular, ArrowExportRegular, FolderPeopleRegular, LinkRegular, PeopleAddRegular, PeopleTeamRegular } from "@fluentui/react-icons";
import { useDeferredValue, useEffect, useMemo, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { useShell } from "../../app/context";
import { api } from "../../backend/api";
import { useAction } from "../../backend/live";
import type { Contact, ContactFolder, ContactQuery, PeopleAccount } from "../../backend/types";
import { Avatar } from "../../components/Avatar";
import { AgainButton, ProblemBox } from "../../components/ProblemBox";
import { Spinner } from "../../components/Spinner";
import { useWindow } from "../../components/tree/useWindow";
import { useFormat } from "../../i18n/format";
import { ContactPanel } from "./ContactPanel";
import { ContactClientsPanel, ContactFoldersPanel } from "./ContactPanels";
import { useContacts } from "./pages";
import { SwitchedOff } from "./SwitchedOff";
import { useListStyles } from "./styles";

const rowHeight = 48;

const useStyles = makeStyles({
  row: {
    height: `${rowHeight}px`,
    gridTemplateColumns: "36px minmax(0, 2fr) minmax(0, 1.8fr) minmax(0, 1fr) minmax(0, 1.2fr)",
    "@media (max-width: 700px)": { gridTemplateColumns: "36px minmax(0, 1fr) minmax(0, 1fr)" },
  },
  // The whole row opens what the name says.
  open: {
    display: "block",
    maxWidth: "100%",
    padding: 0,
    border: "none",
    background: "none",
    font: "inherit",
    fontWeight: tokens.fontWeightSemibold,
    color: "inherit",
    textAlign: "start",
    cursor: "pointer",
    "::after": { content: '""', position: "absolute", inset: 0 },
    ":focus-visible": { outline: "none" },
    ":focus-visible::after": { outline: `2px solid ${tokens.colorStrokeFocus2}`, outlineOffset: "-2px" },
  },
  place: { display: "flex", alignItems: "center", gap: "4px", minWidth: 0 },
  privacy: { margin: "12px 0 0", flexShrink: 0, fontSize: "12px", lineHeight: "16px", color: tokens.colorNeutralForeground2 },
});

/** What the choice of a part says beside the folders. */
type Part = Pick<ContactQuery, "own" | "visible" | "folder" | "account">;
const everything: Part = { own: false, visible: false, folder: "", account: "" };
const parts: Record<string, Part> = { "": everything, own: { ...everything, own: true }, visible: { ...everything, visible: true } };
/** keyOf names a folder in the choice; neither id has a blank. */
const keyOf = (folder: ContactFolder): string => `${folder.account} ${folder.id}`;

/** ContactsView lists contacts, one's own and those that the office may see. */
export function ContactsView({ accounts }: { accounts: PeopleAccount[] }) {
  const { t } = useTranslation();
  const styles = useStyles();
  const look = useListStyles();
  const format = useFormat();
  const { app, done } = useShell();
  const [typed, setTyped] = useState("");
  const [chosen, setChosen] = useState("");
  const [folders, setFolders] = useState<ContactFolder[]>([]);
  const [panel, setPanel] = useState<"folders" | "clients">();
  const [open, setOpen] = useState<number>();
  const text = useDeferredValue(typed.trim());
  const query = useMemo((): ContactQuery => {
    const [account = "", folder = ""] = chosen.split(" ");
    return { ...(parts[chosen] ?? { ...everything, account, folder }), text, offset: 0, limit: 0 };
  }, [text, chosen]);
  const list = useContacts(query);
  const { page, want } = list;
  useEffect(() => page && setFolders(page.folders), [page]);
  const sync = useAction(async () => {
    await api.SyncContacts();
    list.reload();
  });
  const save = useAction(async (table: boolean) => {
    const path = await api.SaveContacts(query, table);
    if (path) done(t("people:contacts.saved", { path }));
  });
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
  useEffect(() => want(view.from, to), [want, view.from, to, total]);

  if (page && !page.on) return <SwitchedOff feature="contacts" accounts={accounts} />;
  const top = (): void => {
    if (box.current) box.current.scrollTop = 0;
  };
  const rows = [];
  for (let i = view.from; i < to; i++) rows.push(<Row key={i} contact={list.row(i)} before={list.row(i - 1)} index={i} count={total} open={() => setOpen(i)} />);
  const problem = list.problem ?? sync.problem ?? save.problem;
  const shown = open === undefined ? undefined : list.row(open);
  const several = new Set(folders.map((f) => f.account)).size > 1;
  return (
    <>
      {problem && (
        <div className={look.bars} role="alert">
          <ProblemBox problem={problem} action={<AgainButton busy={sync.busy} onClick={() => void run()} />} />
        </div>
      )}
      <div className={look.card}>
        <div className={look.tools}>
          <SearchBox
            className={look.search}
            aria-label={t("people:contacts.search")}
            placeholder={t("people:contacts.search")}
            value={typed}
            onChange={(_, data) => {
              setTyped(data.value);
              top();
            }}
          />
          <Select
            className={look.kinds}
            aria-label={t("people:contacts.which")}
            value={chosen}
            onChange={(_, data) => {
              setChosen(data.value);
              top();
            }}
          >
            {["", "own", "visible"].map((part) => (
              <option key={part} value={part}>
                {t(`people:contacts.part.${part || "all"}`)}
              </option>
            ))}
            {folders.map((f) => (
              <option key={keyOf(f)} value={keyOf(f)}>
                {several ? t("people:contacts.folderOf", { folder: f.path, owner: f.owner }) : f.path}
              </option>
            ))}
          </Select>
          <Button appearance="subtle" icon={<FolderPeopleRegular />} onClick={() => setPanel("folders")}>
            {t("people:contacts.folders")}
          </Button>
          <Menu>
            <MenuTrigger disableButtonEnhancement>
              <Button appearance="subtle" icon={<ArrowExportRegular />} disabledFocusable={total === 0 || save.busy}>
                {t("people:contacts.export")}
              </Button>
            </MenuTrigger>
            <MenuPopover>
              <MenuList>
                <MenuItem onClick={() => void save.run(false)}>{t("people:contacts.vcard")}</MenuItem>
                <MenuItem onClick={() => void save.run(true)}>{t("people:contacts.csv")}</MenuItem>
              </MenuList>
            </MenuPopover>
          </Menu>
          <Button appearance="subtle" icon={<PeopleAddRegular />} disabledFocusable={total === 0 || !app.access.may} onClick={() => total > 0 && app.access.may && setPanel("clients")}>
            {t("people:contacts.clients")}
          </Button>
          <span className={look.spring} />
          <span className={look.small} role="status">
            {sync.busy ? t("people:contacts.reading") : page?.read ? t("people:users.read", { time: format.fresh(page.read) }) : ""}
          </span>
          <Tooltip content={t("people:contacts.refresh")} relationship="label">
            <Button appearance="subtle" size="small" icon={sync.busy ? <Spinner size="tiny" /> : <ArrowClockwiseRegular />} disabledFocusable={sync.busy} onClick={() => void run()} />
          </Tooltip>
        </div>
        <div ref={box} className={look.list} onScroll={view.onScroll} tabIndex={0} role="region" aria-label={t("people:tab.contacts")}>
          <ul className={look.rows} style={{ height: total * rowHeight }}>
            {rows}
          </ul>
          {page?.read && total === 0 && <div className={look.nothing}>{text ? t("people:users.nothing", { text }) : t("people:contacts.none")}</div>}
        </div>
      </div>
      <p className={styles.privacy}>{t("people:contacts.privacy")}</p>
      {shown && open !== undefined && <ContactPanel contact={shown} same={others(shown, open, list.row)} changed={list.reload} close={() => setOpen(undefined)} />}
      {panel === "folders" && <ContactFoldersPanel folders={folders} changed={list.reload} close={() => setPanel(undefined)} />}
      {panel === "clients" && <ContactClientsPanel query={query} count={total} close={() => setPanel(undefined)} />}
    </>
  );
}

/** others are the entries beside one that are most likely the same person. */
function others(contact: Contact, index: number, row: (index: number) => Contact | undefined): Contact[] {
  const found: Contact[] = [];
  if (!contact.same) return found;
  for (const step of [-1, 1])
    for (let i = index + step, c = row(i); c?.same === contact.same; i += step, c = row(i)) found.push(c);
  return found;
}

interface RowProps {
  contact: Contact | undefined;
  before: Contact | undefined;
  index: number;
  count: number;
  open: () => void;
}

function Row({ contact: c, before, index, count, open }: RowProps) {
  const { t } = useTranslation();
  const styles = useStyles();
  const look = useListStyles();
  const place = { "aria-setsize": count, "aria-posinset": index + 1, className: mergeClasses(look.row, styles.row), style: { top: index * rowHeight } };
  if (!c)
    return (
      <li {...place} aria-busy aria-label={t("shell:loading")}>
        <span />
        <span className={look.shape} />
      </li>
    );
  const again = c.same !== "" && before?.same === c.same;
  const name = c.name || t("people:contacts.nameless");
  const stand = !c.own ? t("people:contacts.of", { owner: c.owner }) : c.visible ? t("people:contacts.visible") : "";
  const [email = "", ...more] = c.emails;
  return (
    <li {...place}>
      <Avatar name={name} id={c.id} />
      <div style={{ minWidth: 0 }}>
        <button type="button" className={mergeClasses(styles.open, look.cut)} title={name} onClick={open}>
          {name}
        </button>
        <div className={mergeClasses(look.small, look.cut)}>{c.company && c.company !== name ? c.company : c.job}</div>
      </div>
      <div className={mergeClasses(look.small, look.cut, look.wide)} title={c.emails.join("\n")}>
        {more.length > 0 ? t("people:contacts.more", { address: email, count: more.length }) : email}
      </div>
      <div className={mergeClasses(look.small, look.cut, look.wide)}>{c.phones[0]?.number}</div>
      <div style={{ minWidth: 0 }}>
        {stand && (
          <div className={mergeClasses(look.small, styles.place)} title={stand}>
            <PeopleTeamRegular aria-hidden />
            <span className={look.cut}>{stand}</span>
          </div>
        )}
        {again && (
          <div className={mergeClasses(look.small, styles.place)} title={t("people:contacts.sameAbove")}>
            <LinkRegular aria-hidden />
            <span className={look.cut}>{t("people:contacts.sameAbove")}</span>
          </div>
        )}
      </div>
    </li>
  );
}
