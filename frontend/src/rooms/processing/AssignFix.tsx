import { Button, makeStyles, mergeClasses, Radio, RadioGroup, Select, tokens } from "@fluentui/react-components";
import { MailMultipleRegular, PersonAddRegular, SearchRegular } from "@fluentui/react-icons";
import { type KeyboardEvent, type ReactNode, useCallback, useId, useState } from "react";
import { useTranslation } from "react-i18next";
import { api } from "../../backend/api";
import { useLive } from "../../backend/live";
import type { Client, ClientName, ProcessingMail } from "../../backend/types";
import { Badge } from "../../components/Badge";
import { ProblemBox } from "../../components/ProblemBox";
import { ClientPanel } from "./ClientForm";
import { ClientPicker, nameOf } from "./ClientPicker";
import { useRoomStyles } from "./styles";
import { useFix } from "./useFix";
import type { Learn } from "./words";

const useStyles = makeStyles({
  group: { display: "flex", flexDirection: "column", gap: "8px" },
  card: {
    boxSizing: "border-box",
    width: "100%",
    padding: "4px 8px 8px 0",
    border: `1px solid ${tokens.colorNeutralStroke2}`,
    borderRadius: "8px",
    "& label": { minWidth: 0, width: "100%" },
  },
  chosen: { backgroundColor: tokens.colorBrandBackground2, border: `1px solid ${tokens.colorCompoundBrandStroke}` },
  name: { display: "flex", alignItems: "center", flexWrap: "wrap", gap: "8px", overflowWrap: "anywhere" },
  why: { display: "block", marginTop: "2px", fontSize: "12px", lineHeight: "16px", color: tokens.colorNeutralForeground2, overflowWrap: "anywhere" },
  waiting: { display: "flex", alignItems: "center", gap: "8px", fontSize: "12px", lineHeight: "16px", "& svg": { flexShrink: 0 } },
  remember: { "& select": { width: "100%", minWidth: 0 } },
});

/** Candidates that are shown before the person asks for more. */
const few = 3;

interface Props {
  mail: ProcessingMail;
  fixed: () => void;
  /** The mail has a client, which can be another. */
  correct?: boolean;
  children?: ReactNode;
}

