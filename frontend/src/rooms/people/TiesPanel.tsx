import { Button, DrawerBody, Field, Input, makeStyles, mergeClasses, tokens } from "@fluentui/react-components";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useShell } from "../../app/context";
import { api } from "../../backend/api";
import { type Live, useAction } from "../../backend/live";
import type { Ties } from "../../backend/types";
import { ProblemBox } from "../../components/ProblemBox";
import { SidePanel } from "../../components/SidePanel";

const useStyles = makeStyles({
  body: { display: "flex", flexDirection: "column", gap: "12px", paddingBottom: "16px" },
  intro: { margin: 0, lineHeight: "20px", color: tokens.colorNeutralForeground2 },
  heading: { margin: "8px 0 0", fontSize: "14px", lineHeight: "20px", fontWeight: tokens.fontWeightSemibold },
  list: { listStyleType: "none", margin: 0, padding: 0 },
  row: { display: "flex", alignItems: "center", gap: "12px", padding: "8px 0", borderBottom: `1px solid ${tokens.colorNeutralStroke3}` },
  texts: { flex: "1 1 auto", minWidth: 0, overflowWrap: "anywhere" },
  small: { fontSize: "12px", lineHeight: "16px", color: tokens.colorNeutralForeground2 },
  code: { fontFamily: tokens.fontFamilyMonospace },
  form: { display: "flex", flexDirection: "column", gap: "12px" },
  submit: { alignSelf: "start" },
});

interface Props {
  ties: Live<Ties>;
  changed: () => void;
  close: () => void;
}

/** TiesPanel ties addresses that are known here to the organisation's users: by a suggestion, or by an object id. */
export function TiesPanel({ ties, changed, close }: Props) {
  const { t } = useTranslation();
  const styles = useStyles();
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
      <DrawerBody className={styles.body}>
        <p className={styles.intro}>{t("people:ties.text")}</p>
        {act.problem && (
          <div role="alert">
            <ProblemBox problem={act.problem} intent="warning" />
          </div>
        )}
        {suggestions.length > 0 && (
          <>
            <h3 className={styles.heading}>{t("people:ties.suggestions")}</h3>
            <ul className={styles.list}>
              {suggestions.map((s) => (
                <li key={s.address} className={styles.row}>
                  <div className={styles.texts}>
                    {t("people:ties.same", { address: s.address, name: s.name })}
                    {s.taken && <div className={styles.small}>{t("people:ties.taken", { name: s.name, address: s.taken })}</div>}
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
        <h3 className={styles.heading}>{t("people:ties.there")}</h3>
        {items.length === 0 && <p className={styles.intro}>{t("people:ties.none")}</p>}
        <ul className={styles.list}>
          {items.map((one) => (
            <li key={one.address} className={styles.row}>
              <div className={styles.texts}>
                {one.address}
                <div className={styles.small}>{one.name || t("people:ties.gone")}</div>
                <div className={mergeClasses(styles.small, styles.code)}>{one.id}</div>
              </div>
              <Button size="small" disabled={!may} disabledFocusable={act.busy} aria-label={t("people:ties.undoOne", { address: one.address })} onClick={() => void act.run(false, one.address, one.id)}>
                {t("people:ties.undo")}
              </Button>
            </li>
          ))}
        </ul>
        <h3 className={styles.heading}>{t("people:ties.byID")}</h3>
        <form
          className={styles.form}
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
