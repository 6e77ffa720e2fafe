// Made by scripts/bindings.mjs from the Go package app/face. Not to be edited.
// Times are RFC 3339 in UTC, "" where there is none.

export interface Notification {
  /** a later one with the same id takes its place */
  id: string;
  title: string;
  text: string;
  /** opened by a click */
  room: string;
  target: string;
}

export interface Problem {
  code: string;
  /** what happened */
  message: string;
  /** what to do */
  remedy: string;
  /** who can do it: you, administrator, nobody, support */
  who: string;
  /** technical text; may hold Graph's request id */
  detail: string;
  since: string;
  /** when it is tried again by itself */
  retry: string;
}

export interface App {
  version: string;
  /** linux, windows, darwin */
  platform: string;
  /** in use: en, nl, fr, de */
  language: string;
  languageSetting: string;
  languages: LanguageName[];
  /** system, light, dark */
  appearance: string;
  demo: boolean;
  hasClientId: boolean;
  /** 0: first run */
  accounts: number;
  /** names of the settings that the policy decides */
  managed: string[];
  dataFolder: string;
  /** empty: there is none */
  policyFile: string;
  destination: string;
  /** the key lies in this file for want of a keyring: said once */
  keyFile: string;
  tray: boolean;
  /** why Postroom can't start; nothing else works then */
  problem?: Problem;
}

export interface LanguageName {
  code: string;
  /** in itself: Nederlands */
  name: string;
}

export interface Overview {
  /** State is the worst of all parts: notConnected, upToDate, working, paused, waiting, offline, signIn, attention. */
  state: string;
  /** the state in one sentence */
  title: string;
  /** the sentence below it */
  text: string;
  /** the state in a word or two, for the tray and the lower left */
  short: string;
  /** of paused and waiting; empty: until resumed */
  until: string;
  /** mails that are being worked on or wait */
  left: number;
  failed: number;
  today: number;
  /** since Monday */
  week: number;
  total: number;
  /** the last 14, oldest first; the last is today */
  days: Day[];
  waiting: Waiting[];
  needs: Need[];
  /** the last 20, newest first */
  activity: Activity[];
  /** the last round of any mailbox */
  checked: string;
}

export interface Day {
  /** 2026-11-23 */
  date: string;
  count: number;
}

export interface Waiting {
  /** mailbox, mails */
  kind: string;
  mailbox: string;
  count: number;
  reason: string;
  until: string;
}

export interface Need {
  /** Kind is signIn, destination, mailbox, folder, failures, register. */
  kind: string;
  /** account id, mailbox address, path */
  target: string;
  title: string;
  text: string;
  count: number;
  problem?: Problem;
  /** Action is the one button: reauthenticate, tryAgain, showFailures, chooseDestination, openMailbox, verify. */
  action: string;
}

export interface Activity {
  id: string;
  time: string;
  /** filed, failed */
  state: string;
  from: string;
  subject: string;
  mailbox: string;
  folder: string;
  attachments: number;
  problem?: Problem;
}

export interface Account {
  id: string;
  /** work, personal, organisation */
  kind: string;
  address: string;
  name: string;
  /** active, reauthenticate, disconnected */
  state: string;
  connected: string;
  problem?: Problem;
  mailboxes: Mailbox[];
}

export interface Mailbox {
  address: string;
  /** own, shared, activated */
  kind: string;
  /** ok, paused, waiting, reauthenticate, disconnected, error */
  state: string;
  lastSync: string;
  /** ticked */
  folders: number;
  filed: number;
  waiting: number;
  failed: number;
  problem?: Problem;
}

export interface FolderTree {
  mailbox: string;
  /** when it was read from the mailbox */
  read: string;
  folders: Folder[];
}

export interface Folder {
  id: string;
  /** id; empty at the top */
  parent: string;
  name: string;
  path: string;
  /** inbox, sentitems, …; empty for a person's own */
  wellKnownName: string;
  /** 1 at the top */
  depth: number;
  total: number;
  unread: number;
  /** a search folder is not */
  selectable: boolean;
  hidden: boolean;
  selected: boolean;
  /** new subfolders are ticked, too */
  withSubfolders: boolean;
  /** of a ticked one: ok, baseline, error */
  state: string;
  filed: number;
  /** mails that lay there when it was ticked */
  before: number;
  /** the last comparison */
  trueUp?: TrueUp;
  vanished: boolean;
  problem?: Problem;
}

