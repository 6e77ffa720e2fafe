// The person at Microsoft's sign-in page, and what they do again and again in
// the window.
import { patience } from './program.mjs';

// goThrough chooses the account and accepts, on whatever page Microsoft shows.
async function goThrough(tab, address) {
  const account = tab.locator(`button[data-address="${address}"]`);
  const consent = tab.locator('button[name=consent]');
  await account.or(consent).first().waitFor();
  if (await account.count() > 0) await account.click();
  // Who has agreed before is not asked again.
  await tab.locator('button[name=consent]').or(tab.locator('body:not(:has(form))')).first().waitFor({ timeout: patience });
  if (await consent.count() > 0) await consent.click();
  await tab.locator('body:not(:has(form))').waitFor();
}

// signIn plays the person in the browser that the program has opened.
export async function signIn(program, address) {
  const tab = await program.elsewhere();
  await tab.goto(await program.opened());
  await goThrough(tab, address);
  await tab.close();
}

// decline plays the person who does not accept what Microsoft asks.
export async function decline(program, address) {
  const tab = await program.elsewhere();
  await tab.goto(await program.opened());
  const account = tab.locator(`button[data-address="${address}"]`);
  await account.or(tab.locator('button[name=consent]')).first().waitFor();
  if (await account.count() > 0) await account.click();
  await tab.locator('button[name=consent]').waitFor();
  await tab.locator('button[name=cancel]').click();
  await tab.locator('body:not(:has(form))').waitFor();
  await tab.close();
}

// enterCode plays the person who enters a code at the page.
export async function enterCode(program, url, code, address) {
  const tab = await program.elsewhere();
  await tab.goto(url);
  await tab.locator('input[name=otc]').fill(code);
  await tab.locator('form button').first().click();
  await goThrough(tab, address);
  await tab.close();
}

export const button = (program, key, values) => program.page.getByRole('button', { name: program.t(key, values), exact: true });
export const room = (program, name) => program.page.getByRole('navigation').getByRole('button', { name: program.t(`shell:room.${name}`) });
export const menuItem = (program, key) => program.page.getByRole('menuitem', { name: program.t(key), exact: true });

// choose takes what a menu offers with a line of explanation.
export const choose = (program, key) => program.page.getByRole('menuitem', { name: program.t(key) }).click();

// told waits until the window says something in passing. It says it for seconds only: wait together with what causes it.
export const told = (program, text) => program.page.getByRole('region', { name: program.t('shell:notices') }).getByText(text).waitFor();

// connect goes from the first run to Overview, with the suggested folders ticked.
export async function connect(program, address) {
  await button(program, 'signin:first.connect').click();
  await signIn(program, address);
  await button(program, 'mailboxes:save.save').click();
  await program.page.getByRole('heading', { level: 1, name: program.t('shell:room.overview') }).waitFor();
}
