import { Button, makeStyles, Menu, MenuItem, MenuList, MenuPopover, MenuTrigger, mergeClasses, Select } from "@fluentui/react-components";
import { AddRegular, ArrowDownloadRegular, ArrowImportRegular, MoreHorizontalRegular, PeopleRegular } from "@fluentui/react-icons";
import { type Dispatch, type SetStateAction, useCallback, useMemo, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { useShell } from "../../app/context";
import { api } from "../../backend/api";
import { useAction } from "../../backend/live";
import { usePages } from "../../backend/pages";
import type { Client, ClientPage } from "../../backend/types";
import { Badge } from "../../components/Badge";
import { Empty } from "../../components/Empty";
import { FindBox } from "../../components/FindBox";
import { AgainButton, Problems } from "../../components/ProblemBox";
import { compactWindow, useMedia } from "../../components/useMedia";
import { useFormat } from "../../i18n/format";
import { Grid, type GridHandle, Head, useGridStyles } from "../documents/Grid";
import { useFind } from "../documents/split";
import { useLater } from "../documents/useLater";
import { ClientPanel, noClient } from "./ClientForm";
import { Frame } from "./Frame";
import { ImportPanel } from "./ImportPanel";
import { shapes } from "./ListView";
import { clientsOf } from "./lists";
import { MergeDialog } from "./MergeDialog";
import { goClient } from "./places";
import { useRoomStyles } from "./styles";
import { useFix } from "./useFix";
import { dayIn } from "./words";

const useStyles = makeStyles({
  wide: { gridTemplateColumns: "90px minmax(0, 1.6fr) minmax(0, 1.8fr) minmax(0, 1fr) minmax(0, 1.2fr) 96px 32px" },
  narrow: { gridTemplateColumns: "70px minmax(0, 1.4fr) minmax(0, 1.6fr) 90px 32px" },
  search: { flex: "2 1 200px", minWidth: 0, maxWidth: "none" },
});

export const allClients = { text: "", state: "" };
type Wish = typeof allClients;

/** ClientsView lists the clients. */
export function ClientsView({ wished: [{ text, state }, setWish] }: { wished: [Wish, Dispatch<SetStateAction<Wish>>] }) {
  const styles = useStyles();
  const room = useRoomStyles();
  const { t } = useTranslation();
  const { done } = useShell();
  const narrow = useMedia(compactWindow);
  const [typed, setTyped] = useLater(text, (next) => setWish((was) => ({ ...was, text: next })));
  const setState = (next: string): void => setWish((was) => ({ ...was, state: next }));
  const pages = usePages<Client, ClientPage>(useMemo(() => clientsOf(text, state), [text, state]));
  const [at, setAt] = useState(-1);
  const [editing, setEditing] = useState<Client>();
  const [importing, setImporting] = useState("");
  const [merging, setMerging] = useState<Client>();
  const table = useRef<GridHandle>(null);
  const search = useRef<HTMLInputElement>(null);
  useFind(() => search.current?.focus());
  const row = at >= 0 ? pages.row(at) : undefined;
  const open = useCallback(
    (index: number) => {
      setAt(index);
      const client = pages.row(index);
      if (client) goClient(client.id);
    },
    [pages],
  );
  const choose = useAction(async () => {
    const path = await api.ChooseClients();
    if (path) setImporting(path);
  });
  const save = useAction(async () => {
    const to = await api.SaveClients(text.trim());
    if (to) done(t("documents:file.saved", { path: to }));
  });
  const end = useFix(async (client: Client) => (await api.SaveClient({ ...client, ended: client.ended ? "" : dayIn(0) })).settled);
  const none = pages.answered && pages.total === 0 && !pages.problem;
  const importButton = (
    <Button icon={<ArrowImportRegular />} disabledFocusable={choose.busy} onClick={() => void choose.run()}>
      {t("processing:import.button")}
    </Button>
  );
  return (
    <Frame
      view="clients"
      actions={
        <Button appearance="primary" icon={<AddRegular />} onClick={() => setEditing(noClient)}>
          {t("processing:clients.add")}
        </Button>
      }
    >
      <section className={room.pane} aria-label={t("processing:views.clients")}>
        <div className={room.bar} role="search">
          <FindBox
            box={search}
            className={styles.search}
            label={t("processing:clients.search")}
            value={typed}
            type={(next) => {
              setTyped(next);
              setAt(-1);
            }}
            toList={() => {
              setAt(0);
              table.current?.focus();
            }}
          />
          <Select className={room.choice} aria-label={t("processing:clients.state")} value={state} onChange={(_, data) => setState(data.value)}>
            <option value="">{t("processing:clients.all")}</option>
            <option value="active">{t("processing:clients.active")}</option>
            <option value="ended">{t("processing:clients.ended")}</option>
          </Select>
          {importButton}
          <Button icon={<ArrowDownloadRegular />} disabledFocusable={save.busy || pages.total === 0} onClick={() => void save.run()}>
            {t("processing:clients.export")}
          </Button>
          <span className={room.small} role="status">
            {pages.answered && t("processing:clients.count", { count: pages.total })}
          </span>
        </div>
        <Problems list={[pages.problem, choose.problem, save.problem, end.problem]} className={room.notice} action={<AgainButton onClick={pages.reload} />} />
        {none ? (
          <div className={room.empty}>
            {text || state ? (
              <Empty
                icon={<PeopleRegular />}
                title={t("processing:nothing.client")}
                text={t("processing:nothing.clientText")}
                action={
                  <Button
                    onClick={() => {
                      setTyped("");
                      setState("");
                    }}
                  >
                    {t("documents:filter.clear")}
                  </Button>
                }
              />
            ) : (
              <Empty icon={<PeopleRegular />} title={t("processing:nothing.clients")} text={t("processing:nothing.clientsText")} action={importButton} />
            )}
          </div>
        ) : (
          <Grid
            handle={table}
            label={t("processing:views.clients")}
            pages={shapes(pages)}
            height={40}
            columns={narrow ? styles.narrow : styles.wide}
            at={at}
            chosen={row?.id ?? ""}
            choose={setAt}
            open={open}
            clickOpens={false}
            toggle={() => at >= 0 && open(at)}
            cells={(client: Client) => <Cells client={client} narrow={narrow} merge={setMerging} change={setEditing} end={(c) => void end.run(c)} />}
            head={
              <>
                <Head>{t("processing:field.number")}</Head>
                <Head>{t("processing:field.name")}</Head>
                <Head>{t("processing:column.addresses")}</Head>
                {!narrow && <Head>{t("processing:field.vat")}</Head>}
                {!narrow && <Head>{t("processing:field.roles")}</Head>}
                <Head>{t("processing:clients.state")}</Head>
                <Head label={t("processing:clients.acts")}>{null}</Head>
              </>
            }
          />
        )}
      </section>
      {editing && <ClientPanel key={editing.id} client={editing} close={() => setEditing(undefined)} saved={() => setEditing(undefined)} />}
      {importing && <ImportPanel path={importing} close={() => setImporting("")} />}
      {merging && <MergeDialog client={merging} close={() => setMerging(undefined)} />}
    </Frame>
  );
}

function Cells({ client, narrow, merge, change, end }: { client: Client; narrow: boolean; merge: (client: Client) => void; change: (client: Client) => void; end: (client: Client) => void }) {
  const common = useGridStyles();
  const { t } = useTranslation();
  const format = useFormat();
  const known = [...client.addresses, ...client.domains].join(", ");
  const roles = client.roles.map((r) => `${r.role}: ${r.name}`).join(", ");
  const label = t("processing:clients.actsOf", { name: client.name });
  return (
    <>
      <div role="gridcell" className={common.cell}>
        {client.number}
      </div>
      <div role="gridcell" className={mergeClasses(common.cell, common.strong)} title={client.name}>
        {client.name}
      </div>
      <div role="gridcell" className={common.cell} title={known}>
        {known}
      </div>
      {!narrow && (
        <div role="gridcell" className={common.cell} title={client.vat.join(", ")}>
          {client.vat.join(", ")}
        </div>
      )}
      {!narrow && (
        <div role="gridcell" className={common.cell} title={roles}>
          {roles}
        </div>
      )}
      <div role="gridcell" className={common.cell}>
        {client.ended ? <Badge title={t("processing:clients.endedOn", { day: format.day(client.ended) })}>{t("processing:clients.endedShort")}</Badge> : t("processing:clients.activeShort")}
      </div>
      <div role="gridcell" onClick={(event) => event.stopPropagation()} onDoubleClick={(event) => event.stopPropagation()}>
        <Menu>
          <MenuTrigger disableButtonEnhancement>
            <Button appearance="subtle" size="small" tabIndex={-1} icon={<MoreHorizontalRegular />} aria-label={label} title={label} />
          </MenuTrigger>
          <MenuPopover>
            <MenuList>
              <MenuItem onClick={() => goClient(client.id)}>{t("processing:clientPage.go")}</MenuItem>
              <MenuItem onClick={() => change(client)}>{t("processing:clients.change")}</MenuItem>
              <MenuItem onClick={() => merge(client)}>{t("processing:merge.button")}</MenuItem>
              <MenuItem onClick={() => end(client)}>{t(client.ended ? "processing:clients.reactivate" : "processing:clients.end")}</MenuItem>
            </MenuList>
          </MenuPopover>
        </Menu>
      </div>
    </>
  );
}
