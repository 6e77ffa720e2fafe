import {
  createDOMRenderer,
  FluentProvider,
  Link,
  makeStyles,
  RendererProvider,
  Toast,
  Toaster,
  ToastTitle,
  ToastTrigger,
  tokens,
  useId,
  useToastController,
} from "@fluentui/react-components";
import { useCallback, useEffect, useMemo, useRef, useState, useSyncExternalStore } from "react";
import { useTranslation } from "react-i18next";
import { api } from "../backend/api";
import { problemOf } from "../backend/bridge";
import { onEvent } from "../backend/events";
import { useLive } from "../backend/live";
import type { AccountKind, App as Program, Language, Problem } from "../backend/types";
import { AgainButton, ProblemBox } from "../components/ProblemBox";
import { ConnectFlow } from "../connect/ConnectFlow";
import { FirstRun } from "../connect/FirstRun";
import type { Asking, Purpose, Sharing } from "../connect/purpose";
import { SharedFlow } from "../connect/SharedFlow";
import { speak } from "../i18n";
import { ShellContext, type Shell } from "./context";
import { formOf } from "../rooms/mailboxes/organisation/places";
import { AccessBanner } from "./AccessBanner";
import { DemoBanner } from "./DemoBanner";
import { ErrorBoundary } from "./ErrorBoundary";
import { Navigation } from "./Navigation";
import { loadAhead, rooms, RoomView } from "./rooms";
import { go, useRoute } from "./route";
import { type Appearance, themes, useLook } from "./theme";

const useStyles = makeStyles({
  window: {
    display: "flex",
    flexDirection: "column",
    height: "100vh",
    backgroundColor: tokens.colorNeutralBackground2,
    color: tokens.colorNeutralForeground1,
    overflow: "hidden",
  },
  rooms: { display: "flex", flex: "1 1 auto", minHeight: 0 },
  room: { flex: "1 1 auto", minWidth: 0, minHeight: 0, position: "relative" },
  problem: { padding: "24px" },
});

// One renderer for the page, with the nonce that the Content-Security-Policy names: no style needs "unsafe-inline".
const nonce = document.querySelector<HTMLMetaElement>('meta[name="style-nonce"]')?.content ?? "";
const renderer = createDOMRenderer(document, { styleElementAttributes: { nonce } });

const narrowWindow = "(max-width: 999px)";

function useCompact(): boolean {
  return useSyncExternalStore(
    (heard) => {
      const list = window.matchMedia(narrowWindow);
      list.addEventListener("change", heard);
      return () => list.removeEventListener("change", heard);
    },
    () => window.matchMedia(narrowWindow).matches,
  );
}

/** App asks the back end what it is, speaks its language, and shows the rooms. */
export function App() {
  const [app, setApp] = useState<Program>();
  const [problem, setProblem] = useState<Problem>();
  const refresh = useCallback(() => {
    api
      .App()
      .then(async (info) => {
        await speak(info.language as Language);
        setApp(info);
        setProblem(undefined);
      })
      .catch((thrown: unknown) => setProblem(problemOf(thrown)));
  }, []);
  useEffect(refresh, [refresh]);
  useEffect(() => onEvent((event) => (event.kind === "settings" || event.kind === "access") && refresh()), [refresh]);
  // Styles are made below the renderer only: above it they would lack the nonce.
  const look = useLook((app?.appearance ?? "system") as Appearance);
  return (
    <RendererProvider renderer={renderer} targetDocument={document}>
      <FluentProvider theme={themes[look]} style={{ colorScheme: look === "dark" ? "dark" : "light" }}>
        {app && !app.problem ? (
          <Window app={app} look={look} refresh={refresh} />
        ) : (
          <NoWindow problem={app?.problem ?? problem} again={refresh} />
        )}
      </FluentProvider>
    </RendererProvider>
  );
}

/** NoWindow is shown until the program has answered, or if it can't work at all. */
function NoWindow({ problem, again }: { problem: Problem | undefined; again: () => void }) {
  const styles = useStyles();
  return (
    <main className={styles.window}>
      {problem && (
        <div className={styles.problem} role="alert">
          <ProblemBox problem={problem} action={<AgainButton onClick={again} />} />
        </div>
      )}
    </main>
  );
}

const staleOverview = new Set(["overview", "account", "round", "filed", "failed", "skipped", "problem", "settings"]);