/** AssignFix asks which client a mail belongs to. */
export function AssignFix({ mail, fixed, correct = false, children }: Props) {
  const styles = useStyles();
  const room = useRoomStyles();
  const { t } = useTranslation();
  const label = useId();
  const [other, setOther] = useState<ClientName>();
  const first = correct ? undefined : mail.candidates[0]?.client.id;
  const [chosen, setChosen] = useState(first ?? "");
  const [all, setAll] = useState(false);
  const [asked, setAsked] = useState(false);
  const [searching, setSearching] = useState(!correct && mail.candidates.length === 0);
  const [adding, setAdding] = useState(false);
  const draft = useLive(useCallback(() => api.DraftClient(mail.id), [mail.id]));
  const unknown = mail.reason === "unknown-sender";
  const [learn, setLearn] = useState<Learn>("address");
  const pick = (client: Client): void => {
    setOther(client);
    setChosen(client.id);
    setSearching(false);
  };
  const assign = useFix((client: string, how: Learn) => api.AssignMail(mail.id, client, how), undefined, fixed);
  const accept = useFix((nth: number) => api.AcceptSuggestion(mail.id, nth), undefined, fixed);
  const onKeyDown = (event: KeyboardEvent): void => {
    const nth = Number(event.key);
    if (correct || !/^[1-3]$/.test(event.key) || event.ctrlKey || event.altKey || event.metaKey || !mail.candidates[nth - 1] || accept.busy) return;
    if ((event.target as HTMLElement).matches("input:not([type=radio]), select, textarea")) return;
    event.preventDefault();
    void accept.run(nth);
  };
  const aside = useFix(
    async () => {
      await api.SetMailsAside([mail.id], true);
      return 0;
    },
    t("processing:aside.done"),
    fixed,
  );
  const { address = "", domain = "" } = draft.value ?? {};
  const candidates = all ? mail.candidates : mail.candidates.slice(0, few);
  const listed = candidates.map(({ client, evidence }) => ({ client, evidence }));
  if (other && !listed.some(({ client }) => client.id === other.id)) listed.push({ client: other, evidence: [] });
  const name = listed.find(({ client }) => client.id === chosen)?.client.name ?? "";
  const problem = assign.problem ?? accept.problem ?? aside.problem ?? draft.problem;
  /** So many can be chosen by their number. */
  const keys = Math.min(mail.candidates.length, few);
  const remember = unknown && address !== "";
  return (
    <>
      <div className={room.paneBody} onKeyDown={onKeyDown}>
        {children ?? <p className={room.text}>{mail.evidence.at(-1)}</p>}
        {listed.length > 0 && (
          <>
            <span id={label} className={room.small}>
              {correct || keys === 0 ? t("processing:assign.other") : t("processing:assign.hint", { count: keys })}
            </span>
            <RadioGroup aria-labelledby={label} value={chosen} onChange={(_, data) => setChosen(data.value)} className={styles.group}>
              {listed.map(({ client, evidence }, i) => (
                <div key={client.id} className={mergeClasses(styles.card, client.id === chosen && styles.chosen)}>
                  <Radio
                    value={client.id}
                    label={
                      <>
                        <span className={mergeClasses(styles.name, room.strong)}>
                          {!correct && i < few && evidence.length > 0 && mail.candidates[i]?.client.id === client.id && <Badge>{i + 1}</Badge>}
                          {nameOf(client)}
                          {i === 0 && unknown && listed.length > 1 && evidence.length > 0 && <Badge tone="success">{t("processing:assign.likeliest")}</Badge>}
                        </span>
                        {evidence.map((line) => (
                          <span key={line} className={styles.why}>
                            {line}
                          </span>
                        ))}
                      </>
                    }
                  />
                </div>
              ))}
            </RadioGroup>
          </>
        )}
        {searching && <ClientPicker choose={pick} focus={asked} {...(correct && mail.client ? { without: mail.client.id } : {})} />}
        <div className={room.buttons}>
          {mail.candidates.length > few && !all && (
            <Button size="small" appearance="subtle" onClick={() => setAll(true)}>
              {t("processing:assign.more", { count: mail.candidates.length - few })}
            </Button>
          )}
          {!searching && (
            <Button size="small" appearance="subtle" icon={<SearchRegular />} onClick={() => (setAsked(true), setSearching(true))}>
              {t(mail.learned ? "processing:assign.correct" : "processing:assign.search")}
            </Button>
          )}
          <Button size="small" appearance="subtle" icon={<PersonAddRegular />} disabledFocusable={!draft.value} onClick={() => setAdding(true)}>
            {t("processing:assign.new")}
          </Button>
          <Button size="small" appearance="subtle" disabledFocusable={aside.busy} onClick={() => void aside.run()}>
            {t("processing:assign.none")}
          </Button>
        </div>
        {problem && <ProblemBox problem={problem} />}
      </div>
      {(!correct || chosen !== "") && (
        <div className={room.paneFoot}>
          {remember && (
            <Select className={styles.remember} aria-label={t("processing:assign.remember")} value={learn} onChange={(_, data) => setLearn(data.value as Learn)}>
              <option value="address">{t("processing:assign.address", { address })}</option>
              {domain && <option value="domain">{t("processing:assign.domain", { domain })}</option>}
              <option value="nothing">{t("processing:assign.nothing")}</option>
            </Select>
          )}
          {mail.waiting > 0 && learn !== "nothing" && (
            <span className={styles.waiting}>
              <MailMultipleRegular aria-hidden />
              {t("processing:assign.waiting", { count: mail.waiting })}
            </span>
          )}
          <div className={room.buttons}>
            <Button appearance="primary" disabledFocusable={!chosen || assign.busy} onClick={() => void assign.run(chosen, remember ? learn : "")}>
              {chosen ? t("processing:assign.do", { client: name }) : t("processing:assign.choose")}
            </Button>
          </div>
        </div>
      )}
      {adding && draft.value && (
        <ClientPanel
          client={draft.value.client}
          found={draft.value.from}
          close={() => setAdding(false)}
          saved={async (client) => {
            setAdding(false);
            // What names the client settles the mail by itself; where nothing does, it is given to the client here.
            const now = await api.ProcessingMail(mail.id);
            if (!now.client || now.client.id !== client.id) await api.AssignMail(mail.id, client.id, "nothing");
            fixed();
          }}
        />
      )}
    </>
  );
}
