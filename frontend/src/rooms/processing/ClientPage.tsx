import { Button, Link, makeStyles, mergeClasses, tokens } from "@fluentui/react-components";
import { ArrowLeftRegular, EditRegular } from "@fluentui/react-icons";
import { type ReactNode, useCallback, useState } from "react";
import { useTranslation } from "react-i18next";
import { go } from "../../app/route";
import { api } from "../../backend/api";
import { useLive } from "../../backend/live";
import type { AboutClient } from "../../backend/types";
import { Badge } from "../../components/Badge";
import { Card } from "../../components/Page";
import { AgainButton, ProblemBox } from "../../components/ProblemBox";
import { Skeleton, SkeletonItem } from "../../components/Skeleton";
import { useFormat } from "../../i18n/format";
import { ExportMenu } from "../documents/ExportMenu";
import { personOf } from "../documents/person";
import { everything, queryOf } from "../documents/query";
import { ClientPanel } from "./ClientForm";
import { nameOf } from "./ClientPicker";
import { Frame } from "./Frame";
import { goTalk, goView } from "./places";
import { useRoomStyles } from "./styles";
import { reasonOf, reasonsOf, senderOf } from "./words";

const useStyles = makeStyles({
  page: { display: "flex", flexDirection: "column", gap: "16px", paddingBottom: "24px" },
  head: { display: "flex", flexWrap: "wrap", alignItems: "center", gap: "8px 12px" },
  title: { margin: 0, fontSize: "20px", lineHeight: "28px", fontWeight: tokens.fontWeightSemibold, overflowWrap: "anywhere" },
  cards: { display: "grid", gridTemplateColumns: "repeat(auto-fit, minmax(min(100%, 380px), 1fr))", gap: "16px", alignItems: "start" },
  name: { margin: "0 0 8px", fontSize: "16px", lineHeight: "22px", fontWeight: tokens.fontWeightSemibold },
  rows: { listStyleType: "none", margin: "0 0 8px", padding: 0 },
  row: { display: "flex", alignItems: "baseline", gap: "12px", padding: "6px 0", borderTop: `1px solid ${tokens.colorNeutralStroke3}` },
  what: { display: "block", maxWidth: "100%", overflow: "hidden", textOverflow: "ellipsis", whiteSpace: "nowrap", textAlign: "left" },
  when: { flexShrink: 0, whiteSpace: "nowrap" },
  facts: { display: "flex", flexWrap: "wrap", gap: "4px 24px", margin: 0 },
  fact: { margin: 0, minWidth: 0, overflowWrap: "anywhere" },
  counts: { display: "flex", flexWrap: "wrap", gap: "4px 24px", margin: "0 0 8px" },
});

/** ClientPageView is all about one client: what is open, conversations, mails and invoices. */
export function ClientPageView({ id }: { id: string }) {
  const room = useRoomStyles();
  const styles = useStyles();
  const { t } = useTranslation();
  const live = useLive(
    useCallback(() => api.AboutClient(id), [id]),
    (event) => ["processing", "talk", "recognised", "documents"].includes(event.kind),
  );
  return (
    <Frame view="clients" still={false}>
      <div className={styles.page}>
        {live.problem && (
          <div role="alert">
            <ProblemBox problem={live.problem} action={<AgainButton onClick={live.reload} />} />
          </div>
        )}
        {live.value ? (
          <All about={live.value} reload={live.reload} />
        ) : live.problem ? (
          <div>
            <Button onClick={() => goView("clients")}>{t("processing:clientPage.back")}</Button>
          </div>
        ) : (
          <Skeleton aria-label={t("shell:loading")} className={room.form}>
            {[32, 120, 120].map((size, i) => (
              <SkeletonItem key={i} size={16} style={{ height: size }} />
            ))}
          </Skeleton>
        )}
      </div>
    </Frame>
  );
}

