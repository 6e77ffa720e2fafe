import { Button, DrawerBody, Field, Input, makeStyles, mergeClasses } from "@fluentui/react-components";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useShell } from "../../app/context";
import { api } from "../../backend/api";
import { type Live, useAction } from "../../backend/live";
import type { Ties } from "../../backend/types";
import { ProblemBox } from "../../components/ProblemBox";
import { SidePanel } from "../../components/SidePanel";
import { usePanelStyles } from "./styles";

const useStyles = makeStyles({ submit: { alignSelf: "start" } });

interface Props {
  ties: Live<Ties>;
  changed: () => void;
  close: () => void;
}

/** TiesPanel ties addresses that are known here to the organisation's users: by a suggestion, or by an object id. */
export function TiesPanel({ ties, changed, close }: Props) {
  const { t } = useTranslation();
  const styles = useStyles();
  const look = usePanelStyles();
  const { app } = useShell();
  const may = app.access.may;
  const [address, setAddress] = useState("");
  const [id, setID] = useState("");
  const act = useAction(async (on: boolean, who: string, what: string) => {
    if (on) await api.TiePerson(who, what);
    else await api.UntiePerson(who);
    changed(); // the lists below say what came of it
  });
  const { items = [], suggestions = [] } = ties.value ?? {};
  const idOf = (who: string): string => items.find((one) => one.address === who)?.id ?? "";
  return (
    <SidePanel title={t("people:ties.title")} close={close}>
      <DrawerBody className={look.body}>
        <p className={look.intro}>{t("people:ties.text")}</p>
        {act.problem && (
          <div role="alert">
            <ProblemBox problem={act.problem} intent="warning" />
          </div>
        )}
        {suggestions.length > 0 && (
          <>
            <h3 className={look.heading}>{t("people:ties.suggestions")}</h3>
            <ul className={look.list}>
              {suggestions.map((s) => (
                <li key={s.address} className={look.row}>
                  <div className={look.texts}>
                    {t("people:ties.same", { address: s.address, name: s.name })}
                    {s.taken && <div className={look.small}>{t("people:ties.taken", { name: s.name, address: s.taken })}</div>}
                  </div>
                  {s.taken ? (
                    <Button size="small" disabled={!may} disabledFocusable={act.busy} aria-label={t("people:ties.undoOne", { address: s.taken })} onClick={() => void act.run(false, s.taken, idOf(s.taken))}>
                      {t("people:ties.undo")}
                    </Button>
                  ) : (
                    <Button size="small" appearance="primary" disabled={!may} disabledFocusable={act.busy} aria-label={t("people:ties.tieOne", { address: s.address, name: s.name })} onClick={() => void act.run(true, s.address, s.id)}>
                      {t("people:ties.tie")}
                    </Button>
                  )}
                </li>
              ))}
            </ul>
          </>
        )}
        <h3 className={look.heading}>{t("people:ties.there")}</h3>
        {items.length === 0 && <p className={look.intro}>{t("people:ties.none")}</p>}
        <ul className={look.list}>
          {items.map((one) => (
            <li key={one.address} className={look.row}>
              <div className={look.texts}>
                {one.address}
                <div className={look.small}>{one.name || t("people:ties.gone")}</div>
                <div className={mergeClasses(look.small, look.code)}>{one.id}</div>
              </div>
              <Button size="small" disabled={!may} disabledFocusable={act.busy} aria-label={t("people:ties.undoOne", { address: one.address })} onClick={() => void act.run(false, one.address, one.id)}>
                {t("people:ties.undo")}
              </Button>
            </li>
          ))}
        </ul>
        <h3 className={look.heading}>{t("people:ties.byID")}</h3>
        <form
          className={look.form}
          noValidate
          onSubmit={(event) => {
            event.preventDefault();
            void act.run(true, address.trim(), id.trim()).then((well) => {
              if (!well) return;
              setAddress("");
              setID("");
            });
          }}
        >
          <Field label={t("people:ties.address")}>
            <Input type="email" autoComplete="off" spellCheck={false} value={address} onChange={(_, data) => setAddress(data.value)} />
          </Field>
          <Field label={t("people:ties.id")} hint={t("people:ties.idHint")}>
            <Input autoComplete="off" spellCheck={false} value={id} onChange={(_, data) => setID(data.value)} />
          </Field>
          <Button type="submit" className={styles.submit} disabled={!may} disabledFocusable={act.busy || !address.trim() || !id.trim()}>
            {t("people:ties.tie")}
          </Button>
        </form>
      </DrawerBody>
    </SidePanel>
  );
}
