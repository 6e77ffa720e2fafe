import { Radio, RadioGroup, Select } from "@fluentui/react-components";
import type { FluentIcon } from "@fluentui/react-icons";
import { createContext, type ReactNode, useContext, useEffect, useId, useState } from "react";
import { useShell } from "../../app/context";
import { api } from "../../backend/api";
import { useAction } from "../../backend/live";
import type { Setting, Settings } from "../../backend/types";
import { Switch } from "../../components/Switch";
import { Row } from "./Row";

/** The settings as they were read last. */
export const SettingsContext = createContext<{ settings: Settings; reload: () => void } | null>(null);

interface Value {
  value: string;
  setting: Setting | undefined;
  /** Name of the policy file, if the policy decides the setting. */
  managedBy: string | undefined;
  /** It can't be changed here: the policy decides it, or who sits here may not. */
  fixed: boolean;
  set: (value: string) => void;
  problem: ReturnType<typeof useAction>["problem"];
}

/** fileName is a path's last part. */
export const fileName = (path: string): string => path.split(/[\\/]/).at(-1) ?? path;

/** What everybody may choose for themselves. */
const ownLook = new Set(["language", "appearance"]);

/** useValue is one setting: what was chosen is shown at once and taken back when the program refuses it. */
export function useValue(name: string): Value {
  const context = useContext(SettingsContext);
  if (!context) throw new Error("useValue outside of the settings");
  const { settings, reload } = context;
  const { app, refresh } = useShell();
  const setting = settings.values.find((s) => s.name === name);
  const [chosen, setChosen] = useState<string>();
  useEffect(() => setChosen(undefined), [settings]);
  const act = useAction(async (value: string) => {
    setChosen(value);
    try {
      await api.SetSetting(name, value);
    } catch (thrown) {
      setChosen(undefined);
      throw thrown;
    }
    reload();
    refresh();
  });
  return {
    value: chosen ?? setting?.value ?? "",
    setting,
    managedBy: setting?.managed ? fileName(settings.policyFile) : undefined,
    fixed: (setting?.managed ?? false) || !(app.access.may || ownLook.has(name)),
    set: (value) => void act.run(value),
    problem: act.problem,
  };
}

interface Props {
  name: string;
  icon: FluentIcon;
  label: string;
  hint?: ReactNode;
  disabled?: boolean;
}

/** SwitchRow is a setting that is on or off. */
export function SwitchRow({ name, icon, label, hint, disabled = false }: Props) {
  const id = useId();
  const v = useValue(name);
  if (!v.setting) return null;
  return (
    <Row icon={icon} label={label} labelId={id} hint={hint} managedBy={v.managedBy} problem={v.problem}>
      <Switch
        aria-labelledby={id}
        checked={v.value === "true"}
        disabled={disabled || v.fixed}
        onChange={(_, data) => v.set(String(data.checked))}
      />
    </Row>
  );
}

type ChoiceProps = Props & { choices: { value: string; label: string }[] };

/** SelectRow is a setting with a few values to choose from. */
export function SelectRow({ name, icon, label, hint, choices }: ChoiceProps) {
  const id = useId();
  const v = useValue(name);
  if (!v.setting) return null;
  return (
    <Row icon={icon} label={label} labelId={id} hint={hint} managedBy={v.managedBy} problem={v.problem}>
      <Select aria-labelledby={id} value={v.value} disabled={v.fixed} onChange={(_, data) => v.set(data.value)}>
        {choices.map((c) => (
          <option key={c.value} value={c.value}>
            {c.label}
          </option>
        ))}
      </Select>
    </Row>
  );
}

/** RadioRow is a setting whose few values are all in sight. */
export function RadioRow({ name, icon, label, hint, choices }: ChoiceProps) {
  const id = useId();
  const v = useValue(name);
  if (!v.setting) return null;
  return (
    <Row icon={icon} label={label} labelId={id} hint={hint} managedBy={v.managedBy} problem={v.problem}>
      <RadioGroup
        layout="horizontal"
        aria-labelledby={id}
        value={v.value}
        disabled={v.fixed}
        onChange={(_, data) => v.set(data.value)}
      >
        {choices.map((c) => (
          <Radio key={c.value} value={c.value} label={c.label} />
        ))}
      </RadioGroup>
    </Row>
  );
}
