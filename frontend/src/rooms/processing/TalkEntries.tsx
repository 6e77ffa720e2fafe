import { Button, Link, makeStyles, mergeClasses, tokens } from "@fluentui/react-components";
import { AttachRegular, LockClosedRegular, MailRegular, PeopleTeamRegular, SendRegular } from "@fluentui/react-icons";
import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import type { ConversationEntry, ConversationView } from "../../backend/types";
import { Badge } from "../../components/Badge";
import { useFormat } from "../../i18n/format";
import { personOf } from "../documents/person";
import { useRoomStyles } from "./styles";

const useStyles = makeStyles({
  list: { gap: "8px" },
  entry: { display: "flex", flexDirection: "column", gap: "2px", padding: "8px 12px", border: `1px solid ${tokens.colorNeutralStroke2}`, borderRadius: "8px" },
  // A note is no mail: it looks like a slip of paper that was put between.
  note: { border: `1px dashed ${tokens.colorNeutralStrokeAccessible}`, backgroundColor: tokens.colorNeutralBackground3 },
  ours: { marginLeft: "24px" },
  change: { textAlign: "center" },
  line: { display: "flex", alignItems: "center", flexWrap: "wrap", gap: "2px 6px" },
  name: { overflowWrap: "anywhere", minWidth: 0 },
  text: { whiteSpace: "pre-wrap" },
});

interface Props {
  view: ConversationView;
  most: number;
  /** Shows the entries from one on; -1 is the last ones. */
  go: (from: number) => void;
  show: (mail: string) => void;
}

/** TalkEntries are the mails, notes and changes of a conversation in order. */
export function TalkEntries({ view, most, go, show }: Props) {
  const styles = useStyles();
  const room = useRoomStyles();
  const { t } = useTranslation();
  const box = useRef<HTMLUListElement>(null);
  const { offset, entries, total, number } = view;
  const after = offset + entries.length;
  useEffect(() => {
    if (box.current) box.current.scrollTop = box.current.scrollHeight;
  }, [number]);
  // What was unread when it came in sight stays marked as long as it is in sight.
  const [fresh] = useState(() => new Set<number>());
  for (const e of entries) if (e.unread) fresh.add(e.number);
  return (
    <ul ref={box} className={mergeClasses(room.list, room.paneBody, styles.list)} style={{ padding: "12px 16px" }} aria-label={t("processing:talk.entries")} tabIndex={0}>
      {offset > 0 && (
        <li>
          <Button size="small" appearance="subtle" onClick={() => go(Math.max(0, offset - most))}>
            {t("processing:talk.earlier", { count: offset })}
          </Button>
        </li>
      )}
      {entries.map((e, i) => (
        <Entry key={offset + i} entry={e} fresh={fresh.has(e.number)} show={show} />
      ))}
      {after < total && (
        <li>
          <Button size="small" appearance="subtle" onClick={() => go(after + most < total ? after : -1)}>
            {t("processing:talk.later", { count: total - after })}
          </Button>
        </li>
      )}
    </ul>
  );
}

function Entry({ entry: e, fresh, show }: { entry: ConversationEntry; fresh: boolean; show: (mail: string) => void }) {
  const styles = useStyles();
  const room = useRoomStyles();
  const { t } = useTranslation();
  const format = useFormat();
  const time = e.time && format.fresh(e.time);
  const { document } = e;
  if (e.kind !== "mail" && e.kind !== "note") {
    const value = e.kind === "due" ? e.value && format.day(e.value) : e.kind === "state" ? t(`processing:talk.is.${e.value}`) : e.value;
    const what = t(`processing:talk.did.${value ? e.kind : `${e.kind}None`}`, { value });
    return <li className={mergeClasses(room.small, styles.change)}>{[e.by, what, time].filter(Boolean).join(" · ")}</li>;
  }
  const note = e.kind === "note";
  const sender = personOf(document?.from ?? "");
  const Icon = note ? LockClosedRegular : e.way === "sent" ? SendRegular : e.way === "inside" ? PeopleTeamRegular : MailRegular;
  const name = e.by || sender.name || sender.address || (note ? t("processing:talk.somebody") : t("documents:senderUnknown"));
  return (
    <li className={mergeClasses(styles.entry, note && styles.note, e.way === "sent" && styles.ours)}>
      <div className={styles.line}>
        <Icon aria-hidden />
        <span className={mergeClasses(room.strong, styles.name)}>{name}</span>
        {fresh && <Badge tone="brand">{t("processing:talk.new")}</Badge>}
        <span className={room.small}>{[note ? t("processing:talk.isNote") : t(`processing:talk.way.${e.way}`), time].filter(Boolean).join(" · ")}</span>
      </div>
      {note && <p className={mergeClasses(room.text, styles.text)}>{e.text}</p>}
      {document && (
        <div className={styles.name}>
          <Link as="button" inline style={{ textAlign: "left" }} title={e.evidence.join("\n")} onClick={() => show(document.id)}>
            {document.subject || t("documents:noSubject")}
          </Link>
        </div>
      )}
      {e.files.map((file, i) => (
        <div key={i} className={mergeClasses(styles.line, room.small)}>
          <AttachRegular aria-hidden />
          <span className={styles.name}>{file}</span>
        </div>
      ))}
      {e.copies > 0 && <p className={room.small}>{t("processing:talk.copies", { count: e.copies })}</p>}
    </li>
  );
}
