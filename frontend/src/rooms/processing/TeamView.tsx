import { Button, Link, makeStyles, mergeClasses, MessageBar, MessageBarBody, Select, tokens } from "@fluentui/react-components";
import { DeleteRegular, EditRegular, PeopleTeamRegular, PersonAddRegular } from "@fluentui/react-icons";
import { useCallback, useState } from "react";
import { useTranslation } from "react-i18next";
import { useShell } from "../../app/context";
import { api } from "../../backend/api";
import { useLive } from "../../backend/live";
import type { Client, Member, Team } from "../../backend/types";
import { Avatar } from "../../components/Avatar";
import { Badge } from "../../components/Badge";
import { Empty } from "../../components/Empty";
import { Card } from "../../components/Page";
import { AgainButton, ProblemBox } from "../../components/ProblemBox";
import { useFormat } from "../../i18n/format";
import { useAway } from "./away";
import { ClientPicker, nameOf } from "./ClientPicker";
import { Frame } from "./Frame";
import { MemberDialog, noMember } from "./MemberDialog";
import { useRoomStyles } from "./styles";
import { TieChoice } from "./TieChoice";
import { useFix } from "./useFix";

const useStyles = makeStyles({
  page: { display: "flex", flexDirection: "column", gap: "16px", paddingBottom: "24px" },
  title: { margin: "0 0 4px", fontSize: "16px", lineHeight: "22px", fontWeight: tokens.fontWeightSemibold },
  member: { display: "flex", alignItems: "center", gap: "12px", padding: "8px 0", borderTop: `1px solid ${tokens.colorNeutralStroke3}` },
  name: { display: "flex", alignItems: "center", flexWrap: "wrap", gap: "8px" },
  tie: { display: "grid", gridTemplateColumns: "minmax(0, 1fr) minmax(0, 1fr) minmax(0, 1fr)", gap: "8px 16px", alignItems: "center", padding: "6px 0", borderTop: `1px solid ${tokens.colorNeutralStroke3}`, "& select, & .fui-Input": { width: "100%", minWidth: 0 }, "@media (max-width: 640px)": { gridTemplateColumns: "minmax(0, 1fr)" } },
  try: { display: "grid", gridTemplateColumns: "minmax(0, 1fr) minmax(0, 1fr)", gap: "12px 16px", alignItems: "center", marginTop: "8px", "& select": { width: "100%", minWidth: 0 }, "@media (max-width: 640px)": { gridTemplateColumns: "minmax(0, 1fr)" } },
  hint: { marginBottom: "8px" },
  cut: { overflowWrap: "anywhere", minWidth: 0 },
});

/** TeamView says who works in the office and who handles what arrives at which address. */
export function TeamView() {
  const styles = useStyles();
  const { t } = useTranslation();
  const { app } = useShell();
  const live = useLive(api.Team, (event) => event.kind === "processing" || event.kind === "account");
  const [editing, setEditing] = useState<{ member: Member; known: boolean }>();
  const team = live.value;
  const away = useAway();
  const may = app.access.may && !team?.locked;
  const add = (
    <Button appearance="primary" icon={<PersonAddRegular />} disabledFocusable={!may} onClick={() => setEditing({ member: noMember, known: false })}>
      {t("processing:team.add")}
    </Button>
  );
  return (
    <Frame view="team" still={false} actions={team && team.members.length > 0 ? add : undefined}>
      <div className={styles.page}>
        {live.problem && (
          <div role="alert">
            <ProblemBox problem={live.problem} action={<AgainButton onClick={live.reload} />} />
          </div>
        )}
        {team?.locked && (
          <MessageBar intent="info">
            <MessageBarBody>{t("processing:team.locked")}</MessageBarBody>
          </MessageBar>
        )}
        {team && (
          <>
            <Card label={t("processing:team.title")}>
              {team.members.length > 0 ? (
                <>
                  <h2 className={styles.title}>{t("processing:team.title")}</h2>
                  {team.members.map((m) => (
                    <MemberRow key={m.address} member={m} may={may} name={away(m.name, m.address)} change={() => setEditing({ member: m, known: true })} />
                  ))}
                </>
              ) : (
                <Empty icon={<PeopleTeamRegular />} title={t("processing:nothing.team")} text={t("processing:nothing.teamText")} action={add} />
              )}
            </Card>
            <Ties team={team} may={may} />
            {team.members.length > 0 && <Try team={team} />}
          </>
        )}
      </div>
      {editing && <MemberDialog {...editing} first={team?.members.every((m) => !m.manager)} close={() => setEditing(undefined)} saved={() => setEditing(undefined)} />}
    </Frame>
  );
}