export interface TrueUp {
  time: string;
  inFolder: number;
  filed: number;
  before: number;
  added: number;
}

export interface Selection {
  add: string[];
  remove: string[];
  /** which folders have their new subfolders ticked; others stay as they are */
  follow: Follow[];
}

export interface Follow {
  id: string;
  with: boolean;
}

export interface Selected {
  /** paths */
  added: string[];
  removed: string[];
  /** mails that lay in the added folders and stay untouched */
  before: number;
}

export interface Estimate {
  folders: number;
  mails: number;
}

export interface Connection {
  /** none, starting, browser, code */
  state: string;
  /** work, personal */
  kind: string;
  /** of a reauthentication */
  account: string;
  /** of the sign-in page */
  url: string;
  code?: DeviceCode;
}

export interface DeviceCode {
  userCode: string;
  verificationUri: string;
  expires: string;
}

export interface Check {
  /** token, profile, permissions, folders, folder, destination, clock */
  check: string;
  subject: string;
  ok: boolean;
  message: string;
  problem?: Problem;
}

export interface Permissions {
  account: string;
  address: string;
  rows: Permission[];
  never: Permission[];
  missing: number;
  /** to send to an administrator; empty if nothing is missing */
  message: string;
}

export interface Permission {
  feature: string;
  /** Mail.Read */
  permission: string;
  allows: string;
  why: string;
  /** you, administrator */
  who: string;
  /** granted, missing, never */
  state: string;
  since: string;
}

export interface Registration {
  /** address of the registration page */
  page: string;
  steps: RegistrationStep[];
  /** as it is now */
  clientId: string;
  tenant: string;
  /** the policy says it */
  managed: boolean;
}

export interface RegistrationStep {
  title: string;
  text: string;
  values: RegistrationValue[];
}

export interface RegistrationValue {
  label: string;
  value: string;
}

export interface Event {
  seq: number;
  time: string;
  /** Kind is overview, account, connect:waiting, connect:code, connect:done, connect:failed, baseline, round, filed, failed, skipped, problem, check, progress, documents, settings, room. */
  kind: string;
  account: string;
  mailbox: string;
  /** PATH */
  folder: string;
  id: string;
  /** of progress: select, validate, verify, move */
  task: string;
  done: number;
  /** 0: not known */
  total: number;
  text: string;
  url: string;
  /** overview, mailboxes, documents, settings */
  room: string;
  target: string;
  code?: DeviceCode;
  check?: Check;
  document?: Document;
  overview?: Overview;
  problem?: Problem;
}

export interface Query {
  /** words, each in subject, people, folder or names of attachments */
  text: string;
  mailbox: string;
  /** PATH */
  folder: string;
  /** part of name or address */
  sender: string;
  /** received on or after the day 2026-11-23 */
  from: string;
  /** received on or before the day */
  to: string;
  hasAttachment: boolean;
  /** received (default), filed, sender, subject, mailbox, attachments, size */
  sort: string;
  ascending: boolean;
  offset: number;
  /** 0: 100; at most 500 */
  limit: number;
}

export interface DocumentPage {
  /** all that the query finds */
  total: number;
  /** all that is filed */
  all: number;
  /** false while the list is still being read: Total grows */
  ready: boolean;
  items: Document[];
}

export interface Document {
  id: string;
  received: string;
  filed: string;
  mailbox: string;
  folder: string;
  /** name and address */
  from: string;
  subject: string;
  attachments: number;
  /** of the mail, in bytes */
  size: number;
  /** filed */
  state: string;
}

export interface Filters {
  mailboxes: FilterMailbox[];
}

export interface FilterMailbox {
  address: string;
  count: number;
  folders: FilterFolder[];
}

export interface FilterFolder {
  path: string;
  count: number;
}

