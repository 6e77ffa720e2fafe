import { Button, Field, Select } from "@fluentui/react-components";
import { PersonAddRegular } from "@fluentui/react-icons";
import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { useShell } from "../../app/context";
import { api } from "../../backend/api";
import { useLive } from "../../backend/live";
import type { Member, Problem, ProcessingMail } from "../../backend/types";
import { AgainButton, ProblemBox } from "../../components/ProblemBox";
import { useFormat } from "../../i18n/format";
import { AssignFix } from "./AssignFix";
import { useAway } from "./away";
import { MemberDialog, noMember } from "./MemberDialog";
import { useRoomStyles } from "./styles";
import { TieChoice } from "./TieChoice";
import { useFix } from "./useFix";

interface Props {
  mail: ProcessingMail;
  fixed: () => void;
}

/** Fix is the ground of a decision: what is missing, what there is to choose, and the button. */
function Fix({ mail, problem, button, children }: { mail: ProcessingMail; problem: Problem | undefined; button: ReactNode; children: ReactNode }) {
  const room = useRoomStyles();
  const { t } = useTranslation();
  return (
    <>
      <div className={room.paneBody}>
        {mail.evidence.map((line) => (
          <p key={line} className={room.text}>
            {line}
          </p>
        ))}
        {children}
        {problem && <ProblemBox problem={problem} />}
      </div>
      <div className={room.paneFoot}>
        {mail.waiting > 0 && <p className={room.small}>{t("processing:assign.waiting", { count: mail.waiting })}</p>}
        <div className={room.buttons}>{button}</div>
      </div>
    </>
  );
}

const useTeam = () => useLive(api.Team, (event) => event.kind === "processing" || event.kind === "account");

/** Members chooses one of the team, or somebody new. */
function Members({ members, value, choose, added, draft }: { members: Member[]; value: string; choose: (address: string) => void; added: (address: string) => void; draft: Partial<Member> }) {
  const room = useRoomStyles();
  const { t } = useTranslation();
  const { app } = useShell();
  const [adding, setAdding] = useState(false);
  const away = useAway();
  return (
    <>
      <Field label={t("processing:team.member")}>
        <Select value={value} onChange={(_, data) => choose(data.value)}>
          <option value="">{t("processing:team.choose")}</option>
          {members.map((m) => (
            <option key={m.address} value={m.address}>
              {away(m.name, m.address)}
            </option>
          ))}
        </Select>
      </Field>
      <div className={room.buttons}>
        <Button size="small" appearance="subtle" icon={<PersonAddRegular />} disabledFocusable={!app.access.may} onClick={() => setAdding(true)}>
          {t("processing:team.add")}
        </Button>
      </div>
      {adding && (
        <MemberDialog
          member={{ ...noMember, ...draft }}
          close={() => setAdding(false)}
          saved={(address) => {
            setAdding(false);
            added(address);
          }}
        />
      )}
    </>
  );
}

/** RoleFix asks who holds a role for a client. */
export function RoleFix({ mail, fixed }: Props) {
  const { t } = useTranslation();
  const team = useTeam();
  const [who, setWho] = useState("");
  const [role = ""] = mail.args;
  const client = mail.client?.id ?? "";
  const give = useFix((address: string) => api.GiveRole(client, role, address), undefined, fixed);
  const members = team.value?.members ?? [];
  // Who has the role in the office comes first.
  const sorted = [...members].sort((a, b) => Number(b.roles.some((r) => r.toLowerCase() === role.toLowerCase())) - Number(a.roles.some((r) => r.toLowerCase() === role.toLowerCase())));
  return (
    <Fix
      mail={mail}
      problem={give.problem ?? team.problem}
      button={
        <Button appearance="primary" disabledFocusable={!who || give.busy} onClick={() => void give.run(who)}>
          {t("processing:team.giveRole")}
        </Button>
      }
    >
      <Members members={sorted} value={who} choose={setWho} added={setWho} draft={{ roles: [role] }} />
    </Fix>
  );
}

