import type { FluentIcon } from "@fluentui/react-icons";
import {
  DocumentSearchFilled,
  DocumentSearchRegular,
  HomeFilled,
  HomeRegular,
  MailInboxFilled,
  MailInboxRegular,
  SettingsFilled,
  SettingsRegular,
} from "@fluentui/react-icons";
import { type ComponentType, lazy, type LazyExoticComponent } from "react";
import type { Overview } from "../backend/types";

/** A room of the app: one line in the navigation. */
export interface Room {
  id: string;
  /** Key of its name. */
  name: string;
  icon: FluentIcon;
  iconHere: FluentIcon;
  load: () => Promise<{ default: ComponentType }>;
  /** How many things in it need the person. */
  badge?: (overview: Overview) => number;
}

const overview: Room = {
  id: "overview",
  name: "shell:room.overview",
  icon: HomeRegular,
  iconHere: HomeFilled,
  load: () => import("../rooms/overview/OverviewRoom"),
  badge: (o) => o.needs.length,
};

const mailboxes: Room = {
  id: "mailboxes",
  name: "shell:room.mailboxes",
  icon: MailInboxRegular,
  iconHere: MailInboxFilled,
  load: () => import("../rooms/mailboxes/MailboxesRoom"),
};

const documents: Room = {
  id: "documents",
  name: "shell:room.documents",
  icon: DocumentSearchRegular,
  iconHere: DocumentSearchFilled,
  load: () => import("../rooms/documents/DocumentsRoom"),
};

const settings: Room = {
  id: "settings",
  name: "shell:room.settings",
  icon: SettingsRegular,
  iconHere: SettingsFilled,
  load: () => import("../rooms/settings/SettingsRoom"),
};

/** The rooms in the order of the navigation. The first is where the app opens. */
export const rooms: [Room, ...Room[]] = [overview, mailboxes, documents, settings];

/** What is shown of each room. It is loaded when the room is opened first, or in a quiet moment before. */
export const shown: ReadonlyMap<string, LazyExoticComponent<ComponentType>> = new Map(rooms.map((r) => [r.id, lazy(r.load)]));

/** loadAhead loads the rooms that the person has not opened yet, so that they open at once. */
export function loadAhead(): void {
  // A room that can't be loaded says so when it is opened.
  for (const room of rooms) room.load().catch(() => undefined);
}
