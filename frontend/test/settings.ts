// Typed examples of settings, for tests of the page and for looking at it. The names are made up.
import type { API, Diagnostics, Keeping, Licence, Place, Setting, Settings, Verification } from "../src/backend/face";
import { problem } from "./fixtures";

export const setting = (name: string, value: string, part: Partial<Setting> = {}): Setting => ({ name, value, choices: [], managed: false, ...part });

export const place = (part: Partial<Place> = {}): Place => ({
  path: "/home/jan/Documents/Postroom",
  managed: false,
  reachable: true,
  free: 412_000_000_000,
  documents: 0,
  bytes: 0,
  ...part,
});

export const verification = (part: Partial<Verification> = {}): Verification => ({
  time: new Date(Date.now() - 3_600_000).toISOString(),
  checked: 38_211,
  ok: 38_211,
  changed: [],
  missing: [],
  unregistered: [],
  chain: "intact",
  sound: true,
  reportable: false,
  ...part,
});

export const keeping = (part: Partial<Keeping> = {}): Keeping => ({
  mailboxes: [
    { mailbox: "emma@kantoor.example", rule: "be-10", years: 10, yearEnd: true, documents: 31_204, mayGo: 2 },
    { mailbox: "info@kantoor.example", rule: "", years: 0, yearEnd: false, documents: 6_112, mayGo: 0 },
  ],
  presets: [
    { name: "be-10", years: 10, yearEnd: true, about: "Belgium, 10 years from the end of the calendar year: documents for taxes and VAT (since 2023)" },
    { name: "fr-6", years: 6, yearEnd: false, about: "France, 6 years from the day itself: documents for taxes (LPF art. L102 B)" },
  ],
  total: 2,
  due: [
    { id: "1", mailbox: "emma@kantoor.example", from: "Jan Peeters <jan@peeters.example>", subject: "Invoice 2015-118", received: "2015-03-02T09:15:00Z", until: "2025-12-31" },
    { id: "2", mailbox: "emma@kantoor.example", from: "An Claes <an@claes.example>", subject: "Annual accounts", received: "2015-06-11T14:02:00Z", until: "2025-12-31" },
  ],
  ...part,
});

export const settings = (part: Partial<Settings> = {}): Settings => ({
  values: [
    setting("language", ""),
    setting("appearance", "system", { choices: ["system", "light", "dark"] }),
    setting("startAtLogin", "true"),
    setting("closeToTray", "true"),
    setting("notifySignIn", "true"),
    setting("notifyDestination", "true"),
    setting("notifyDiskFull", "true"),
    setting("notifyFailures", "false"),
    setting("notifyWork", "true"),
    setting("clientsTree", "false"),
    setting("pollSeconds", "60"),
    setting("tsaURL", ""),
    setting("clientId", "7d1f0c1e-0000-4000-8000-0000000052b9"),
    setting("tenant", ""),
  ],
  managed: [],
  policyFile: "",
  destination: place(),
  verified: verification(),
  autostart: true,
  ...part,
});

/** managedSettings are those of an office whose policy decides most. */
export const managedSettings = (): Settings => {
  const managed = ["clientId", "tenant", "pollSeconds", "startAtLogin"];
  const s = settings({ policyFile: "/etc/postroom/policy.json", managed: [...managed, "destination"], destination: place({ path: "N:\\Documents\\Postroom", managed: true }) });
  s.values = s.values.map((v) => (managed.includes(v.name) ? { ...v, managed: true } : v));
  return s;
};

/** damaged is what a check found that went wrong, and a folder that can't be reached. */
export const troubledSettings = (): Settings =>
  settings({
    destination: place({ reachable: false, free: -1, problem: problem({ code: "destination-unreachable", message: "The archive folder can't be reached.", remedy: "Connect the drive. Mail waits meanwhile; nothing is lost." }) }),
    verified: verification({ sound: false, ok: 38_208, changed: ["jan@kantoor.example/Postvak IN/2026-11-02 1012 Factuur 4711.eml"], missing: ["info@kantoor.example/Postvak IN/2026-10-30 0901 Offerte.eml", "info@kantoor.example/Postvak IN/2026-10-30 0901 Offerte/offerte.pdf"] }),
  });

export const diagnostics = (): Diagnostics => ({
  bytes: 48_211,
  files: [
    { name: "about.json", text: '{\n  "version": "1.0.0",\n  "platform": "linux/amd64",\n  "accounts": 2\n}', bytes: 71, shortened: false },
    { name: "status.json", text: '{\n  "state": "upToDate",\n  "waiting": 0\n}', bytes: 42, shortened: false },
    { name: "log/postroom.log", text: "time=2026-11-20T09:41:00Z level=INFO msg=round folders=7 filed=2", bytes: 120_433, shortened: true },
  ],
});

export const goLicences = (): Licence[] => [
  { name: "go.etcd.io/bbolt", version: "v1.4.3", licence: "MIT", text: "The MIT License (MIT)\n\nCopyright (c) example" },
  { name: "github.com/spf13/cobra", version: "v1.10.2", licence: "Apache-2.0", text: "" },
];

/** settingsAnswers is a program with these settings, which can be changed. */
export function settingsAnswers(now: Settings = settings()): Partial<API> {
  let current = now;
  return {
    Settings: async () => current,
    SetSetting: async (name, value) => {
      current = { ...current, values: current.values.map((v) => (v.name === name ? { ...v, value } : v)) };
    },
    SetRegistration: async () => undefined,
    ChooseFolder: async () => "/mnt/archive/Postroom",
    CheckDestination: async (path) => place({ path, free: 1_900_000_000_000, documents: 38_213, bytes: 9_412_000_000 }),
    MoveDestination: async (path, keep) => ({ path, files: 38_213, bytes: 9_412_000_000, missing: 0, left: keep }),
    ShowDestination: async () => undefined,
    Verify: async () => verification({ time: new Date().toISOString(), reportable: true }),
    SaveReport: async (format) => `/home/jan/verification-2026-11-20.${format}`,
    Keeping: async () => keeping(),
    SetKeeping: async () => undefined,
    DeleteDue: async (n) => n,
    DiagnosticsPreview: async () => diagnostics(),
    SaveDiagnostics: async () => "/home/jan/postroom-2026-11-20-0941.zip",
    Licences: async () => goLicences(),
  };
}
