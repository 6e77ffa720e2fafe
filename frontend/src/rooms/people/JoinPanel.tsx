import { Button, DrawerBody, Field, makeStyles, SearchBox, Select } from "@fluentui/react-components";
import { useCallback, useDeferredValue, useState } from "react";
import { useTranslation } from "react-i18next";
import { useShell } from "../../app/context";
import { go } from "../../app/route";
import { api } from "../../backend/api";
import { useAction, useLive } from "../../backend/live";
import type { TeamProposal } from "../../backend/types";
import { ProblemBox } from "../../components/ProblemBox";
import { SidePanel } from "../../components/SidePanel";
import { usePanelStyles } from "./styles";

const useStyles = makeStyles({ search: { maxWidth: "none" } });

const modes = ["off", "propose", "add"] as const;
const accepts = ["add", "tie", "left"] as const;

/** Proposals that are listed at once. */
const listed = 50;

/** JoinPanel says what becomes of new users in the team of Processing, and lets a person decide on those who are proposed. */
export function JoinPanel({ changed, close }: { changed: () => void; close: () => void }) {
  const { t } = useTranslation();
  const look = usePanelStyles();
  const styles = useStyles();
  const { app, done } = useShell();
  const [typed, setTyped] = useState("");
  const text = useDeferredValue(typed.trim());
  const live = useLive(useCallback(() => api.TeamProposals(text, 0, listed), [text]), (event) => event.kind === "users" || event.kind === "processing");
  const again = (): void => {
    live.reload();
    changed();
  };
  const set = useAction(async (mode: string) => {
    await api.SetTeamFromUsers(mode);
    again();
  });
  const decide = useAction(async (p: TeamProposal, accept: boolean) => {
    const settled = await api.DecideProposal(p.id, p.kind, accept);
    const said = t(accept ? "people:join.done" : "people:join.dismissed", { name: p.name });
    done(settled > 0 ? `${said} ${t("processing:settled", { count: settled })}` : said);
    again();
  });
  const { may } = app.access;
  const v = live.value;
  const problem = live.problem ?? set.problem ?? decide.problem;
  const items = v?.items ?? [];
  return (
    <SidePanel title={t("people:join.title")} close={close}>
      <DrawerBody className={look.body}>
        <p className={look.intro}>{t("people:join.text")}</p>
        <Field label={t("people:join.mode")}>
          <Select value={v?.mode ?? "off"} disabled={!may || !v || set.busy} onChange={(_, data) => void set.run(data.value)}>
            {modes.map((mode) => (
              <option key={mode} value={mode}>
                {t(`people:join.modes.${mode}`)}
              </option>
            ))}
          </Select>
        </Field>
        {problem && (
          <div role="alert">
            <ProblemBox problem={problem} intent="warning" />
          </div>
        )}
        {v && v.mode !== "off" && (
          <>
            <SearchBox className={styles.search} aria-label={t("people:users.search")} placeholder={t("people:users.search")} value={typed} onChange={(_, data) => setTyped(data.value)} />
            <ul className={look.list} aria-label={t("people:join.list")}>
              {items.map((p) => {
                const kind = accepts.find((k) => k === p.kind);
                return (
                  <li key={`${p.id} ${p.kind}`} className={look.row}>
                    <div className={look.texts}>{p.message}</div>
                    <div className={look.buttons}>
                      {p.accept && kind ? (
                        <Button size="small" disabled={!may} disabledFocusable={decide.busy} aria-label={`${t(`people:join.do.${kind}`)}: ${p.name}`} onClick={() => void decide.run(p, true)}>
                          {t(`people:join.do.${kind}`)}
                        </Button>
                      ) : (
                        <Button size="small" aria-label={`${t("people:join.team")}: ${p.name}`} onClick={() => go("processing", "team")}>
                          {t("people:join.team")}
                        </Button>
                      )}
                      <Button size="small" appearance="subtle" disabled={!may} disabledFocusable={decide.busy} aria-label={`${t("people:join.no")}: ${p.name}`} onClick={() => void decide.run(p, false)}>
                        {t("people:join.no")}
                      </Button>
                    </div>
                  </li>
                );
              })}
            </ul>
            {items.length === 0 && !live.loading && <p className={look.intro}>{text ? t("people:users.nothing", { text }) : t("people:join.none")}</p>}
            {v.total > items.length && <p className={look.small}>{t("people:contacts.andMore", { count: v.total - items.length })}</p>}
          </>
        )}
      </DrawerBody>
    </SidePanel>
  );
}
