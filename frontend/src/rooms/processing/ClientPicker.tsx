import { Button, makeStyles, mergeClasses, SearchBox, tokens } from "@fluentui/react-components";
import { useCallback, useState } from "react";
import { useTranslation } from "react-i18next";
import { api } from "../../backend/api";
import { useLive } from "../../backend/live";
import type { Client } from "../../backend/types";
import { ProblemBox } from "../../components/ProblemBox";
import { useLater } from "../documents/useLater";
import { useRoomStyles } from "./styles";

const useStyles = makeStyles({
  search: { maxWidth: "none" },
  list: { maxHeight: "260px", overflowY: "auto" },
  client: { justifyContent: "flex-start", width: "100%", minWidth: 0, textAlign: "left", fontWeight: tokens.fontWeightRegular },
});

/** nameOf is a client with its number. */
export const nameOf = (client: { name: string; number: string }): string => (client.number ? `${client.name} (${client.number})` : client.name);

const shown = 20;

interface Props {
  choose: (client: Client) => void;
  without?: string;
  /** The person has asked for it: they can type at once. */
  focus?: boolean;
  /** Nothing is listed until they do. */
  lazy?: boolean;
}

/** ClientPicker finds a client by any of its details. */
export function ClientPicker({ choose, without, focus = true, lazy = false }: Props) {
  const styles = useStyles();
  const room = useRoomStyles();
  const { t } = useTranslation();
  const [text, setText] = useState("");
  const [typed, setTyped] = useLater(text, setText);
  const found = useLive(
    useCallback(() => api.Clients({ text: text.trim(), state: "", offset: 0, limit: shown }), [text]),
    (event) => event.kind === "processing",
  );
  const list = found.value?.items.filter((client) => client.id !== without) ?? [];
  return (
    <div className={room.form}>
      <SearchBox className={styles.search} aria-label={t("processing:clients.search")} placeholder={t("processing:clients.search")} value={typed} onChange={(_, data) => setTyped(data.value)} autoFocus={focus} />
      {found.problem && <ProblemBox problem={found.problem} />}
      {(!lazy || text.trim() !== "") && (
      <ul className={mergeClasses(room.list, styles.list)} aria-label={t("processing:views.clients")}>
        {list.map((client) => (
          <li key={client.id}>
            <Button appearance="subtle" size="small" className={styles.client} onClick={() => choose(client)}>
              {nameOf(client)}
              {client.ended ? ` · ${t("processing:clients.endedShort")}` : ""}
            </Button>
          </li>
        ))}
      </ul>
      )}
      {found.value && (!lazy || text.trim() !== "") && (
        <p className={room.small} role="status">
          {found.value.total > shown ? t("processing:clients.more", { count: found.value.total - shown }) : t("processing:clients.count", { count: list.length })}
        </p>
      )}
    </div>
  );
}
