import { useMemo } from "react";
import { useTranslation } from "react-i18next";

/** localeOf widens a language to the person's own region where the system names one: nl becomes nl-BE in Antwerp. */
function localeOf(language: string, preferred: readonly string[]): string {
  const own = preferred.find((tag) => tag.toLowerCase().split("-")[0] === language && tag.includes("-"));
  return own ?? (language === "en" ? "en-GB" : language);
}

const dayOf = (date: Date): number => new Date(date.getFullYear(), date.getMonth(), date.getDate()).getTime();
const dayLength = 24 * 60 * 60 * 1000;

export interface Format {
  /** 12,431 */
  number(value: number): string;
  /** 148 MB */
  size(bytes: number): string;
  /** 09:41 */
  clock(time: string | Date): string;
  /** 3 March 2026 */
  date(time: string | Date): string;
  /** 22/11/2026, 09:41: for a proof */
  exact(time: string | Date): string;
  /** Fri, of a date without a time */
  weekday(date: string): string;
  /** 09:41 today, "yesterday 09:41", "Friday 16:10" within a week, the date after that. In the future: 09:55, "tomorrow 09:00". */
  fresh(time: string | Date, now?: Date): string;
  /** As short as a column wants it: 09:41 today, "yesterday", 20 Nov, 03/03/2025 in other years. */
  brief(time: string | Date, now?: Date): string;
  /** The same of a day such as 2026-03-03, which has no time: "today". */
  briefDay(day: string): string;
  /** 14:31 of a number of seconds */
  countdown(seconds: number): string;
  /** 640 ms, 1.4 s */
  duration(milliseconds: number): string;
  /** "a, b and c" */
  list(items: string[]): string;
  /** € 1.240,00 of a decimal number with a point; what is none, or has no currency, as it is. */
  amount(value: string, currency: string): string;
  /** 3 March 2026 of 2026-03-03 */
  day(day: string): string;
  /** 90 % */
  percent(value: number): string;
}

/** formatFor gives dates, numbers and sizes as a locale writes them. */
export function formatFor(locale: string): Format {
  const numbers = new Intl.NumberFormat(locale);
  const clock = new Intl.DateTimeFormat(locale, { hour: "2-digit", minute: "2-digit" });
  const date = new Intl.DateTimeFormat(locale, { day: "numeric", month: "long", year: "numeric" });
  const exact = new Intl.DateTimeFormat(locale, { dateStyle: "short", timeStyle: "short" });
  const dayMonth = new Intl.DateTimeFormat(locale, { day: "numeric", month: "short" });
  const plainDay = new Intl.DateTimeFormat(locale, { day: "2-digit", month: "2-digit", year: "numeric" });
  const weekday = new Intl.DateTimeFormat(locale, { weekday: "short" });
  const longDay = new Intl.DateTimeFormat(locale, { weekday: "long" });
  const relative = new Intl.RelativeTimeFormat(locale, { numeric: "auto" });
  const percents = new Intl.NumberFormat(locale, { style: "percent", maximumFractionDigits: 2 });
  const lists = new Intl.ListFormat(locale, { type: "conjunction" });
  const at = (time: string | Date): Date => (typeof time === "string" ? new Date(time) : time);
  const unit = (value: number, name: string, digits: number): string =>
    new Intl.NumberFormat(locale, { style: "unit", unit: name, unitDisplay: name === "byte" ? "long" : "short", maximumFractionDigits: digits }).format(value);
  const brief = (moment: Date, now: Date, today: (moment: Date) => string): string => {
    const days = Math.round((dayOf(moment) - dayOf(now)) / dayLength);
    if (days === 0) return today(moment);
    if (days === -1) return relative.format(days, "day");
    return moment.getFullYear() === now.getFullYear() ? dayMonth.format(moment) : plainDay.format(moment);
  };
  return {
    number: (value) => numbers.format(value),
    size(bytes) {
      const units = ["byte", "kilobyte", "megabyte", "gigabyte", "terabyte"];
      let value = bytes;
      let step = 0;
      while (value >= 1000 && step < units.length - 1) {
        value /= 1000;
        step++;
      }
      return unit(value, units[step] ?? "byte", step > 0 && value < 10 ? 1 : 0);
    },
    clock: (time) => clock.format(at(time)),
    date: (time) => date.format(at(time)),
    exact: (time) => exact.format(at(time)),
    weekday: (day) => weekday.format(new Date(`${day}T12:00:00`)),
    fresh(time, now = new Date()) {
      const moment = at(time);
      const days = Math.round((dayOf(moment) - dayOf(now)) / dayLength);
      if (days === 0) return clock.format(moment);
      if (days === -1 || days === 1) return `${relative.format(days, "day")} ${clock.format(moment)}`;
      if (days > -7 && days < 7) return `${longDay.format(moment)} ${clock.format(moment)}`;
      return date.format(moment);
    },
    brief: (time, now = new Date()) => brief(at(time), now, (moment) => clock.format(moment)),
    briefDay: (day) => brief(new Date(`${day}T12:00:00`), new Date(), () => relative.format(0, "day")),
    countdown(seconds) {
      const left = Math.max(0, Math.round(seconds));
      return `${Math.floor(left / 60)}:${String(left % 60).padStart(2, "0")}`;
    },
    duration: (milliseconds) =>
      milliseconds < 1000 ? unit(Math.round(milliseconds), "millisecond", 0) : unit(milliseconds / 1000, "second", 1),
    list: (items) => lists.format(items),
    amount(value, currency) {
      if (!/^[+-]?\d+(\.\d+)?$/.test(value)) return [currency, value].filter(Boolean).join(" ");
      const digits = Math.max(2, (value.split(".")[1] ?? "").replace(/0+$/, "").length);
      const known = /^[A-Z]{3}$/.test(currency);
      const money = new Intl.NumberFormat(locale, known ? { style: "currency", currency, maximumFractionDigits: digits } : { minimumFractionDigits: 2, maximumFractionDigits: digits });
      const said = money.format(value as `${number}`);
      return known || !currency ? said : `${said} ${currency}`;
    },
    day: (day) => date.format(new Date(`${day}T12:00:00`)),
    percent: (value) => percents.format(value / 100),
  };
}

/** useFormat gives the format of the language that is shown. */
export function useFormat(): Format {
  const { i18n } = useTranslation();
  const language = i18n.language;
  return useMemo(() => formatFor(localeOf(language, navigator.languages)), [language]);
}