/** TeamFix asks who is in a team of which nobody is. */
export function TeamFix({ mail, fixed }: Props) {
  const { t } = useTranslation();
  const { app } = useShell();
  const team = useTeam();
  const [who, setWho] = useState("");
  const [name = ""] = mail.args;
  const members = team.value?.members ?? [];
  const join = useFix(
    async (address: string) => {
      const member = members.find((m) => m.address === address);
      return member ? api.SaveMember({ ...member, teams: [...member.teams, name] }) : 0;
    },
    undefined,
    fixed,
  );
  return (
    <Fix
      mail={mail}
      problem={join.problem ?? team.problem}
      button={
        <Button appearance="primary" disabledFocusable={!who || join.busy || !app.access.may} onClick={() => void join.run(who)}>
          {t("processing:team.join", { team: name })}
        </Button>
      }
    >
      <Members members={members} value={who} choose={setWho} added={fixed} draft={{ teams: [name] }} />
    </Fix>
  );
}

/** TieFix asks who handles what arrives at an address. */
export function TieFix({ mail, fixed }: Props) {
  const room = useRoomStyles();
  const { t } = useTranslation();
  const { app } = useShell();
  const team = useTeam();
  const [to, setTo] = useState<string>();
  const [adding, setAdding] = useState(false);
  const [address = mail.mailbox] = mail.args;
  const nobody = mail.why === "no-contact";
  const tie = useFix((where: string) => api.TieAddress(address, where), undefined, fixed);
  const value = to ?? (nobody ? "contact" : "");
  return (
    <Fix
      mail={mail}
      problem={tie.problem ?? team.problem}
      button={
        nobody && value === "contact" ? (
          <Button appearance="primary" icon={<PersonAddRegular />} disabledFocusable={!app.access.may} onClick={() => setAdding(true)}>
            {t("processing:team.addContact", { address })}
          </Button>
        ) : (
          <Button appearance="primary" disabledFocusable={!value || tie.busy || !app.access.may} onClick={() => void tie.run(value)}>
            {t("processing:tie.do")}
          </Button>
        )
      }
    >
      {team.value ? <TieChoice team={team.value} address={address} value={value} choose={setTo} /> : team.problem && <AgainButton onClick={team.reload} />}
      <p className={room.small}>{t("processing:tie.hint")}</p>
      {adding && <MemberDialog member={{ ...noMember, address }} close={() => setAdding(false)} saved={() => (setAdding(false), fixed())} />}
    </Fix>
  );
}

/** EndedFix offers to go on working for a client, or to choose another one. */
export function EndedFix({ mail, fixed }: Props) {
  const room = useRoomStyles();
  const { t } = useTranslation();
  const format = useFormat();
  const reactivate = useFix(
    async () => {
      const client = await api.Client(mail.client?.id ?? "");
      return (await api.SaveClient({ ...client, ended: "" })).settled;
    },
    undefined,
    fixed,
  );
  const anyway = useFix(() => api.AssignMail(mail.id, mail.client?.id ?? "", "nothing"), undefined, fixed);
  const day = mail.args[1] ?? "";
  return (
    <AssignFix mail={mail} fixed={fixed} correct>
      {mail.evidence.slice(0, -1).map((line) => (
        <p key={line} className={room.text}>
          {line}
        </p>
      ))}
      <p className={room.text}>{t("processing:ended.text", { client: mail.client?.name ?? "", day: day && format.day(day) })}</p>
      <div className={room.buttons}>
        <Button appearance="primary" disabledFocusable={reactivate.busy} onClick={() => void reactivate.run()}>
          {t("processing:ended.reactivate")}
        </Button>
        <Button disabledFocusable={anyway.busy} onClick={() => void anyway.run()}>
          {t("processing:ended.thisOnly")}
        </Button>
      </div>
      {(reactivate.problem ?? anyway.problem) && <ProblemBox problem={(reactivate.problem ?? anyway.problem) as Problem} />}
    </AssignFix>
  );
}
