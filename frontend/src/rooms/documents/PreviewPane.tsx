import { Button, Link, makeStyles, mergeClasses, tokens } from "@fluentui/react-components";
import { ArrowDownloadRegular, ArrowLeftRegular, DismissRegular, FolderOpenRegular, MailRegular, OpenRegular } from "@fluentui/react-icons";
import { type KeyboardEvent, type ReactNode, type RefObject, useCallback, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { useShell } from "../../app/context";
import { go } from "../../app/route";
import { api } from "../../backend/api";
import { type Action, useAction, useLive } from "../../backend/live";
import type { Document, Preview } from "../../backend/types";
import { Empty } from "../../components/Empty";
import { AgainButton, ProblemBox, Problems } from "../../components/ProblemBox";
import { Skeleton, SkeletonItem } from "../../components/Skeleton";
import { useFormat } from "../../i18n/format";
import { Attachments } from "./Attachments";
import type { MailLink } from "./frame";
import { cardsOf, InvoiceCard } from "./InvoiceCard";
import { LinkDialog } from "./LinkDialog";
import { MailBody } from "./MailBody";
import { personOf } from "./person";
import { ProofBar } from "./ProofBar";

const useStyles = makeStyles({
  pane: {
    display: "flex",
    flexDirection: "column",
    minWidth: 0,
    minHeight: 0,
    overflow: "hidden",
    border: `1px solid ${tokens.colorNeutralStroke2}`,
    borderRadius: "8px",
    backgroundColor: tokens.colorNeutralBackground1,
  },
  page: { flex: "1 1 auto" },
  head: { flexShrink: 0, padding: "12px 16px", borderBottom: `1px solid ${tokens.colorNeutralStroke2}` },
  titleLine: { display: "flex", alignItems: "flex-start", gap: "8px" },
  title: {
    flex: "1 1 auto",
    minWidth: 0,
    margin: "4px 0",
    fontSize: "16px",
    lineHeight: "22px",
    fontWeight: tokens.fontWeightSemibold,
    overflowWrap: "anywhere",
    display: "-webkit-box",
    WebkitLineClamp: 3,
    WebkitBoxOrient: "vertical",
    overflow: "hidden",
    outlineStyle: "none",
  },
  small: { margin: 0, fontSize: "12px", lineHeight: "16px", color: tokens.colorNeutralForeground2, overflowWrap: "anywhere" },
  twin: { fontSize: "12px", textAlign: "left" },
  people: { display: "-webkit-box", WebkitLineClamp: 2, WebkitBoxOrient: "vertical", overflow: "hidden" },
  buttons: { display: "flex", flexWrap: "wrap", gap: "8px", marginTop: "12px" },
  scroll: { display: "flex", flexDirection: "column", flex: "1 1 auto", minHeight: 0, overflowY: "auto", padding: "8px 16px 12px" },
  sectionTitle: { margin: "4px 0", fontSize: "12px", lineHeight: "16px", fontWeight: tokens.fontWeightSemibold },
  attachments: { flexShrink: 0, paddingBottom: "4px", marginBottom: "4px", borderBottom: `1px solid ${tokens.colorNeutralStroke2}` },
  problem: { margin: "4px 0 8px" },
  lines: { display: "flex", flexDirection: "column", gap: "12px", paddingTop: "8px" },
});

interface Props {
  id: string;
  /** What the list knows of it already. */
  known: Document | undefined;
  /** The preview takes the whole room. */
  page: boolean;
  /** Where closing it leads, if that is not the list. */
  back?: string;
  close: () => void;
  /** Shows another document in its place. */
  jump: (id: string) => void;
  /** The title, to be focused when the preview is opened by keyboard. */
  title: RefObject<HTMLHeadingElement | null>;
  /** What there is to say of it beside. */
  note?: ReactNode;
}

/** PreviewPane shows the chosen mail, what came with it, and its proof. */
export function PreviewPane(props: Props) {
  const styles = useStyles();
  const { t } = useTranslation();
  const onKeyDown = (event: KeyboardEvent): void => {
    // A dialog or menu of the preview stands elsewhere in the document, and has its own Escape.
    if (event.key !== "Escape" || event.defaultPrevented || !event.currentTarget.contains(event.target as Node)) return;
    event.preventDefault();
    props.close();
  };
  return (
    <section aria-label={t("documents:preview")} className={mergeClasses(styles.pane, props.page && styles.page)} onKeyDown={onKeyDown}>
      {props.id ? (
        <Shown key={props.id} {...props} />
      ) : (
        <Empty icon={<MailRegular />} title={t("documents:noneChosen.title")} text={t("documents:noneChosen.text")} />
      )}
    </section>
  );
}

function Shown({ id, known, page, back, close, jump, title, note }: Props) {
  const styles = useStyles();
  const { t } = useTranslation();
  const { done } = useShell();
  const live = useLive(
    useCallback(() => api.Document(id), [id]),
    (event) => event.kind === "recognised" && event.id === id,
  );
  const [link, setLink] = useState<MailLink>();
  const asked = useRef<HTMLElement>(null);
  const ask = useCallback((next: MailLink, from: HTMLElement | null) => {
    asked.current = from;
    setLink(next);
  }, []);
  const answered = useCallback(() => {
    setLink(undefined);
    requestAnimationFrame(() => asked.current?.focus());
  }, []);
  const open = useAction((path: string) => api.OpenFile(id, path));
  const show = useAction((path: string) => api.ShowFile(id, path));
  const save = useAction(async (path: string) => {
    const to = await api.SaveCopy(id, path);
    if (to) done(t("documents:file.saved", { path: to }));
  });
  const again = useAction(() => api.LookAgain(id));
  const preview = live.value;
  const document = preview?.document ?? known;
  const actions = { open, show, save };
  return (
    <>
      <header className={styles.head}>
        <div className={styles.titleLine}>
          {page && <Button appearance="subtle" icon={<ArrowLeftRegular />} aria-label={back ?? t("documents:backToList")} title={back ?? t("documents:backToList")} onClick={close} />}
          <h2 ref={title} tabIndex={-1} className={styles.title} title={document?.subject}>
            {document ? document.subject || t("documents:noSubject") : t("shell:loading")}
          </h2>
          {!page && <Button appearance="subtle" size="small" icon={<DismissRegular />} aria-label={t("documents:hidePreview")} title={t("documents:hidePreview")} onClick={close} />}
        </div>
        {document && <From document={document} preview={preview} jump={jump} />}
        {preview && <FileButtons path={preview.path} {...actions} />}
      </header>
      <div className={styles.scroll} tabIndex={0} role="region" aria-label={t("documents:content")} aria-busy={!preview && !live.problem}>
        <Problems list={[live.problem, open.problem, show.problem, save.problem, again.problem]} className={styles.problem} action={<AgainButton onClick={live.reload} busy={live.loading} />} />
        {preview?.problem && (
          <div className={styles.problem}>
            <ProblemBox problem={preview.problem} action={<AgainButton onClick={live.reload} busy={live.loading} />} />
          </div>
        )}
        {!preview && !live.problem && <Shapes />}
        {preview && note}
        {preview && cardsOf(preview.files).map(({ path, name, invoice }) => <InvoiceCard key={path} invoice={invoice} from={name} />)}
        {preview && preview.files.length > 0 && (
          <div className={styles.attachments}>
            <h3 className={styles.sectionTitle}>{t("documents:attachments", { count: preview.files.length })}</h3>
            <Attachments
              files={preview.files}
              busy={open.busy || show.busy || save.busy || again.busy}
              open={(path) => void open.run(path)}
              show={(path) => void show.run(path)}
              save={(path) => void save.run(path)}
              again={() => void again.run()}
            />
          </div>
        )}
        {preview && !preview.problem && <MailBody preview={preview} ask={ask} />}
      </div>
      {preview && <ProofBar preview={preview} />}
      {link && <LinkDialog link={link} close={answered} />}
    </>
  );
}

function From({ document, preview, jump }: { document: Document; preview: Preview | undefined; jump: (id: string) => void }) {
  const styles = useStyles();
  const { t } = useTranslation();
  const format = useFormat();
  const { name, address } = personOf(document.from);
  const when = preview?.date || document.received;
  return (
    <>
      <p className={styles.small}>{[name, address].filter(Boolean).join(", ") || t("documents:senderUnknown")}</p>
      {preview && preview.to.length > 0 && <p className={mergeClasses(styles.small, styles.people)}>{t("documents:to", { people: format.list(preview.to) })}</p>}
      {preview && preview.cc.length > 0 && <p className={mergeClasses(styles.small, styles.people)}>{t("documents:cc", { people: format.list(preview.cc) })}</p>}
      <p className={styles.small}>{[when && format.exact(when), document.mailbox, document.folder].filter(Boolean).join(" · ")}</p>
      {document.clientId && (
        <p className={styles.small}>
          <Link as="button" inline className={styles.twin} onClick={() => go("processing", `clients:${document.clientId}`)}>
            {t("documents:ofClient", { client: document.client })}
          </Link>
        </p>
      )}
      {preview?.alsoIn.map((twin) => (
        <p key={twin.id} className={styles.small}>
          <Link as="button" inline className={styles.twin} onClick={() => jump(twin.id)}>
            {t("documents:alsoIn", { mailbox: twin.mailbox, folder: twin.folder })}
          </Link>
        </p>
      ))}
    </>
  );
}

type Doing = Action<[string]>;

function FileButtons({ path, open, show, save }: { path: string; open: Doing; show: Doing; save: Doing }) {
  const styles = useStyles();
  const { t } = useTranslation();
  return (
    <div className={styles.buttons}>
      <Button appearance="primary" icon={<OpenRegular />} disabledFocusable={open.busy} onClick={() => void open.run(path)}>
        {t("documents:file.open")}
      </Button>
      <Button icon={<FolderOpenRegular />} disabledFocusable={show.busy} onClick={() => void show.run(path)}>
        {t("documents:file.show")}
      </Button>
      <Button
        icon={<ArrowDownloadRegular />}
        disabledFocusable={save.busy}
        aria-label={t("documents:file.save")}
        title={t("documents:file.save")}
        onClick={() => void save.run(path)}
      />
    </div>
  );
}

/** Shapes stand for a mail that is being read. */
function Shapes() {
  const styles = useStyles();
  const { t } = useTranslation();
  return (
    <Skeleton aria-label={t("shell:loading")} className={styles.lines}>
      {["60%", "50%", "90%", "95%", "85%", "40%"].map((width, i) => (
        <SkeletonItem key={i} size={16} style={{ width }} />
      ))}
    </Skeleton>
  );
}
