import { Button, DrawerBody, makeStyles, mergeClasses, SearchBox, tokens } from "@fluentui/react-components";
import { useCallback, useDeferredValue, useState } from "react";
import { useTranslation } from "react-i18next";
import { api } from "../../backend/api";
import { useAction, useLive } from "../../backend/live";
import type { Teammate } from "../../backend/types";
import { ProblemBox } from "../../components/ProblemBox";
import { SidePanel } from "../../components/SidePanel";
import { Spinner } from "../../components/Spinner";

const useStyles = makeStyles({
  body: { display: "flex", flexDirection: "column", gap: "12px", paddingBottom: "16px" },
  intro: { margin: 0, lineHeight: "20px", color: tokens.colorNeutralForeground2 },
  search: { maxWidth: "none" },
  list: { listStyleType: "none", margin: 0, padding: 0 },
  row: { display: "flex", alignItems: "center", gap: "12px", padding: "6px 0", borderBottom: `1px solid ${tokens.colorNeutralStroke3}` },
  texts: { flex: "1 1 auto", minWidth: 0 },
  cut: { overflow: "hidden", textOverflow: "ellipsis", whiteSpace: "nowrap" },
  small: { fontSize: "12px", lineHeight: "16px", color: tokens.colorNeutralForeground2 },
});

const isAddress = (text: string): boolean => /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(text);

interface Props {
  team: Teammate[];
  changed: () => void;
  close: () => void;
}

/** ChoosePanel chooses whose calendar status is shown: from the organisation's users, or by address. */
export function ChoosePanel({ team, changed, close }: Props) {
  const { t } = useTranslation();
  const styles = useStyles();
  const [typed, setTyped] = useState("");
  const text = useDeferredValue(typed.trim());
  const found = useLive(useCallback(() => api.Users({ text, kind: "person", offset: 0, limit: 30 }), [text]), (event) => event.kind === "users");
  const watch = useAction(async (address: string, on: boolean) => {
    await api.WatchPeople([address], on);
    if (on) setTyped((now) => (now === typed ? "" : now)); // what is typed meanwhile stays
    changed();
    found.reload();
  });
  const shown = new Set(team.map((p) => p.address.toLowerCase()));
  const colleagues = team.filter((p) => !p.own).map((p) => ({ address: p.address, name: p.name || p.address }));
  const users = (found.value?.items ?? []).map((u) => ({ address: u.address, name: u.name }));
  // An address that the directory has not, or while it is not read, can be asked for all the same.
  const typedOne = isAddress(text) && ![...users, ...colleagues].some((u) => u.address.toLowerCase() === text.toLowerCase()) ? [{ address: text, name: text }] : [];
  const rows = text ? [...users, ...typedOne] : [...colleagues, ...users.filter((u) => !shown.has(u.address.toLowerCase()))];
  return (
    <SidePanel title={t("people:choose.title")} close={close}>
      <DrawerBody className={styles.body}>
        <p className={styles.intro}>{found.value?.on ? t("people:choose.text") : t("people:choose.address")}</p>
        <SearchBox className={styles.search} aria-label={t("people:choose.search")} placeholder={t("people:choose.search")} value={typed} onChange={(_, data) => setTyped(data.value)} />
        {watch.problem && (
          <div role="alert">
            <ProblemBox problem={watch.problem} intent="warning" />
          </div>
        )}
        <ul className={styles.list}>
          {rows.map(({ address, name }) => {
            const on = shown.has(address.toLowerCase());
            const own = team.some((p) => p.own && p.address.toLowerCase() === address.toLowerCase());
            return (
              <li key={address} className={styles.row}>
                <div className={styles.texts}>
                  <div className={styles.cut}>{name}</div>
                  {name !== address && <div className={mergeClasses(styles.small, styles.cut)}>{address}</div>}
                </div>
                {own ? (
                  <span className={styles.small}>{t("people:today.you")}</span>
                ) : (
                  <Button size="small" disabledFocusable={watch.busy} aria-label={`${on ? t("people:choose.remove") : t("people:choose.add")}: ${name}`} onClick={() => void watch.run(address, !on)}>
                    {on ? t("people:choose.remove") : t("people:choose.add")}
                  </Button>
                )}
              </li>
            );
          })}
        </ul>
        {watch.busy && <Spinner size="tiny" label={t("people:choose.asking")} />}
        {text && rows.length === 0 && !found.loading && <p className={styles.intro}>{t("people:users.nothing", { text })}</p>}
      </DrawerBody>
    </SidePanel>
  );
}
