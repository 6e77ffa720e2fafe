import { Button, Field, Input, makeStyles } from "@fluentui/react-components";
import { KeyRegular } from "@fluentui/react-icons";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useShell } from "../../app/context";
import { api } from "../../backend/api";
import { useAction } from "../../backend/live";
import { AskDialog } from "../../components/AskDialog";
import { Row } from "./Row";
import { useValue } from "./values";

const useStyles = makeStyles({
  text: { margin: 0, lineHeight: "20px" },
});

/** Registration is the app registration in Entra that sign-ins use. */
export function Registration({ reload }: { reload: () => void }) {
  const { t } = useTranslation();
  const client = useValue("clientId");
  const tenant = useValue("tenant");
  const [open, setOpen] = useState(false);
  const managedBy = client.managedBy ?? tenant.managedBy;
  const hint = client.value
    ? tenant.value
      ? t("settings:registration.both", { client: client.value, tenant: tenant.value })
      : t("settings:registration.client", { client: client.value })
    : t("settings:registration.none");
  return (
    <>
      <Row icon={KeyRegular} label={t("settings:registration.label")} hint={hint} managedBy={managedBy}>
        {managedBy === undefined && !client.fixed && <Button onClick={() => setOpen(true)}>{t("settings:registration.change")}</Button>}
      </Row>
      {open && (
        <Change
          client={client.value}
          tenant={tenant.value}
          close={() => {
            setOpen(false);
            reload();
          }}
        />
      )}
    </>
  );
}

function Change({ client: was, tenant: tenantWas, close }: { client: string; tenant: string; close: () => void }) {
  const styles = useStyles();
  const { t } = useTranslation();
  const { done, refresh } = useShell();
  const [client, setClient] = useState(was);
  const [tenant, setTenant] = useState(tenantWas);
  const save = useAction(async () => {
    await api.SetRegistration(client.trim(), tenant.trim());
    done(t("settings:registration.saved"));
    refresh();
    close();
  });
  return (
    <AskDialog
      form
      title={t("settings:registration.label")}
      problem={save.problem}
      label={t("settings:registration.save")}
      ready={client.trim() !== "" && !save.busy}
      close={close}
      act={() => void save.run()}
    >
      <p className={styles.text}>{t("settings:registration.text")}</p>
      <Field label={t("settings:registration.clientId")}>
        <Input value={client} spellCheck={false} onChange={(_, data) => setClient(data.value)} />
      </Field>
      <Field label={t("settings:registration.tenant")} hint={t("settings:registration.tenantHint")}>
        <Input value={tenant} spellCheck={false} onChange={(_, data) => setTenant(data.value)} />
      </Field>
    </AskDialog>
  );
}