function MemberRow({ member: m, name, may, change }: { member: Member; name: string; may: boolean; change: () => void }) {
  const styles = useStyles();
  const room = useRoomStyles();
  const { t } = useTranslation();
  const drop = useFix(
    async () => {
      await api.DropMember(m.address);
      return 0;
    },
    t("processing:team.dropped", { name: m.name }),
  );
  const what = [m.roles.join(", "), m.teams.length > 0 ? t("processing:team.in", { count: m.teams.length, teams: m.teams.join(", ") }) : ""].filter(Boolean).join(" · ");
  const buttons = [
    [t("processing:team.changeOf", { name: m.name }), <EditRegular key="e" />, change],
    [t("processing:team.drop", { name: m.name }), <DeleteRegular key="d" />, () => void drop.run()],
  ] as const;
  return (
    <>
      <div className={styles.member} role="group" aria-label={m.name}>
        <Avatar name={m.name} id={m.address} />
        <div className={room.grow}>
          <div className={styles.name}>
            <span className={room.strong}>{name}</span>
            {m.manager && (
              <Badge tone="brand" title={t("processing:team.managerHint")}>
                {t("processing:team.managerShort")}
              </Badge>
            )}
          </div>
          <p className={room.small}>{[m.address, ...(m.also ?? []), what].filter(Boolean).join(" · ")}</p>
        </div>
        {buttons.map(([label, icon, act]) => (
          <Button key={label} appearance="subtle" icon={icon} aria-label={label} title={label} disabledFocusable={!may || drop.busy} onClick={act} />
        ))}
      </div>
      {drop.problem && <ProblemBox problem={drop.problem} />}
    </>
  );
}

/** Ties says who handles what arrives at which address. */
function Ties({ team, may }: { team: Team; may: boolean }) {
  const styles = useStyles();
  const room = useRoomStyles();
  const { t } = useTranslation();
  const format = useFormat();
  const tie = useFix((address: string, to: string) => api.TieAddress(address, to));
  return (
    <Card label={t("processing:tie.title")}>
      <h2 className={styles.title}>{t("processing:tie.title")}</h2>
      <p className={mergeClasses(room.small, styles.hint)}>{t("processing:tie.hint")}</p>
      {tie.problem && <ProblemBox problem={tie.problem} />}
      {team.addresses.map(({ address, to, people }) => (
        <div key={address} className={styles.tie} role="group" aria-label={address}>
          <span className={styles.cut}>{address}</span>
          <div>
            <TieChoice bare team={team} address={address} value={to} disabled={!may} choose={(next) => void tie.run(address, next)} />
          </div>
          <span className={room.small}>{people.length > 0 ? format.list(people) : to.startsWith("role:") ? t("processing:tie.byClient") : to ? t("processing:tie.noneYet") : t("processing:tie.untied")}</span>
        </div>
      ))}
    </Card>
  );
}

/** Try says whom a mail from a client to an address would go to. */
function Try({ team }: { team: Team }) {
  const styles = useStyles();
  const room = useRoomStyles();
  const { t } = useTranslation();
  const format = useFormat();
  const [client, setClient] = useState<Client>();
  const [address, setAddress] = useState(team.addresses[0]?.address ?? "");
  const id = client?.id ?? "";
  const route = useLive(
    useCallback(() => (id && address ? api.WouldGoTo(id, address) : Promise.resolve(undefined)), [id, address]),
    (event) => event.kind === "processing",
  );
  return (
    <Card label={t("processing:try.title")}>
      <h2 className={styles.title}>{t("processing:try.title")}</h2>
      <div className={styles.try}>
        <div>
          {client ? (
            <p className={room.text}>
              {nameOf(client)}{" "}
              <Link as="button" onClick={() => setClient(undefined)}>
                {t("processing:try.other")}
              </Link>
            </p>
          ) : (
            <ClientPicker choose={setClient} focus={false} lazy />
          )}
        </div>
        <Select aria-label={t("processing:try.address")} value={address} onChange={(_, data) => setAddress(data.value)}>
          {team.addresses.map((a) => (
            <option key={a.address} value={a.address}>
              {a.address}
            </option>
          ))}
        </Select>
      </div>
      {route.problem && <ProblemBox problem={route.problem} />}
      {client && route.value && (
        <p className={room.text} role="status">
          {route.value.people.length > 0 ? t("processing:try.goes", { client: client.name, address, names: format.list(route.value.people) }) : t("processing:try.nobody", { why: route.value.why })}
        </p>
      )}
    </Card>
  );
}
