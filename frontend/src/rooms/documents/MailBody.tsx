import {
  Button,
  Link,
  makeStyles,
  Menu,
  MenuItem,
  MenuList,
  MenuPopover,
  MenuTrigger,
  tokens,
} from "@fluentui/react-components";
import { LinkRegular } from "@fluentui/react-icons";
import { useId, useMemo, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Preview } from "../../backend/types";
import { Tabs } from "../../components/Tabs";
import { frameOf, hostOf, type MailLink, piecesOf } from "./frame";

const useStyles = makeStyles({
  body: { display: "flex", flexDirection: "column", flex: "1 1 auto", minHeight: "300px" },
  tabs: { display: "flex", alignItems: "center", flexShrink: 0, margin: "4px 0 8px -8px" },
  panel: { display: "flex", flexDirection: "column", flex: "1 1 auto", minHeight: 0 },
  frame: {
    flex: "1 1 auto",
    minHeight: "220px",
    width: "100%",
    boxSizing: "border-box",
    border: `1px solid ${tokens.colorNeutralStroke2}`,
    borderRadius: tokens.borderRadiusMedium,
    backgroundColor: "#fff",
    ":focus-visible": { outline: `2px solid ${tokens.colorStrokeFocus2}` },
  },
  text: {
    flex: "1 1 auto",
    margin: 0,
    fontFamily: tokens.fontFamilyBase,
    fontSize: "14px",
    lineHeight: "20px",
    whiteSpace: "pre-wrap",
    overflowWrap: "anywhere",
  },
  note: { margin: "0 0 8px", fontSize: "12px", lineHeight: "16px", color: tokens.colorNeutralForeground2 },
  headers: { display: "grid", gridTemplateColumns: "minmax(80px, 25%) minmax(0, 1fr)", gap: "4px 12px", margin: 0, fontSize: "12px", lineHeight: "16px" },
  header: { color: tokens.colorNeutralForeground2, overflowWrap: "anywhere" },
  value: { margin: 0, overflowWrap: "anywhere" },
  links: { maxHeight: "320px", maxWidth: "380px", overflowY: "auto" },
  link: { maxWidth: "360px" },
  linkText: { display: "block", overflow: "hidden", textOverflow: "ellipsis", whiteSpace: "nowrap" },
  host: { fontSize: "12px", color: tokens.colorNeutralForeground2 },
});

type Ask = (link: MailLink, from: HTMLElement | null) => void;
type View = "html" | "text" | "headers";

const nonce = (): string => document.querySelector<HTMLMetaElement>('meta[name="style-nonce"]')?.content ?? "";

interface Props {
  preview: Preview;
  /** Asks before a link is opened; the focus comes back to the element. */
  ask: Ask;
}

/** MailBody shows what a mail says: as its sender made it, as plain text, and its headers. */
export function MailBody({ preview, ask }: Props) {
  const styles = useStyles();
  const { t } = useTranslation();
  const id = useId();
  const trigger = useRef<HTMLButtonElement>(null);
  const [chosen, setChosen] = useState<View>();
  const frame = useMemo(() => (preview.html ? frameOf(preview.html, nonce()) : undefined), [preview.html]);
  const views: View[] = [...(preview.html ? ["html" as const] : []), ...(preview.text || !preview.html ? ["text" as const] : []), "headers"];
  const view = chosen && views.includes(chosen) ? chosen : (views[0] ?? "text");
  const links = frame?.links ?? [];
  return (
    <div className={styles.body}>
      <div className={styles.tabs}>
        <Tabs id={id} label={t("documents:view.label")} tabs={views} nameOf={(v) => t(`documents:view.${v}`)} here={view} choose={setChosen} />
        {view === "html" && links.length > 0 && (
          <Menu>
            <MenuTrigger disableButtonEnhancement>
              <Button ref={trigger} appearance="subtle" size="small" icon={<LinkRegular />}>
                {t("documents:link.list", { count: links.length })}
              </Button>
            </MenuTrigger>
            <MenuPopover className={styles.links}>
              <MenuList>
                {links.map((link, i) => (
                  <MenuItem key={i} className={styles.link} onClick={() => ask(link, trigger.current)}>
                    <span className={styles.linkText}>{`[${i + 1}] ${link.text || link.address}`}</span>
                    <span className={styles.host}>{hostOf(link.address) || link.address}</span>
                  </MenuItem>
                ))}
              </MenuList>
            </MenuPopover>
          </Menu>
        )}
      </div>
      <div id={`${id}panel`} role="tabpanel" aria-labelledby={`${id}${view}`} className={styles.panel}>
        {view === "html" && preview.remote > 0 && <p className={styles.note}>{t("documents:remote", { count: preview.remote })}</p>}
        {preview.shortened && view !== "headers" && <p className={styles.note}>{t("documents:shortened")}</p>}
        {view === "html" && frame && (
          <iframe className={styles.frame} title={t("documents:view.frame")} sandbox="" srcDoc={frame.page} referrerPolicy="no-referrer" />
        )}
        {view === "text" && <PlainText text={preview.text} ask={ask} />}
        {view === "headers" && (
          <dl className={styles.headers}>
            {preview.headers.map((h, i) => (
              <div key={i} style={{ display: "contents" }}>
                <dt className={styles.header}>{h.name}</dt>
                <dd className={styles.value}>{h.value}</dd>
              </div>
            ))}
          </dl>
        )}
      </div>
    </div>
  );
}

function PlainText({ text, ask }: { text: string; ask: Ask }) {
  const styles = useStyles();
  const { t } = useTranslation();
  const pieces = useMemo(() => piecesOf(text), [text]);
  if (!text.trim()) return <p className={styles.note}>{t("documents:noText")}</p>;
  return (
    <p className={styles.text}>
      {pieces.map(({ text: piece, address }, i) =>
        address ? (
          <Link
            key={i}
            as="button"
            inline
            style={{ textAlign: "left", overflowWrap: "anywhere" }}
            onClick={(event) => ask({ address, text: piece }, event.currentTarget)}
          >
            {piece}
          </Link>
        ) : (
          piece
        ),
      )}
    </p>
  );
}
