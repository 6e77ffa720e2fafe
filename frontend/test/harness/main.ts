// The page with a made-up program behind it, to be looked at: never part of what is shipped. The address says what to
// show: ?language=nl&scene=attention#/mailboxes
import { account, accounts, app, checks, folder, folders, install, mailbox, manyFolders, noon, notAllowed, overview, problem, troubled } from "../fixtures";
import { documentAnswers, search } from "../documents";
import { guide, organisation, organisationAnswers, organisationId, warning } from "../organisation";
import { processingAnswers } from "../processing";
import { talkAnswers } from "../talks";
import { ruleAnswers } from "../clientpage";
import { peopleAnswers, taken } from "../people";
import { managedSettings, settings, settingsAnswers, troubledSettings } from "../settings";

const ask = new URLSearchParams(location.search);
const language = ask.get("language") ?? "en";
const scene = ask.get("scene") ?? "";
const never = new Promise<never>(() => undefined);

const wrongSecret = problem({
  code: "AADSTS7000215",
  message: "The client secret is wrong. Often it is the secret's id that was entered.",
  remedy: "Enter the VALUE of the secret. It is shown only once; make a new secret if it was not kept.",
  who: "administrator",
});

const fake = install({
  ...ruleAnswers(),
  ...organisationAnswers(),
  ...peopleAnswers({ off: scene.startsWith("people-off"), count: scene === "people-many" ? 50_000 : 40 }),
  ...(scene === "people-taken" && { TiePerson: async () => Promise.reject(taken) }),
  OrganisationGuide: async () => ({ ...guide(), ...(ask.has("demo") && { demo: { tenant: "kantoor.example", clientId: "00000000-0000-4000-8000-00000000da30", secret: "example-secret", expires: "2028-11-22", certificate: "", password: "" } }) }),
  ConnectOrganisation: async () => {
    if (scene === "organisation-refused") throw wrongSecret;
    return organisationId;
  },
  ...settingsAnswers(scene === "managed" ? managedSettings() : scene === "troubled-settings" ? troubledSettings() : settings()),
  ...(scene === "no-processing" ? processingAnswers(0, 0, 0) : scene === "nothing-open" ? processingAnswers(0) : processingAnswers(scene === "many-open" ? 100_000 : 12)),
  ...talkAnswers(scene === "no-work" ? 0 : scene === "many-open" ? 100_000 : 4, scene !== "no-processing"),
  ...documentAnswers(scene === "no-documents" ? 0 : scene === "many-documents" ? 100_000 : 12_846),
  App: async () =>
    app({
      language,
      appearance: ask.get("appearance") ?? "system",
      accounts: scene.startsWith("first") ? 0 : 2,
      hasClientId: scene !== "first-register",
      demo: ask.has("demo"),
      ...(scene.endsWith("read-only") && { access: notAllowed() }),
    }),
  Overview: async () => {
    switch (scene) {
      case "organisation-ends":
        return overview({ state: "attention", short: "Needs attention", title: "1 thing needs your attention", text: "3 mailboxes work as usual; 174 mails were filed today. Nothing is lost.", needs: [{ kind: "credential", target: organisationId, title: warning.message, text: warning.remedy, count: 0, action: "renew", problem: warning }] });
      case "attention":
        return troubled();
      case "loading":
        return never;
      case "empty":
        return overview({ state: "notConnected", title: "", text: "", short: "Not connected", activity: [], checked: "" });
      case "paused":
        return overview({ state: "paused", short: "Paused", title: "Filing is paused", text: "It goes on by itself.", until: new Date(Date.now() + 3.6e6).toISOString() });
      default:
        return overview();
    }
  },
  Accounts: async () => {
    if (scene.startsWith("organisation")) {
      const ends = scene === "organisation-ends" ? { warning, expires: "2026-12-10T00:00:00Z" } : {};
      const many = scene === "organisation-many" ? 500 : scene === "organisation-new" ? 0 : 2;
      return [...accounts().slice(0, 1), organisation({ ...ends, on: scene !== "organisation-off" }, many)];
    }
    if (scene === "suggest") return [account({ mailboxes: [mailbox({ folders: 0, filed: 0, lastSync: "" })] })];
    if (scene === "sent-copies") {
      const note = problem({ code: "sent-copies-missing", message: "Mail comes in at info@kantoor.example, but for two weeks no sent mail has come to lie there. Its two settings for sent copies appear to be off.", remedy: "If mail is sent from this address, ask your administrator to switch both settings on. Until then such mail lies only in the Sent Items of whoever sent it.", who: "administrator", detail: "" });
      return [account({ mailboxes: [mailbox(), mailbox({ address: "info@kantoor.example", kind: "shared", everything: true, notes: [note] })] })];
    }
    if (scene === "personal") return [account({ kind: "personal", address: "jan@outlook.example", mailboxes: [mailbox({ address: "jan@outlook.example" })] })];
    const paused = { state: "paused", paused: true, until: new Date(Date.now() + 3.6e6).toISOString() };
    return scene === "one-paused" ? [account({ mailboxes: [mailbox(paused)] }), ...accounts().slice(1)] : accounts();
  },
  Folders: async (address) => ({
    mailbox: address,
    read: noon,
    folders:
      scene === "huge"
        ? manyFolders(5000)
        : scene === "suggest"
          ? folders().map((f) => ({ ...f, selected: false, filed: 0 }))
          : scene === "vanished"
            ? [...folders(), folder({ id: "gone", name: "Oud", path: "Klanten/Oud", selected: true, vanished: true, filed: 12 })]
            : folders(),
  }),
  Connect: async (_, code) => {
    setTimeout(() => {
      if (scene === "first-failed")
        fake.emit({ kind: "connect:failed", problem: problem({ code: "wrong-account", message: "an@kantoor.example signed in, but this connection is that of jan@kantoor.example.", remedy: "Sign in as jan@kantoor.example. To use an@kantoor.example as well, connect it as an account of its own. Nothing was changed." }) });
      else if (code)
        fake.emit({ kind: "connect:code", code: { userCode: "F7KQ9WZTX", verificationUri: "https://microsoft.com/devicelogin", expires: new Date(Date.now() + 871_000).toISOString() } });
      else fake.emit({ kind: "connect:waiting", url: "https://login.example/" });
    }, 50);
  },
  AddShared: async (_, mailbox, code) => {
    const step = (text: string) => fake.emit({ kind: "connect:step", mailbox, text });
    setTimeout(() => {
      switch (scene) {
        case "shared-waiting":
          return fake.emit({ kind: "connect:waiting", url: "https://login.example/" });
        case "shared-folders":
          step("folders");
          return setTimeout(() => fake.emit({ kind: "baseline", mailbox, folder: "Postvak IN/Klanten/Hartog Bouw BV", done: 3120, total: 12431 }), 50);
        case "shared-refused":
          return fake.emit({ kind: "connect:failed", problem: problem({ code: "shared-no-access", message: "jan@kantoor.example may not open facturen@kantoor.example, or there is no such mailbox.", remedy: "Check the address. If it is right, ask your administrator to give jan@kantoor.example Full Access to it; that can take an hour to work. Then add it again.", who: "administrator" }) });
        case "shared-declined":
          return fake.emit({ kind: "connect:failed", problem: problem({ code: "shared-declined", message: "The permission to read shared mailboxes was not granted to jan@kantoor.example. Nothing was added.", remedy: "Add the shared mailbox again and accept what Microsoft asks. If only an administrator may accept it, ask yours to grant Mail.Read.Shared to Postroom.", link: "https://login.microsoftonline.com/organizations/adminconsent?client_id=5e0f1c2a-0000-4000-8000-000000000001" }) });
        default:
          return code ? undefined : step("access");
      }
    }, 50);
  },
  Validate: async () => {
    if (scene !== "validating") return checks();
    checks().forEach((check, i) => fake.emit({ kind: "check", check, done: i + 1, total: checks().length + 2 }));
    return never;
  },
  Registration: async () => ({
    page: "https://entra.microsoft.com/",
    clientId: "",
    tenant: "",
    managed: false,
    steps: [
      { title: "Open App registrations and choose New registration", text: "In Microsoft Entra, under Identity, Applications.", values: [{ label: "Name", value: "Postroom" }, { label: "Supported account types", value: "Accounts in any organizational directory" }] },
      { title: "Add the platform Mobile and desktop applications", text: "Under Authentication.", values: [{ label: "Redirect URI", value: "http://localhost" }, { label: "Allow public client flows", value: "Yes" }] },
      { title: "Add the permissions", text: "Under API permissions, Microsoft Graph, Delegated permissions.", values: [{ label: "Permission", value: "Mail.Read" }, { label: "Permission", value: "User.Read" }, { label: "Permission", value: "offline_access" }] },
    ],
  }),
  Failures: async () => [
    { id: "1", mailbox: "facturen@kantoor.example", folder: "Inbox", problem: problem({ code: "mail-gone", message: "The mail was deleted before it could be filed.", remedy: "Nothing to do, unless it was deleted by mistake." }) },
    { id: "2", mailbox: "jan@kantoor.example", folder: "Inbox/Klanten", problem: problem({ code: "disk-full", message: "There is no room left for the mail.", remedy: "Make room, then try again." }) },
  ],
});
if (scene === "moving")
  fake.api.MoveDestination = () => {
    fake.emit({ kind: "progress", task: "move", done: 12_431, total: 38_213 });
    return never;
  };
if (scene === "mistake")
  fake.api.Search = search(12_846, {
    progress: { ready: false, indexed: 8120, filed: 12_846 },
    mistake: { message: "“fron:” is not known here.", remedy: "Did you mean “from:”? If you look for these very words, put them between quotation marks.", start: 8, length: 5, offer: "from:" },
  });
if (scene === "loading-documents") fake.api.Documents = () => never;
if (scene === "baseline")
  setTimeout(() => fake.emit({ kind: "baseline", mailbox: "jan@kantoor.example", folder: "Postvak IN/Klanten/Hartog Bouw BV", done: 3120, total: 12431 }), 800);
Object.assign(window, { fake });
void import("../../src/main");
