// The shapes of the Go package app/face, and the words among them that the page decides by.
export type * from "./face";

export type Language = "en" | "nl" | "fr" | "de";

/** The kinds of account that a person can connect. */
export type AccountKind = "work" | "personal";
