import { Button, DrawerBody, DrawerFooter, makeStyles, tokens } from "@fluentui/react-components";
import { SaveRegular } from "@fluentui/react-icons";
import { useTranslation } from "react-i18next";
import { useShell } from "../../app/context";
import { api } from "../../backend/api";
import { useAction, useLive } from "../../backend/live";
import type { DiagnosticsFile } from "../../backend/types";
import { Outstanding } from "../../components/Outstanding";
import { ProblemBox } from "../../components/ProblemBox";
import { useFormat } from "../../i18n/format";
import { Foldout } from "./Foldout";

const useStyles = makeStyles({
  text: { margin: "0 0 12px", fontSize: "12px", lineHeight: "16px", color: tokens.colorNeutralForeground2 },
  size: { fontSize: "12px", color: tokens.colorNeutralForeground3 },
});

/** DiagnosticsReport shows every file of a report for support before it is saved. */
export function DiagnosticsReport({ close }: { close: () => void }) {
  const styles = useStyles();
  const { t } = useTranslation();
  const { done } = useShell();
  const format = useFormat();
  const live = useLive(api.DiagnosticsPreview);
  const save = useAction(async () => {
    const path = await api.SaveDiagnostics();
    if (!path) return;
    done(t("settings:diagnostics.saved", { path }));
    close();
  });
  return (
    <>
      <DrawerBody>
        <p className={styles.text}>{t("settings:diagnostics.text")}</p>
        <Outstanding live={live} />
        {live.value?.files.map((file, i) => <File key={file.name} file={file} open={i === 0} />)}
        {save.problem && <ProblemBox problem={save.problem} />}
      </DrawerBody>
      <DrawerFooter>
        <Button appearance="primary" icon={<SaveRegular />} disabledFocusable={save.busy || !live.value} onClick={() => void save.run()}>
          {live.value ? t("settings:diagnostics.save", { size: format.size(live.value.bytes) }) : t("settings:diagnostics.saveAny")}
        </Button>
      </DrawerFooter>
    </>
  );
}

function File({ file, open }: { file: DiagnosticsFile; open: boolean }) {
  const styles = useStyles();
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <Foldout
      open={open}
      head={
        <>
          {file.name} <span className={styles.size}>{format.size(file.bytes)}</span>
        </>
      }
      note={file.shortened && <p className={styles.text}>{t("settings:diagnostics.shortened")}</p>}
      text={file.text}
    />
  );
}
