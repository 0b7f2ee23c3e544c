// A person makes a list, stars a market, orders rows by dragging, by keyboard and by buttons, and shows the list to somebody
// who has no account by a link that ends. Things are found by their roles and names, as a screen reader finds them.
import assert from 'node:assert/strict';

import {
  expected,
  lastLook,
  launch,
  logIn,
  looksRight,
  nothingWasWrong,
  open,
  PHONE,
  squeeze,
  WIDE,
} from './pages.mjs';
import { run, step, task, until } from './steps.mjs';

const LIST = 'Favourites';
const HANDLE = /^Move (\S+), \d+ of \d+$/;

const list = (page, name = LIST) => page.getByRole('list', { name, exact: true });
const handle = (page, market) =>
  list(page).getByRole('button', { name: new RegExp(`^Move ${market}, `) });
const which = (page) => page.getByRole('combobox', { name: 'What is listed' });

/** The markets of the list from top to bottom. */
const rows = (page) =>
  list(page)
    .getByRole('button', { name: HANDLE })
    .evaluateAll((handles) =>
      handles.map((one) => one.getAttribute('aria-label').replace(/^Move (\S+), .*/, '$1')),
    );

let token = null;

/** The rows as the server keeps them, whatever this page shows. */
async function kept(page) {
  if (token === null) {
    const data = { email: task.email, password: task.password };
    const answer = await page.request.post(`${task.origin}/v1/auth/login`, { data });
    token = (await answer.json()).data.access_token;
  }
  const answer = await page.request.get(`${task.origin}/v1/watchlists`, {
    headers: { Authorization: `Bearer ${token}` },
  });
  const lists = (await answer.json()).data;
  const found = lists.find((one) => one.name === LIST);
  return found.instruments.map(({ instrument }) => instrument.replace('-', '/'));
}

async function areKept(page, wanted) {
  assert.deepEqual(await rows(page), wanted);
  await until(`the server to keep ${wanted}`, async () => `${await kept(page)}` === `${wanted}`);
}

async function drag(page, from, to) {
  const start = await handle(page, from).boundingBox();
  const end = await handle(page, to).boundingBox();
  const middle = (box) => [box.x + box.width / 2, box.y + box.height / 2];
  await page.mouse.move(...middle(start));
  await page.mouse.down();
  await page.mouse.move(start.x + 8, start.y + 8, { steps: 4 });
  await page.mouse.move(end.x + end.width / 2, end.y + end.height / 4, { steps: 12 });
  await until(`${from} to be over the place of ${to}`, async () => (await rows(page))[0] === from);
  await page.mouse.up();
}