export interface Preview {
  document: Document;
  messageId: string;
  to: string[];
  cc: string[];
  /** as the mail says */
  date: string;
  headers: Header[];
  text: string;
  /** safe to show in a sandbox; links are in data-href */
  html: string;
  /** images and the like that were left out: they would be loaded from elsewhere */
  remote: number;
  /** text or HTML goes on beyond what is shown */
  shortened: boolean;
  /** relative to the destination */
  path: string;
  sha256: string;
  files: Attachment[];
  /** why the mail itself can't be read */
  problem?: Problem;
}

export interface Header {
  name: string;
  value: string;
}

export interface Attachment {
  name: string;
  path: string;
  size: number;
  contentType: string;
  /** invoice, document, image, calendar, mail, other */
  kind: string;
  sha256: string;
  /** false for programs and the like: they are never opened from here */
  openable: boolean;
}

export interface Proof {
  id: string;
  unchanged: boolean;
  checked: string;
  registered: string;
  /** number in the register */
  seq: number;
  files: ProofFile[];
}

export interface ProofFile {
  name: string;
  path: string;
  /** as registered */
  sha256: string;
  /** as it is now; empty if it is missing */
  found: string;
  /** unchanged, changed, missing */
  state: string;
}

export interface Failure {
  id: string;
  mailbox: string;
  folder: string;
  problem?: Problem;
}

export interface Settings {
  values: Setting[];
  /** names of those that the policy decides */
  managed: string[];
  policyFile: string;
  destination: Place;
  verified: Verification;
  /** whether it can be set here */
  autostart: boolean;
  /** the settings file is broken: defaults are in force */
  problem?: Problem;
}

export interface Setting {
  name: string;
  /** true, false, a number, a word */
  value: string;
  /** empty: any */
  choices: string[];
  managed: boolean;
}

export interface Place {
  path: string;
  managed: boolean;
  reachable: boolean;
  /** bytes; -1: not known */
  free: number;
  /** files that would move */
  documents: number;
  /** that these take */
  bytes: number;
  /** why it can't be used */
  problem?: Problem;
}

export interface Moved {
  path: string;
  files: number;
  bytes: number;
  /** registered files that were not there to move */
  missing: number;
  /** the old folder still holds them */
  left: boolean;
}

export interface Verification {
  /** empty: never */
  time: string;
  checked: number;
  ok: number;
  changed: string[];
  missing: string[];
  unregistered: string[];
  /** intact, or where it is broken */
  chain: string;
  sound: boolean;
}

export interface Diagnostics {
  files: DiagnosticsFile[];
  /** of the report */
  bytes: number;
}

export interface DiagnosticsFile {
  name: string;
  text: string;
  bytes: number;
  /** Text is its end only */
  shortened: boolean;
}

export interface Licence {
  name: string;
  version: string;
  /** MIT, Apache-2.0, … */
  licence: string;
  text: string;
}

