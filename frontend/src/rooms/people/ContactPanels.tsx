import { Button, DrawerBody, DrawerFooter } from "@fluentui/react-components";
import { useCallback } from "react";
import { useTranslation } from "react-i18next";
import { useShell } from "../../app/context";
import { api } from "../../backend/api";
import { problemOf } from "../../backend/bridge";
import { useAction, useLive } from "../../backend/live";
import type { ContactFolder, ContactQuery } from "../../backend/types";
import { ProblemBox } from "../../components/ProblemBox";
import { SidePanel } from "../../components/SidePanel";
import { Spinner } from "../../components/Spinner";
import { Switch } from "../../components/Switch";
import { usePanelStyles } from "./styles";

/** ContactFoldersPanel shares folders of one's contacts with the office, or takes them back, and says what is not read. */
export function ContactFoldersPanel({ folders, changed, close }: { folders: ContactFolder[]; changed: () => void; close: () => void }) {
  const { t } = useTranslation();
  const look = usePanelStyles();
  const show = useAction(async (folder: ContactFolder, on: boolean) => {
    await api.ShowContacts(folder.account, [folder.id], on);
    changed();
  });
  return (
    <SidePanel title={t("people:contacts.folders")} close={close}>
      <DrawerBody className={look.body}>
        <p className={look.intro}>{t("people:contacts.foldersText")}</p>
        {show.problem && (
          <div role="alert">
            <ProblemBox problem={show.problem} intent="warning" />
          </div>
        )}
        <ul className={look.list}>
          {folders.map((f) => (
            <li key={`${f.account} ${f.id}`} className={look.row}>
              <div className={look.texts}>
                {f.path}
                <div className={look.small}>{f.owner}</div>
                <div className={look.small}>{t("people:contacts.count", { count: f.contacts })}</div>
                {f.lists > 0 && <div className={look.small}>{t("people:contacts.lists", { count: f.lists })}</div>}
              </div>
              {f.own && (
                <Switch
                  aria-label={t("people:contacts.showFolder", { folder: f.path })}
                  label={t("people:contacts.visible")}
                  checked={f.visible}
                  disabled={show.busy}
                  onChange={(_, data) => void show.run(f, data.checked)}
                />
              )}
            </li>
          ))}
        </ul>
      </DrawerBody>
    </SidePanel>
  );
}

/** ContactClientsPanel says which clients would be made of the contacts that are shown, and makes them. */
export function ContactClientsPanel({ query, count, close }: { query: ContactQuery; count: number; close: () => void }) {
  const { t } = useTranslation();
  const { done } = useShell();
  const look = usePanelStyles();
  const would = useLive(useCallback(() => api.ClientsFromContacts(query, true), [query]));
  const undo = (): void => {
    api.UndoProcessing().then(
      () => done(t("processing:undone")),
      (thrown: unknown) => done(problemOf(thrown).message || t("shell:problem.unexpected")),
    );
  };
  const make = useAction(async () => {
    const made = await api.ClientsFromContacts(query, false);
    const text = t("people:contacts.made", { count: made.added + made.extended });
    done(made.settled > 0 ? `${text} ${t("processing:settled", { count: made.settled })}` : text, undo);
    close();
  });
  const { value } = would;
  const sum = value ? value.added + value.extended : 0;
  const problem = would.problem ?? make.problem;
  return (
    <SidePanel title={t("people:contacts.clients")} close={close}>
      <DrawerBody className={look.body} tabIndex={0} role="region" aria-label={t("people:contacts.clients")}>
        <p className={look.intro}>{t("people:contacts.clientsText", { count })}</p>
        {problem && (
          <div role="alert">
            <ProblemBox problem={problem} />
          </div>
        )}
        {!value && !problem && <Spinner label={t("shell:loading")} />}
        {value && (
          <>
            <h3 className={look.heading} aria-live="polite">
              {sum > 0 ? t("people:contacts.would", { added: value.added, extended: value.extended }) : t("people:contacts.wouldNothing")}
            </h3>
            <ul className={look.list}>
              {value.clients.map((c, i) => (
                <li key={i} className={look.row}>
                  <div className={look.texts}>
                    {c.name}
                    <div className={look.small}>{c.addresses.join(" · ")}</div>
                  </div>
                  <span className={look.small}>{c.added ? t("people:contacts.newClient") : t("people:contacts.extended")}</span>
                </li>
              ))}
            </ul>
            {sum > value.clients.length && <p className={look.small}>{t("people:contacts.andMore", { count: sum - value.clients.length })}</p>}
            {value.skipped > 0 && (
              <>
                <h3 className={look.heading}>{t("people:contacts.left", { count: value.skipped })}</h3>
                <ul className={look.list}>
                  {value.left.map((one, i) => (
                    <li key={i} className={look.row}>
                      <div className={look.texts}>
                        {one.name || t("people:contacts.nameless")}
                        <div className={look.small}>{one.why}</div>
                      </div>
                    </li>
                  ))}
                </ul>
                {value.skipped > value.left.length && <p className={look.small}>{t("people:contacts.andMore", { count: value.skipped - value.left.length })}</p>}
              </>
            )}
          </>
        )}
      </DrawerBody>
      <DrawerFooter>
        <Button appearance="primary" disabledFocusable={sum === 0 || make.busy} onClick={() => sum > 0 && void make.run()}>
          {sum > 0 ? t("people:contacts.make", { count: sum }) : t("people:contacts.clients")}
        </Button>
        <Button onClick={close}>{t("shell:cancel")}</Button>
      </DrawerFooter>
    </SidePanel>
  );
}
