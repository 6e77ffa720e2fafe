// The page's own texts, so that a test finds a button by what it says and breaks
// when it says something else than it should.
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const locales = join(dirname(fileURLToPath(import.meta.url)), '..', '..', 'frontend', 'src', 'locales');

// speaker gives the t of a language: t('mailboxes:save.more', { count: 2 }).
export function speaker(language) {
  const rooms = Object.fromEntries(readdirSync(join(locales, language)).map((file) => [file.slice(0, -'.json'.length), JSON.parse(readFileSync(join(locales, language, file), 'utf8'))]));
  const find = (room, key) => key.split('.').reduce((at, part) => at?.[part], rooms[room]);
  return (key, values = {}) => {
    const [room, path] = key.split(':');
    const forms = 'count' in values ? [`${path}_${new Intl.PluralRules(language).select(values.count)}`, `${path}_other`, path] : [path];
    const text = forms.map((form) => find(room, form)).find((form) => typeof form === 'string');
    if (text === undefined) throw new Error(`no text ${key} in ${language}`);
    return text.replace(/\{\{(\w+)(, number)?\}\}/g, (_, name, number) => (number ? new Intl.NumberFormat(language).format(values[name]) : String(values[name])));
  };
}
