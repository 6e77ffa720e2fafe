import { Button, makeStyles, Menu, MenuItem, MenuList, MenuPopover, MenuTrigger, mergeClasses, Select, tokens } from "@fluentui/react-components";
import { ArrowExportRegular, FolderPeopleRegular, LinkRegular, PeopleAddRegular, PeopleTeamRegular } from "@fluentui/react-icons";
import { useDeferredValue, useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { useShell } from "../../app/context";
import { api } from "../../backend/api";
import { useAction } from "../../backend/live";
import type { Contact, ContactFolder, ContactQuery, PeopleAccount } from "../../backend/types";
import { Avatar } from "../../components/Avatar";
import { useListStyles } from "../../components/listStyles";
import { ContactPanel } from "./ContactPanel";
import { ContactClientsPanel, ContactFoldersPanel } from "./ContactPanels";
import { ListCard } from "./ListCard";
import { useContacts } from "./pages";

const useStyles = makeStyles({
  row: {
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
  kinds: { width: "200px", maxWidth: "100%" },
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
  const { app, done } = useShell();
  const [typed, setTyped] = useState("");
  const [chosen, setChosen] = useState("");
  const [panel, setPanel] = useState<"folders" | "clients">();
  const [open, setOpen] = useState<number>();
  const text = useDeferredValue(typed.trim());
  const query = useMemo((): ContactQuery => {
    const [account = "", folder = ""] = chosen.split(" ");
    return { ...(parts[chosen] ?? { ...everything, account, folder }), text, offset: 0, limit: 0 };
  }, [text, chosen]);
  const list = useContacts(query);
  const folders = list.answer?.folders ?? [];
  const save = useAction(async (table: boolean) => {
    const path = await api.SaveContacts(query, table);
    if (path) done(t("people:contacts.saved", { path }));
  });
  const shown = open === undefined ? undefined : list.row(open);
  const several = new Set(folders.map((f) => f.account)).size > 1;
  return (
    <ListCard
      what="contacts"
      words={{ search: t("people:contacts.search"), refresh: t("people:contacts.refresh"), reading: t("people:contacts.reading"), none: t("people:contacts.none") }}
      accounts={accounts}
      list={list}
      read={api.SyncContacts}
      typed={typed}
      type={setTyped}
      wish={chosen + text}
      problem={save.problem}
      tools={
        <>
          <Select
            className={styles.kinds}
            aria-label={t("people:contacts.which")}
            value={chosen}
            onChange={(_, data) => setChosen(data.value)}
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
              <Button appearance="subtle" icon={<ArrowExportRegular />} disabledFocusable={list.total === 0 || save.busy}>
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
          <Button appearance="subtle" icon={<PeopleAddRegular />} disabledFocusable={list.total === 0 || !app.access.may} onClick={() => list.total > 0 && app.access.may && setPanel("clients")}>
            {t("people:contacts.clients")}
          </Button>
        </>
      }
      height={48}
      columns={styles.row}
      cells={(contact, i) => <Cells contact={contact} before={list.row(i - 1)} open={() => setOpen(i)} />}
    >
      <p className={styles.privacy}>{t("people:contacts.privacy")}</p>
      {shown && open !== undefined && <ContactPanel contact={shown} same={others(shown, open, list.row)} changed={list.reload} close={() => setOpen(undefined)} />}
      {panel === "folders" && <ContactFoldersPanel folders={folders} changed={list.reload} close={() => setPanel(undefined)} />}
      {panel === "clients" && <ContactClientsPanel query={query} count={list.total} close={() => setPanel(undefined)} />}
    </ListCard>
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

interface CellProps {
  contact: Contact;
  before: Contact | undefined;
  open: () => void;
}

function Cells({ contact: c, before, open }: CellProps) {
  const { t } = useTranslation();
  const styles = useStyles();
  const look = useListStyles();
  const again = c.same !== "" && before?.same === c.same;
  const name = c.name || t("people:contacts.nameless");
  const stand = !c.own ? t("people:contacts.of", { owner: c.owner }) : c.visible ? t("people:contacts.visible") : "";
  const [email = "", ...more] = c.emails;
  return (
    <>
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
    </>
  );
}
