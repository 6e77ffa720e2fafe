// A person in front of a browser: reads the sign-in pages, picks an account,
// agrees to what is asked, and lets the browser go on to the app.

// attribute gives an attribute of an HTML tag, decoded.
function attribute(tag, name) {
  const found = new RegExp(`\\b${name}="([^"]*)"`).exec(tag);
  return found && decode(found[1]);
}

function decode(text) {
  const named = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };
  return text.replace(/&(?:#x([0-9a-f]+)|#(\d+)|(\w+));/gi, (all, hex, dec, name) => {
    if (hex) return String.fromCodePoint(parseInt(hex, 16));
    if (dec) return String.fromCodePoint(Number(dec));
    return named[name] ?? all;
  });
}

// form reads the page's form: where it goes to, its hidden fields, its buttons.
function form(html, page) {
  const open = /<form\b[^>]*>/i.exec(html);
  if (!open) return null;
  const tags = [...html.matchAll(/<(?:input|button)\b[^>]*>/gi)].map(([tag]) => tag);
  const named = (tag) => [attribute(tag, 'name'), attribute(tag, 'value') ?? ''];
  return {
    action: new URL(attribute(open[0], 'action'), page).href,
    fields: tags.filter((tag) => attribute(tag, 'type') === 'hidden').map(named),
    buttons: tags.filter((tag) => tag.startsWith('<button') && attribute(tag, 'name'))
      .map((tag) => ({ field: named(tag), address: attribute(tag, 'data-address') })),
  };
}

async function send(action, fields) {
  const answer = await fetch(action, { method: 'POST', body: new URLSearchParams(fields), redirect: 'follow' });
  return { html: await answer.text(), url: answer.url, status: answer.status };
}

// press is the button that the person wants: the account, then Accept.
function press(page, address, agree) {
  if (!agree) return page.buttons.find((b) => b.field[0] === 'cancel');
  return page.buttons.find((b) => b.address === address) ?? page.buttons.find((b) => b.field[0] === 'consent');
}

async function walk(at, address, agree) {
  const seen = [];
  for (let step = 0; step < 6; step += 1) {
    seen.push(at.html);
    const page = form(at.html, at.url);
    if (!page) return { ...at, seen };
    const button = press(page, address, agree);
    at = await send(page.action, button ? [...page.fields, button.field] : page.fields);
  }
  throw new Error(`the sign-in did not end; last page: ${at.html.slice(0, 2000)}`);
}

// signIn opens the address that an app gives the browser, and sees it through.
export async function signIn(url, address, { agree = true } = {}) {
  const answer = await fetch(url);
  return walk({ html: await answer.text(), url: answer.url, status: answer.status }, address, agree);
}

// enterCode opens the device page, enters the code and signs in.
export async function enterCode(uri, code, address, { agree = true } = {}) {
  const answer = await fetch(uri);
  const page = form(await answer.text(), answer.url);
  return walk(await send(page.action, [...page.fields, ['otc', code]]), address, agree);
}
