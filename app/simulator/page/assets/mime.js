// Writes a small mail as it travels (RFC 5322, MIME).

const utf8 = new TextEncoder();

function base64(data) {
  let binary = '';
  for (let i = 0; i < data.length; i += 0x8000) binary += String.fromCharCode(...data.subarray(i, i + 0x8000));
  return btoa(binary);
}

const lines = (encoded) => encoded.replace(/.{76}/g, '$&\r\n');
const plain = (words) => /^[\x20-\x7e]*$/.test(words);
const oneLine = (words) => words.replace(/[\r\n]+/g, ' ').trim();

// encoded writes a header's words; what is not ASCII in words of at most 75 characters, none cutting a letter (RFC 2047).
function encoded(words) {
  if (plain(words) && !words.includes('=?')) return words;
  const chunks = [''];
  for (const letter of words) {
    if (utf8.encode(chunks.at(-1) + letter).length > 42) chunks.push('');
    chunks[chunks.length - 1] += letter;
  }
  return chunks.map((c) => `=?utf-8?B?${base64(utf8.encode(c))}?=`).join('\r\n ');
}

// address writes "Name <address>" or an address alone; undefined when it is neither.
export function address(words) {
  const [, name = '', at] = /^(?:(.*?)\s*<)?\s*([^\s<>@,;"]+@[^\s<>@,;"]+?)\s*>?$/.exec(oneLine(words)) ?? [];
  if (!at) return undefined;
  const bare = name.replace(/^"|"$/g, '').trim();
  if (!bare) return at;
  if (!plain(bare)) return `${encoded(bare)} <${at}>`;
  return `"${bare.replace(/[\\"]/g, '\\$&')}" <${at}>`;
}

function fileName(name) {
  const ascii = name.replace(/[^\x20-\x7e]|["\\%]/g, '_');
  if (ascii === name) return `filename="${name}"`;
  const percent = encodeURIComponent(name).replace(/['()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`);
  return `filename="${ascii}";\r\n filename*=UTF-8''${percent}`;
}

function textPart(words) {
  const body = words.replace(/\r\n|\r|\n/g, '\r\n');
  return `Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n${lines(base64(utf8.encode(body)))}\r\n`;
}

// compose makes the mail; attachments are { name, type, data: Uint8Array }. The bytes it gives are its parts, in order.
export function compose({ from, to, subject, words, attachments = [], date = new Date(), id = crypto.randomUUID() }) {
  const head = [
    `From: ${address(from)}`, `To: ${address(to)}`, ...(subject ? [`Subject: ${encoded(oneLine(subject))}`] : []),
    `Date: ${date.toUTCString().replace('GMT', '+0000')}`, `Message-ID: <${id}@simulator.example>`, 'MIME-Version: 1.0',
  ].join('\r\n');
  if (!attachments.length) return new Blob([`${head}\r\n`, textPart(words)]);
  const edge = `part-${id}`;
  const parts = attachments.flatMap(({ name, type, data }) => [
    `--${edge}\r\nContent-Type: ${/^[\w.+-]+\/[\w.+-]+$/.test(type) ? type : 'application/octet-stream'}\r\n`
    + `Content-Disposition: attachment; ${fileName(oneLine(name))}\r\nContent-Transfer-Encoding: base64\r\n\r\n`,
    lines(base64(data)), '\r\n',
  ]);
  return new Blob([`${head}\r\nContent-Type: multipart/mixed; boundary="${edge}"\r\n\r\n--${edge}\r\n`, textPart(words), ...parts, `--${edge}--\r\n`]);
}