function All({ about: a, reload }: { about: AboutClient; reload: () => void }) {
  const styles = useStyles();
  const room = useRoomStyles();
  const { t } = useTranslation();
  const format = useFormat();
  const [changing, setChanging] = useState(false);
  const c = a.client;
  const facts = [
    [t("processing:column.addresses"), [...c.addresses, ...c.domains]],
    [t("processing:field.vat"), c.vat],
    [t("processing:field.roles"), c.roles.map((r) => `${r.role}: ${r.name}`)],
  ] as const;
  const counts = [
    t("processing:clientPage.mails", { count: a.mails }),
    t("processing:clientPage.invoices", { count: a.invoices }),
    t("processing:clientPage.talks", { count: a.talks, going: format.number(a.talking) }),
    t("processing:clientPage.open", { count: a.counts.attention }),
  ];
  return (
    <>
      <div className={styles.head}>
        <Button appearance="subtle" icon={<ArrowLeftRegular />} aria-label={t("processing:clientPage.back")} title={t("processing:clientPage.back")} onClick={() => goView("clients")} />
        <h2 className={mergeClasses(styles.title, room.grow)}>{nameOf(c)}</h2>
        {c.ended && <Badge>{t("processing:clients.endedOn", { day: format.day(c.ended) })}</Badge>}
        <ExportMenu query={{ ...queryOf(everything, new Date()), client: c.id }} count={a.mails} />
        <Button icon={<EditRegular />} onClick={() => setChanging(true)}>
          {t("processing:clients.change")}
        </Button>
      </div>
      <Card label={t("processing:clientPage.sum")}>
        <p className={mergeClasses(styles.counts, room.strong)}>
          {counts.map((line) => (
            <span key={line}>{line}</span>
          ))}
        </p>
        <dl className={styles.facts}>
          {facts.map(
            ([label, list]) =>
              list.length > 0 && (
                <div key={label} className={styles.fact}>
                  <dt className={room.small}>{label}</dt>
                  <dd className={styles.fact}>{list.join(", ")}</dd>
                </div>
              ),
          )}
        </dl>
      </Card>
      <div className={styles.cards}>
        <Part
          title={t("processing:clientPage.openTitle")}
          none={t("processing:nothing.attention")}
          total={a.counts.attention}
          all={() => go("processing", `list::${c.id}`)}
          rows={a.open.map((m) => ({ id: m.id, what: m.subject || t("documents:noSubject"), small: `${senderOf(m, t)} · ${reasonOf(m, t)}`, time: m.received, open: () => go("processing", m.id) }))}
        />
        <Part
          title={t("processing:views.talks")}
          none={t("processing:clientPage.noTalks")}
          total={a.talks}
          all={() => goTalk("", c.id)}
          rows={a.conversations.map((talk) => ({ id: talk.id, what: talk.subject || t("documents:noSubject"), small: [...reasonsOf(talk, t, format), talk.name].filter(Boolean).join(" · "), time: talk.last, open: () => goTalk(talk.id, c.id) }))}
        />
        <Part
          title={t("documents:views.mail")}
          none={t("processing:clientPage.noMails")}
          total={a.mails}
          all={() => go("documents", `client:${c.id}`)}
          rows={a.recent.map((d) => {
            const who = personOf(d.from);
            return { id: d.id, what: d.subject || t("documents:noSubject"), small: who.name || who.address || t("documents:senderUnknown"), time: d.received, open: () => go("documents", d.id) };
          })}
        />
        <Part
          title={t("documents:views.invoices")}
          none={t("processing:clientPage.noInvoices")}
          total={a.invoices}
          all={() => go("documents", `invoices:${c.id}`)}
          rows={a.newest.map((item, i) => ({
            id: `${item.document.id} ${i}`,
            what: [item.invoice?.seller.name, item.invoice?.number].filter(Boolean).join(" "),
            small: item.invoice ? format.amount(item.invoice.payable || item.invoice.gross, item.invoice.currency) : "",
            time: item.document.received,
            open: () => go("documents", item.document.id),
          }))}
        >
          {a.totals.map((sum) => (
            <p key={sum.currency} className={room.small}>
              {t("processing:clientPage.total", { amount: format.amount(sum.payable, sum.currency) })}
            </p>
          ))}
        </Part>
      </div>
      {changing && (
        <ClientPanel
          client={c}
          close={() => setChanging(false)}
          saved={() => {
            setChanging(false);
            reload();
          }}
        />
      )}
    </>
  );
}

interface PartProps {
  title: string;
  none: string;
  total: number;
  rows: { id: string; what: string; small: string; time: string; open: () => void }[];
  all: () => void;
  children?: ReactNode;
}

/** Part is the newest of one kind, and leads to all of it. */
function Part({ title, none, total, rows, all, children }: PartProps) {
  const styles = useStyles();
  const room = useRoomStyles();
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <Card label={title}>
      <h3 className={styles.name}>{title}</h3>
      {rows.length === 0 && <p className={room.small}>{none}</p>}
      <ul className={styles.rows}>
        {rows.slice(0, 5).map((row) => (
          <li key={row.id} className={styles.row}>
            <div className={room.grow}>
              <Link as="button" className={styles.what} onClick={row.open}>
                {row.what}
              </Link>
              <p className={room.small}>{row.small}</p>
            </div>
            <span className={mergeClasses(room.small, styles.when)}>{row.time && format.brief(row.time)}</span>
          </li>
        ))}
      </ul>
      {children}
      {total > 0 && (
        <Button size="small" onClick={all}>
          {t("processing:clientPage.show", { count: total })}
        </Button>
      )}
    </Card>
  );
}
