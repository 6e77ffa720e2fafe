import { Button, Input, makeStyles } from "@fluentui/react-components";
import { ClockLockRegular } from "@fluentui/react-icons";
import { useEffect, useId, useState } from "react";
import { useTranslation } from "react-i18next";
import { Row } from "./Row";
import { useValue } from "./values";

const useStyles = makeStyles({ line: { display: "flex", flexWrap: "wrap", gap: "8px" }, address: { flex: "1 1 240px", minWidth: 0 } });

/** TimestampRow names the authority that timestamps the register's days. */
export function TimestampRow() {
  const styles = useStyles();
  const { t } = useTranslation();
  const id = useId();
  const v = useValue("tsaURL");
  const [text, setText] = useState(v.value);
  useEffect(() => setText(v.value), [v.value]);
  if (!v.setting) return null;
  const changed = text.trim() !== v.value;
  return (
    <Row
      icon={ClockLockRegular}
      label={t("keep:tsa.label")}
      labelId={id}
      hint={t("keep:tsa.hint")}
      managedBy={v.managedBy}
      problem={v.problem}
      below={
        <div className={styles.line}>
          <Input
            className={styles.address}
            aria-labelledby={id}
            type="url"
            placeholder="https://timestamp.example/tsr"
            value={text}
            disabled={v.fixed}
            onChange={(_, data) => setText(data.value)}
          />
          <Button disabled={!changed || v.fixed} onClick={() => v.set(text.trim())}>
            {t("keep:tsa.save")}
          </Button>
        </div>
      }
    />
  );
}