await run(async () => {
  const browser = await launch();
  const page = await open(browser, WIDE, 'dark', '/#/binance/BTC-USDT');
  await logIn(page);

  await step('a newcomer begins with popular markets', async () => {
    await page.getByRole('button', { name: 'Begin with popular markets' }).click();
    await page.getByRole('button', { name: 'Make the list' }).click();
    await list(page).waitFor();
    assert.ok((await rows(page)).length >= 3, 'a list with something in it');
    assert.equal((await rows(page))[0], 'BTC/USDT');
  });

  await step('the star takes the market in view from the list, and puts it back at the end', async () => {
    const star = page.getByRole('button', { name: `Watch BTC/USDT in ${LIST}` });
    await star.focus();
    assert.equal(await star.getAttribute('aria-pressed'), 'true');
    await page.keyboard.press('Enter');
    await until('the row to leave', async () => !(await rows(page)).includes('BTC/USDT'));
    await until('the star to be free again', () => star.isEnabled());
    await star.click();
    await until('the row to be last', async () => (await rows(page)).at(-1) === 'BTC/USDT');
  });

  const first = await rows(page);

  await step('a row is dragged to the top, and is there after a reload', async () => {
    await drag(page, 'BTC/USDT', first[0]);
    const wanted = ['BTC/USDT', ...first.slice(0, -1)];
    await areKept(page, wanted);
    await page.reload();
    await list(page).waitFor();
    assert.deepEqual(await rows(page), wanted);
  });

  await step('the arrow keys move a row, which keeps the focus and says where it is', async () => {
    const before = await rows(page);
    await handle(page, 'BTC/USDT').focus();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowDown');
    await page.getByText(`BTC/USDT is now 3 of ${before.length}.`).waitFor();
    const focused = await page.evaluate(() => document.activeElement.getAttribute('aria-label'));
    assert.equal(focused, `Move BTC/USDT, 3 of ${before.length}`);
    await areKept(page, [before[1], before[2], 'BTC/USDT', ...before.slice(3)]);
    await page.keyboard.press('Home');
    await areKept(page, before);
  });

  await step('rows have live prices, and never move by themselves', async () => {
    const before = await rows(page);
    const figures = () => list(page).innerText().then(squeeze);
    const shown = await figures();
    await until('a price to change', async () => (await figures()) !== shown);
    assert.deepEqual(await rows(page), before);
  });

  await step('dark and light: nothing for axe, with rows and while they are edited', async () => {
    await looksRight(page, 'watchlist-dark-1440');
    await page.getByRole('button', { name: `Edit ${LIST}` }).click();
    await page.getByRole('button', { name: 'Switch to the light theme' }).click();
    await looksRight(page, 'watchlist-edit-light-1440');
  });

  await step('buttons move rows too, for whoever can do neither', async () => {
    const before = await rows(page);
    await page.getByRole('button', { name: `Move ${before[1]} up` }).click();
    await areKept(page, [before[1], before[0], ...before.slice(2)]);
    await page.getByRole('button', { name: `Edit ${LIST}` }).click();
  });

  const link = await step('a link is made, and shown once', async () => {
    await page.getByRole('button', { name: `Share ${LIST}` }).click();
    await page.getByRole('button', { name: 'Make a link' }).click();
    const dialog = page.getByRole('dialog', { name: `Share ${LIST}` });
    const made = await dialog.getByText(/\/shared\/watchlists\//).innerText();
    await page.getByRole('button', { name: 'Close' }).click();
    await page.getByRole('button', { name: `Share ${LIST}` }).click();
    await dialog.getByText(/Shared since/).waitFor();
    assert.equal(await dialog.getByText(/\/shared\/watchlists\//).count(), 0);
    return new URL(made).pathname;
  });

  const phone = await step('whoever has the link sees names and live prices without logging in', async () => {
    const guest = await open(browser, PHONE, 'light', link);
    const prices = guest.getByRole('table', { name: LIST });
    await prices.waitFor();
    const names = await prices.getByRole('rowheader').allInnerTexts();
    assert.deepEqual(names.map((name) => name.split('\n')[0].trim()), await rows(page));
    const shown = squeeze(await prices.innerText());
    await until('a price to change', async () => squeeze(await prices.innerText()) !== shown);
    assert.ok(!(await guest.content()).includes(task.email), 'nothing of the person');
    assert.equal(await guest.evaluate(() => localStorage.getItem('k2.session')), null);
    await looksRight(guest, 'shared-light-390');
    return guest;
  });

  await step('the link ends', async () => {
    await page.getByRole('button', { name: 'End the link' }).click();
    await page.getByRole('button', { name: 'Make a link' }).waitFor();
    expected.away = true; // The browser itself reports the 404 on its console.
    await phone.reload();
    await phone.getByText('This link leads nowhere').waitFor();
    await phone.context().close();
    await page.getByRole('button', { name: 'Close' }).click();
  });
  expected.away = false;

  await step('a phone has the list in the sheet of markets', async () => {
    const hand = await open(browser, PHONE, 'dark', '/#/binance/ETH-USDT');
    await logIn(hand);
    await hand.getByRole('button', { name: /Choose a market/ }).click();
    await which(hand).selectOption({ label: LIST });
    await list(hand).waitFor();
    assert.deepEqual(await rows(hand), await rows(page));
    await looksRight(hand, 'watchlist-dark-390');
    await hand.context().close();
  });

  await step('the list is deleted, and all markets are there', async () => {
    await page.getByRole('button', { name: `Edit ${LIST}` }).click();
    const remove = page.getByRole('button', { name: new RegExp(`Delete ${LIST}`) });
    await remove.click();
    await remove.click();
    await page.getByRole('searchbox', { name: 'Find a market' }).waitFor();
    await page.getByRole('button', { name: 'Begin with popular markets' }).waitFor();
  });

  await browser.close();
  nothingWasWrong();
}, lastLook);
