import { DrawerBody, makeStyles, tokens } from "@fluentui/react-components";
import { useCallback } from "react";
import { useTranslation } from "react-i18next";
import { api } from "../../backend/api";
import { useAction, useLive } from "../../backend/live";
import type { Contact } from "../../backend/types";
import { ProblemBox } from "../../components/ProblemBox";
import { SidePanel } from "../../components/SidePanel";
import { Switch } from "../../components/Switch";
import { useFormat } from "../../i18n/format";
import { usePanelStyles } from "./styles";

const useStyles = makeStyles({
  photo: { width: "96px", height: "96px", objectFit: "cover", borderRadius: "8px" },
  details: { display: "grid", gridTemplateColumns: "minmax(88px, auto) minmax(0, 1fr)", gap: "6px 16px", margin: 0, lineHeight: "20px", overflowWrap: "anywhere" },
  name: { color: tokens.colorNeutralForeground2 },
  value: { margin: 0, whiteSpace: "pre-wrap" },
});

interface Props {
  contact: Contact;
  /** Entries that are most likely the same person. */
  same: Contact[];
  changed: () => void;
  close: () => void;
}

/** ContactPanel shows a contact, and lets its owner share it with the office or take it back. */
export function ContactPanel({ contact: c, same, changed, close }: Props) {
  const { t } = useTranslation();
  const look = usePanelStyles();
  const styles = useStyles();
  const format = useFormat();
  const photo = useLive(useCallback(() => api.ContactPhoto(c.account, c.id), [c.account, c.id]));
  const show = useAction(async (on: boolean) => {
    await api.ShowContacts(c.account, [c.id], on);
    changed();
  });
  const lines: [string, string][] = [
    [t("people:contacts.company"), c.company],
    [t("people:contacts.job"), c.job],
    [t("people:contacts.emails"), c.emails.join("\n")],
    ...c.phones.map(({ kind, number }): [string, string] => [t(`people:contacts.phone.${kind}`), number]),
    ...c.places.map(({ kind, lines: text }): [string, string] => [t(`people:contacts.address.${kind}`), text.join("\n")]),
    [t("people:contacts.web"), c.web],
    [t("people:contacts.birthday"), c.birthday.startsWith("--") ? c.birthday.slice(2).split("-").reverse().join(".") : c.birthday && format.day(c.birthday)],
    [t("people:contacts.notes"), c.notes],
    [t("people:contacts.folder"), c.folder],
    [t("people:contacts.owner"), c.own ? "" : c.owner],
  ];
  return (
    <SidePanel title={c.name || t("people:contacts.nameless")} close={close}>
      <DrawerBody className={look.body}>
        {photo.value && <img className={styles.photo} src={photo.value} alt="" />}
        <dl className={styles.details}>
          {lines
            .filter(([, value]) => value)
            .map(([name, value], i) => (
              <div key={i} style={{ display: "contents" }}>
                <dt className={styles.name}>{name}</dt>
                <dd className={styles.value}>{value}</dd>
              </div>
            ))}
        </dl>
        {c.own && (
          <div>
            <Switch label={t("people:contacts.visible")} checked={c.visible} disabled={show.busy} onChange={(_, data) => void show.run(data.checked)} />
            <div className={look.small}>{c.visible ? t("people:contacts.visibleText") : t("people:contacts.privateText")}</div>
          </div>
        )}
        {show.problem && (
          <div role="alert">
            <ProblemBox problem={show.problem} intent="warning" />
          </div>
        )}
        {same.length > 0 && (
          <>
            <h3 className={look.heading}>{t("people:contacts.same")}</h3>
            <p className={look.intro}>{t("people:contacts.sameText")}</p>
            <ul className={look.list}>
              {same.map((one) => (
                <li key={`${one.account} ${one.id}`} className={look.row}>
                  <div className={look.texts}>
                    {one.name || t("people:contacts.nameless")}
                    <div className={look.small}>{[...one.emails, ...one.phones.map((p) => p.number)].join(" · ")}</div>
                    <div className={look.small}>{one.own ? one.folder : t("people:contacts.of", { owner: one.owner })}</div>
                  </div>
                </li>
              ))}
            </ul>
          </>
        )}
      </DrawerBody>
    </SidePanel>
  );
}