function Window({ app, look, refresh }: Pick<Shell, "app" | "look" | "refresh">) {
  const styles = useStyles();
  const { t } = useTranslation();
  const route = useRoute();
  const compact = useCompact();
  const overview = useLive(api.Overview, (event) => staleOverview.has(event.kind));
  const toaster = useId("toaster");
  const [notices, setNotices] = useState<HTMLElement | null>(null);
  const { dispatchToast, dismissToast } = useToastController(toaster);
  const undoable = useRef({ notice: 0, shown: false });

  // What is undone is what was done last: once something else was, the notice of what was done before offers that no more.
  const done = useCallback(
    (text: string, undo?: () => void) => {
      const last = undoable.current;
      if (last.shown) dismissToast(`undo${last.notice}`);
      last.shown = Boolean(undo);
      if (undo) last.notice++;
      dispatchToast(
        <Toast>
          <ToastTitle
            action={
              undo && (
                <ToastTrigger>
                  <Link as="button" onClick={undo}>
                    {t("shell:undo")}
                  </Link>
                </ToastTrigger>
              )
            }
          >
            {text}
          </ToastTitle>
        </Toast>,
        { intent: "success", ...(undo ? { toastId: `undo${last.notice}`, timeout: 10_000 } : { timeout: 4000 }) },
      );
    },
    [dispatchToast, dismissToast, t],
  );

  // A click on a notification or on the tray leads here.
  useEffect(() => onEvent((event) => event.kind === "room" && go(event.room, event.target)), []);

  const [flow, setFlow] = useState<Purpose>();
  const usual = (app.kinds[0] ?? "work") as AccountKind;
  const connect = useCallback((kind: AccountKind = usual) => setFlow({ kind }), [usual]);
  const reauthenticate = useCallback((id: string) => {
    api.Accounts().then(
      (list) => {
        const account = list.find((a) => a.id === id || a.address === id);
        if (account?.kind === "organisation") go("mailboxes", formOf(account.id)); // nobody signs in there
        else if (account) setFlow({ kind: account.kind as AccountKind, account });
      },
      () => go("mailboxes"), // the room shows why the accounts can't be read
    );
  }, []);
  const [sharing, setSharing] = useState<Sharing>();
  const addShared = useCallback((what: Sharing = {}) => setSharing(what), []);
  const [asking, setAsking] = useState<Asking>();
  const peopleOn = useCallback((what: Omit<Asking, "kind">) => setAsking({ kind: "people", ...what }), []);
  const leave = useCallback(() => {
    setFlow(undefined);
    setAsking(undefined);
    setSharing(undefined);
  }, []);
  const { reload } = overview;
  const connected = useCallback(
    (id: string, mailbox: string) => {
      leave();
      refresh();
      reload();
      go("mailboxes", mailbox || id);
    },
    [leave, refresh, reload],
  );
  const asked = useCallback(() => {
    leave();
    reload();
    if (asking) go("people", asking.feature === "status" ? "" : asking.feature);
  }, [leave, reload, asking]);
  useEffect(() => onEvent((event) => event.kind === "account" && refresh()), [refresh]);

  const shell = useMemo<Shell>(
    () => ({ app, look, overview, refresh, done, connect, reauthenticate, addShared, peopleOn }),
    [app, look, overview, refresh, done, connect, reauthenticate, addShared, peopleOn],
  );
  useEffect(() => {
    const timer = window.setTimeout(loadAhead, 300);
    return () => window.clearTimeout(timer);
  }, []);
  const room = rooms.find((r) => r.id === route.room) ?? rooms[0];
  return (
    <ShellContext.Provider value={shell}>
      <div className={styles.window}>
        {app.demo && <DemoBanner />}
        <AccessBanner access={app.access} />
        {flow ? (
          <ConnectFlow key={flow.kind} purpose={flow} done={connected} other={flow.account ? undefined : connect} leave={leave} />
        ) : asking ? (
          <ConnectFlow purpose={asking} done={asked} leave={leave} />
        ) : sharing ? (
          <SharedFlow sharing={sharing} done={connected} leave={leave} />
        ) : app.accounts === 0 ? (
          <FirstRun />
        ) : (
        <div className={styles.rooms}>
          <Navigation room={room.id} compact={compact} />
          <main className={styles.room}>
            <ErrorBoundary key={room.id}>
              <RoomView room={room} />
            </ErrorBoundary>
          </main>
        </div>
        )}
        <section ref={setNotices} aria-label={t("shell:notices")} />
        <Toaster toasterId={toaster} mountNode={notices} position="bottom-end" />
      </div>
    </ShellContext.Provider>
  );
}
