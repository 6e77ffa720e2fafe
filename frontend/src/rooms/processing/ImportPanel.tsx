import { Button, DrawerBody, DrawerFooter, Input, makeStyles, MessageBar, MessageBarBody, Select, tokens } from "@fluentui/react-components";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { useShell } from "../../app/context";
import { api } from "../../backend/api";
import { useAction } from "../../backend/live";
import type { ClientImport, ColumnChoice, ImportColumn } from "../../backend/types";
import { ProblemBox } from "../../components/ProblemBox";
import { SidePanel } from "../../components/SidePanel";
import { Spinner } from "../../components/Spinner";
import { useRoomStyles } from "./styles";
import { useUndo } from "./useFix";

const useStyles = makeStyles({
  table: {
    width: "100%",
    borderCollapse: "collapse",
    tableLayout: "fixed",
    "& th": { textAlign: "left", fontSize: "12px", fontWeight: tokens.fontWeightRegular, color: tokens.colorNeutralForeground2, padding: "4px 8px 4px 0" },
    "& td": { padding: "4px 8px 4px 0", verticalAlign: "top", overflowWrap: "anywhere" },
    "& select, & .fui-Input": { width: "100%", minWidth: 0 },
  },
  sums: { display: "flex", flexWrap: "wrap", gap: "4px 16px", margin: 0 },
  lines: { maxHeight: "200px", overflowY: "auto", margin: 0, paddingLeft: "20px", fontSize: "12px", lineHeight: "18px", overflowWrap: "anywhere" },
  title: { margin: "4px 0 0", fontSize: "14px", lineHeight: "20px", fontWeight: tokens.fontWeightSemibold },
});

const fields = ["name", "number", "address", "domain", "vat", "registration", "iban", "language", "ended"] as const;
const rolePrefix = "role:";

/** ImportPanel shows how a table of clients is understood and what would happen, lets the person say otherwise, and imports. */
export function ImportPanel({ path, close }: { path: string; close: () => void }) {
  const { t } = useTranslation();
  return (
    <SidePanel title={t("processing:import.title")} close={close}>
      <Import path={path} close={close} />
    </SidePanel>
  );
}

function Import({ path, close }: { path: string; close: () => void }) {
  const styles = useStyles();
  const room = useRoomStyles();
  const { t } = useTranslation();
  const { done } = useShell();
  const undo = useUndo();
  const [preview, setPreview] = useState<ClientImport>();
  const look = useAction(async (columns: ColumnChoice[]) => setPreview(await api.ImportClients(path, columns, true)));
  const { run } = look;
  useEffect(() => void run([]), [run]);
  const columns = preview?.columns ?? [];
  const bring = useAction(async () => {
    const v = await api.ImportClients(path, choices(columns), false);
    const text = t("processing:import.done", { count: v.added + v.updated });
    done(v.settled > 0 ? `${text} ${t("processing:settled", { count: v.settled })}` : text, undo);
    close();
  });
  const change = (column: string, field: string): void => {
    const next = columns.map((c) => (c.column === column ? { ...c, field } : c));
    setPreview((was) => was && { ...was, columns: next });
    if (field !== rolePrefix) void run(choices(next));
  };
  const problem = look.problem ?? bring.problem ?? preview?.problem;
  const some = preview && preview.added + preview.updated > 0 && !preview.problem;
  return (
    <>
      <DrawerBody>
        <div className={room.form}>
          <p className={room.small}>{path}</p>
          {!preview && look.busy && <Spinner label={t("shell:loading")} />}
          {preview && (
            <>
              <p className={room.text}>{t("processing:import.columns")}</p>
              <table className={styles.table}>
                <thead>
                  <tr>
                    <th scope="col">{t("processing:import.column")}</th>
                    <th scope="col">{t("processing:import.field")}</th>
                  </tr>
                </thead>
                <tbody>
                  {columns.map((column) => (
                    <tr key={column.column}>
                      <td>
                        <span className={room.strong}>{column.column}</span>
                        <p className={room.small}>{column.samples.join(" · ")}</p>
                      </td>
                      <td>
                        <FieldChoice column={column} change={change} />
                      </td>
                    </tr>
                  ))}
                </tbody>
              </table>
            </>
          )}
          {problem && (
            <div role="alert">
              <ProblemBox problem={problem} />
            </div>
          )}
          {preview && !preview.problem && (
            <>
              <h3 className={styles.title}>{t("processing:import.would")}</h3>
              <p className={styles.sums} role="status">
                <span>{t("processing:import.added", { count: preview.added })}</span>
                <span>{t("processing:import.updated", { count: preview.updated })}</span>
                <span>{t("processing:import.unchanged", { count: preview.unchanged })}</span>
                {preview.duplicates > 0 && <span>{t("processing:import.duplicates", { count: preview.duplicates })}</span>}
              </p>
              {preview.first.length > 0 && (
                <p className={room.small}>
                  {t("processing:import.first", { names: preview.first.map((c) => [c.number, c.name, ...c.addresses].filter(Boolean).join(" ")).join("; ") })}
                </p>
              )}
              {preview.wrong > 0 && (
                <>
                  <MessageBar intent="warning" layout="multiline">
                    <MessageBarBody>{t("processing:import.wrong", { count: preview.wrong })}</MessageBarBody>
                  </MessageBar>
                  <ul className={styles.lines} aria-label={t("processing:import.lines")} tabIndex={0}>
                    {preview.lines.map((line) => (
                      <li key={line.line}>
                        {t("processing:import.line", { line: line.line })} {line.message}
                      </li>
                    ))}
                  </ul>
                </>
              )}
            </>
          )}
        </div>
      </DrawerBody>
      <DrawerFooter>
        <Button appearance="primary" disabledFocusable={!some || look.busy || bring.busy} onClick={() => void bring.run()}>
          {preview && some ? t("processing:import.do", { count: preview.added + preview.updated }) : t("processing:import.button")}
        </Button>
        <Button onClick={close}>{t("shell:cancel")}</Button>
      </DrawerFooter>
    </>
  );
}

const choices = (columns: ImportColumn[]): ColumnChoice[] => columns.map(({ column, field }) => ({ column, field: field === rolePrefix ? "" : field }));

/** FieldChoice says what a column holds. */
function FieldChoice({ column, change }: { column: ImportColumn; change: (column: string, field: string) => void }) {
  const { t } = useTranslation();
  const isRole = column.field.startsWith(rolePrefix);
  const [role, setRole] = useState(isRole ? column.field.slice(rolePrefix.length) : "");
  const tell = (): void => {
    if (`${rolePrefix}${role.trim()}` !== column.field) change(column.column, rolePrefix + role.trim());
  };
  return (
    <>
      <Select
        size="small"
        aria-label={t("processing:import.fieldOf", { column: column.column })}
        value={isRole ? rolePrefix : column.field}
        onChange={(_, data) => change(column.column, data.value)}
      >
        <option value="">{t("processing:import.nothing")}</option>
        {fields.map((field) => (
          <option key={field} value={field}>
            {t(`processing:import.as.${field}`)}
          </option>
        ))}
        <option value={rolePrefix}>{t("processing:import.as.role")}</option>
      </Select>
      {isRole && (
        <Input
          size="small"
          aria-label={t("processing:import.roleName")}
          placeholder={t("processing:import.roleName")}
          value={role}
          onChange={(_, data) => setRole(data.value)}
          onBlur={tell}
          onKeyDown={(event) => event.key === "Enter" && tell()}
        />
      )}
    </>
  );
}