/** What the page can ask of the program. */
export interface API {
  /** App tells what the page needs before it shows anything. It answers also when Postroom can't start, with a Problem. */
  App(): Promise<App>;
  /** Events are those that came after the one with the number, as far as they are remembered: for a page that was loaded anew. */
  Events(after: number): Promise<Event[]>;
  /** Cancel stops a long work: select, validate, verify, move. */
  Cancel(task: string): Promise<void>;
  /** Copy puts a text on the clipboard. */
  Copy(text: string): Promise<void>;
  /** StartDemo ends this process and starts the demonstration. */
  StartDemo(): Promise<void>;
  /** Connect begins the sign-in of a person whose mailbox is added: kind is work or personal; with code they enter a code elsewhere, else the browser is opened. It returns at once and ends one that is under way; connect events tell how it goes on. */
  Connect(kind: string, code: boolean): Promise<void>;
  /** Reauthenticate begins the sign-in of the same person once more. */
  Reauthenticate(account: string, code: boolean): Promise<void>;
  /** CancelConnect ends the sign-in that is under way, if there is one. */
  CancelConnect(): Promise<void>;
  /** ConnectState is the sign-in that is under way. */
  ConnectState(): Promise<Connection>;
  /** OpenConnectPage shows the page of the sign-in that is under way once more. */
  OpenConnectPage(): Promise<void>;
  /** Accounts lists the accounts with their mailboxes, oldest first. */
  Accounts(): Promise<Account[]>;
  /** Disconnect ends an account's connection. With forget its state goes, too; what it filed stays. */
  Disconnect(account: string, forget: boolean): Promise<void>;
  /** Validate tests every link of the chain of an account, or of all if it is empty. Each result comes as a check event, too. */
  Validate(account: string): Promise<Check[]>;
  /** Permissions tells what an account has granted, and what for. */
  Permissions(account: string): Promise<Permissions>;
  /** Registration tells an administrator step by step how to register the app in Entra. */
  Registration(): Promise<Registration>;
  /** SetRegistration takes the client id and, if it is not empty, the tenant of the app registration. */
  SetRegistration(clientID: string, tenant: string): Promise<void>;
  /** Documents finds filed mails and gives a page of them. */
  Documents(q: Query): Promise<DocumentPage>;
  /** DocumentFilters are the mailboxes and folders that a query can name. */
  DocumentFilters(): Promise<Filters>;
  /** Document is a filed mail to look at. */
  Document(id: string): Promise<Preview>;
  /** Proof holds a document's files against the register, now. */
  Proof(id: string): Promise<Proof>;
  /** OpenFile opens one of a document's files, the mail or an attachment, by its path. Programs are refused. */
  OpenFile(id: string, path: string): Promise<void>;
  /** ShowFile shows one of a document's files in the file manager. */
  ShowFile(id: string, path: string): Promise<void>;
  /** SaveCopy asks where to and saves a copy of one of a document's files; it gives the place, empty if the person cancelled. */
  SaveCopy(id: string, path: string): Promise<string>;
  /** OpenLink opens a link of a mail in the browser or mail program; the page has asked the person. */
  OpenLink(address: string): Promise<void>;
  /** Overview is how everything stands. It comes as an overview event, too, whenever it changes. */
  Overview(): Promise<Overview>;
  /** SyncNow looks at all mailboxes at once, and tries again what waits for the archive folder. */
  SyncNow(): Promise<void>;
  /** Pause stops filing: for "1h", until "tomorrow", or "" until it is resumed. */
  Pause(until: string): Promise<void>;
  /** Resume ends a pause. */
  Resume(): Promise<void>;
  /** Failures lists what could not be done. */
  Failures(): Promise<Failure[]>;
  /** Retry tries failed mails again now: those with the ids, or all if there are none. It tells how many there are. */
  Retry(ids: string[]): Promise<number>;
  /** Folders is a mailbox's folder tree: as it was read last or, when live is set or it was not read yet, from the mailbox. */
  Folders(mailbox: string, live: boolean): Promise<FolderTree>;
  /** Estimate says what ticking the folders with these ids will leave untouched. */
  Estimate(mailbox: string, folders: string[]): Promise<Estimate>;
  /** Select ticks and unticks folders. It returns when the baseline of all is taken; baseline events tell how far it is. */
  Select(mailbox: string, change: Selection): Promise<Selected>;
  /** Settings are the person's settings, and what the policy decides. */
  Settings(): Promise<Settings>;
  /** SetSetting changes a setting; the value is in words: "true", "60", "nl". */
  SetSetting(name: string, value: string): Promise<void>;
  /** ChooseFolder asks for a folder; empty: the person cancelled. */
  ChooseFolder(): Promise<string>;
  /** CheckDestination tells whether documents could be moved to a folder, with its room and what would move. */
  CheckDestination(path: string): Promise<Place>;
  /** MoveDestination moves all documents to a folder and files there from then on. Everything is copied and read back before anything changes; with keep the old copies stay. Progress events of the task move count files. */
  MoveDestination(path: string, keep: boolean): Promise<Moved>;
  /** ShowDestination shows the archive folder in the file manager. */
  ShowDestination(): Promise<void>;
  /** Verify holds the whole register against the documents. Progress events of the task verify count files. */
  Verify(): Promise<Verification>;
  /** DiagnosticsPreview is what a report for support would hold, without secrets, subjects and addresses. */
  DiagnosticsPreview(): Promise<Diagnostics>;
  /** SaveDiagnostics asks where to and writes the report; it gives the place, empty if the person cancelled. */
  SaveDiagnostics(): Promise<string>;
  /** Licences are those of all that others wrote. */
  Licences(): Promise<Licence[]>;
}
