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
  room: LazyExoticComponent<ComponentType>;
  /** How many things in it need the person. */
  badge?: (overview: Overview) => number;
}

const overview: Room = {
  id: "overview",
  name: "shell:room.overview",
  icon: HomeRegular,
  iconHere: HomeFilled,
  room: lazy(() => import("../rooms/overview/OverviewRoom")),
  badge: (o) => o.needs.length,
};

const mailboxes: Room = {
  id: "mailboxes",
  name: "shell:room.mailboxes",
  icon: MailInboxRegular,
  iconHere: MailInboxFilled,
  room: lazy(() => import("../rooms/mailboxes/MailboxesRoom")),
};

const documents: Room = {
  id: "documents",
  name: "shell:room.documents",
  icon: DocumentSearchRegular,
  iconHere: DocumentSearchFilled,
  room: lazy(() => import("../rooms/documents/DocumentsRoom")),
};

const settings: Room = {
  id: "settings",
  name: "shell:room.settings",
  icon: SettingsRegular,
  iconHere: SettingsFilled,
  room: lazy(() => import("../rooms/settings/SettingsRoom")),
};

/** The rooms in the order of the navigation. The first is where the app opens. */
export const rooms: [Room, ...Room[]] = [overview, mailboxes, documents, settings];
