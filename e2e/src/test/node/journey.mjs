// A person logs in, watches, trades, loses the connection and gets it back. Things are found by
// their roles and names, as a screen reader finds them.
import assert from 'node:assert/strict';

import {
  expected,
  lastLook,
  launch,
  logIn as enter,
  looksRight,
  nothingWasWrong,
  open as openAt,
  PHONE,
  squeeze,
  watch,
  WIDE,
} from './pages.mjs';
import { ask, run, step, task, until } from './steps.mjs';

const PAIR = 'BTC/USDT';
const INSTRUMENT = 'BTC-USDT';
const EXCHANGES = { binance: 'Binance Spot', bybit: 'Bybit', okx: 'OKX' };

const open = (browser, viewport, colorScheme) =>
  openAt(browser, viewport, colorScheme, `/#/${INSTRUMENT}`);

async function logIn(page) {
  await enter(page);
  await head(page).waitFor();
}

const head = (page) => page.getByRole('region', { name: PAIR });
const ticket = (page) => page.getByRole('form', { name: 'Order' });
const orders = (page) => page.getByRole('region', { name: 'Orders and fills' });
const asks = (page) => page.getByRole('group', { name: /^Asks/ });
const bids = (page) => page.getByRole('group', { name: /^Bids/ });

async function price(page) {
  const text = squeeze(await head(page).innerText());
  const found = /Last price ([\d,]+\.\d+)/.exec(text);
  return found === null ? null : found[1].replaceAll(',', '');
}

/** The trading screen with a market, by its address. */
async function goTo(page, exchange, instrument, name) {
  await page.evaluate((address) => {
    location.hash = address;
  }, `#/${exchange}/${instrument}`);
  await until(`${name} of ${exchange}`, async () => {
    const region = page.getByRole('region', { name, exact: true });
    const where = (await region.count()) === 1 ? await region.innerText() : '';
    return where.includes(EXCHANGES[exchange]);
  });
}

/** Presses the ticket's button, however often: one wish is one order, and shows up as one. */
async function pressedInto(page, order) {
  if ((await order.count()) === 0) {
    const button = ticket(page).getByRole('button', { name: /^(Buy BTC|Ask again)$/ });
    if (await button.isEnabled()) {
      await button.click();
    }
    await order.waitFor({ timeout: 1_000 }).catch(() => undefined);
  }
  return (await order.count()) === 1;
}

/** Presses Tab until what is focused fits, as somebody without a pointer does. */
async function tabTo(page, what, fits) {
  for (let pressed = 0; pressed < 250; pressed += 1) {
    if (await page.evaluate(fits)) {
      return;
    }
    await page.keyboard.press('Tab');
  }
  throw new Error(`Tab does not lead to ${what}`);
}

/** Reads until it reads differently. */
async function changes(what, read) {
  const first = await until(`${what} to be there`, read);
  await until(`${what} to change from ${first}`, async () => {
    const next = await read();
    return next !== null && next !== first;
  });
}

async function show(page, name) {
  await orders(page).getByRole('tab', { name }).click();
  return orders(page).getByRole('tabpanel');
}

async function choose(page, side, type) {
  await ticket(page).getByRole('radio', { name: side, exact: true }).check();
  if (['Limit', 'Market'].includes(type)) {
    await ticket(page).getByRole('radio', { name: type, exact: true }).check();
  } else {
    await ticket(page).getByRole('combobox', { name: 'Stop' }).selectOption({ label: type });
  }
}

async function fill(page, label, value) {
  await ticket(page).getByLabel(label, { exact: true }).fill(value);
}

async function send(page, side) {
  await ticket(page).getByRole('button', { name: `${side} BTC`, exact: true }).click();
}

async function free(page, currency) {
  const row = page.getByRole('region', { name: 'Balances' }).getByRole('row', { name: new RegExp(`^${currency} `) });
  const text = squeeze(await row.getByRole('cell').first().innerText());
  return /^[\d,.]+/.exec(text)[0].replaceAll(',', '');
}

/** What lies over the screen when it is asked for. */
async function overlays(page, scheme) {
  await page.keyboard.press('Control+k');
  await page.getByRole('combobox', { name: /A market, an event/ }).fill('limit');
  await page.getByRole('listbox').getByRole('option', { name: /Risk/ }).waitFor();
  await looksRight(page, `palette-${scheme}-1440`);
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: /^Connections/ }).click();
  await page.getByRole('table').getByRole('row', { name: /OKX live/ }).waitFor();
  await looksRight(page, `connections-${scheme}-1440`);
  await page.keyboard.press('Escape');
}

async function api(page, path) {
  const token = await page.request
    .post(`${task.origin}/v1/auth/login`, { data: { email: task.email, password: task.password } })
    .then((answer) => answer.json());
  const answer = await page.request.get(task.origin + path, {
    headers: { Authorization: `Bearer ${token.data.access_token}` },
  });
  return (await answer.json()).data;
}

await run(async () => {
  const browser = await launch();
  const page = await open(browser, WIDE, 'dark');

  await step('the page says that it is a simulation, and wants a log-in', async () => {
    await page.getByRole('heading', { name: 'Log in' }).waitFor();
    await page.getByText('Simulated exchanges, no real money').waitFor();
    await looksRight(page, 'login-dark-1440');
  });

  await step('a wrong password is explained', async () => {
    expected.away = true; // The browser itself reports the 401 on its console.
    await page.getByLabel('Email').fill(task.email);
    await page.getByLabel('Password').fill('certainly not this one');
    await page.getByRole('button', { name: 'Log in', exact: true }).click();
    await page.getByText('Email or password is wrong.').waitFor();
    expected.away = false;
  });

  await step('logs in', () => logIn(page));

  await step('the first usable screen of somebody who comes back with an empty cache', async () => {
    const context = await browser.newContext({ viewport: WIDE, colorScheme: 'dark' });
    await context.request.post(`${task.origin}/v1/auth/login`, {
      data: { email: task.email, password: task.password },
      headers: { 'X-K2-Session': 'cookie' },
    });
    await context.addInitScript(() => localStorage.setItem('k2.session', 'yes'));
    const fresh = await context.newPage();
    watch(fresh);
    await fresh.goto(`${task.origin}/#/binance/${INSTRUMENT}`, { waitUntil: 'commit' });
    const millis = await fresh
      .waitForFunction(() => {
        const last = document.querySelector('.head-price:not(.is-stale) .head-last');
        const send = document.querySelector('form.ticket button[type=submit]:enabled');
        return /\d/.test(last?.textContent ?? '') && send !== null ? performance.now() : null;
      })
      .then((found) => found.jsonValue());
    console.log(`   usable ${Math.round(millis)} ms after the navigation began`);
    await context.close();
  });

  await step('price, book, chart and trades live', async () => {
    await changes('the last price', () => price(page));
    await changes('the best ask', () => asks(page).getByRole('button').last().innerText());
    await changes('the best bid', () => bids(page).getByRole('button').first().innerText());
    const chart = page.getByRole('region', { name: 'Chart' });
    await chart.locator('canvas').first().waitFor();
    await chart.getByRole('radio', { name: 'Table' }).check();
    await until('a table of candles', async () => (await chart.getByRole('row').count()) > 10);
    await chart.getByRole('radio', { name: 'Chart' }).check();
    await chart.locator('canvas').first().waitFor();
    const tape = page.getByRole('region', { name: 'Trades' });
    await changes('the newest trade', () => tape.innerText().then(squeeze));
  });

  await step('a limit order rests, is shown and is cancelled', async () => {
    const low = (Number(await price(page)) * 0.95).toFixed(2);
    await choose(page, 'Buy', 'Limit');
    await fill(page, 'Price', low);
    await fill(page, 'Amount', '0.01');
    await until('the preview', async () => /Total\s[\d,]+/.test(squeeze(await ticket(page).innerText())));
    assert.match(squeeze(await ticket(page).innerText()), /Fee/);
    await send(page, 'Buy');
    const cancel = page.getByRole('button', { name: `Cancel: Buy 0.01 ${INSTRUMENT}` });
    await cancel.waitFor();
    await orders(page).getByRole('row').filter({ has: cancel }).getByRole('cell', { name: 'Open', exact: true }).waitFor();
    await page.screenshot({ path: `${task.pictures}/open-order-dark-1440.png` });
    await cancel.click();
    await cancel.waitFor({ state: 'detached' });
    const history = await show(page, 'Order history');
    await history.getByRole('row', { name: /0\.01 .*Cancelled/ }).first().waitFor();
  });

  await step('a market order fills, with its fill, and balances change', async () => {
    const before = await free(page, 'BTC');
    await choose(page, 'Buy', 'Market');
    await fill(page, 'Amount', '0.02');
    await send(page, 'Buy');
    const history = await show(page, 'Order history');
    await history.getByRole('row', { name: /0\.02 .*Filled/ }).first().waitFor();
    const fills = await show(page, 'Fills');
    await fills.getByRole('row', { name: new RegExp(`${INSTRUMENT} .*Buy`) }).first().waitFor();
    await until('the balance to grow', async () => Number(await free(page, 'BTC')) > Number(before));
    const grown = Number(await free(page, 'BTC')) - Number(before);
    assert.ok(grown > 0.0199 && grown < 0.02, `BTC grew by ${grown}`);
    await show(page, /Open orders/);
    await page.getByText('No open orders').waitFor();
  });

  for (const exchange of Object.keys(EXCHANGES)) {
    await step(`a limit order is placed, changed and cancelled at ${exchange}`, async () => {
      await goTo(page, exchange, INSTRUMENT, PAIR);
      await until('a price of it', () => price(page));
      const now = Number(await price(page));
      await choose(page, 'Buy', 'Limit');
      await fill(page, 'Price', String(Math.floor(now * 0.97)));
      await fill(page, 'Amount', '0.01');
      await send(page, 'Buy');
      const cancel = page.getByRole('button', { name: `Cancel: Buy 0.01 ${INSTRUMENT}` });
      await cancel.waitFor();
      const row = orders(page).getByRole('row').filter({ has: cancel });
      await row.getByText(EXCHANGES[exchange]).waitFor();
      const lower = Math.floor(now * 0.96);
      await row.getByRole('button', { name: /^Change: / }).click();
      const form = page.getByRole('form', { name: 'Change the order' });
      await form.getByLabel('Price', { exact: true }).fill(String(lower));
      await form.getByRole('button', { name: 'Change the order' }).click();
      await form.waitFor({ state: 'detached' });
      await row.filter({ hasText: lower.toLocaleString('en-US') }).waitFor();
      await cancel.click();
      await cancel.waitFor({ state: 'detached' });
    });
  }
  await goTo(page, 'binance', INSTRUMENT, PAIR);

  await step('an order may be left to the router, which says what it compared', async () => {
    await choose(page, 'Buy', 'Market');
    await ticket(page).getByLabel('Best price of all exchanges').check();
    await fill(page, 'Amount', '0.01');
    const compared = ticket(page).getByRole('table', { name: 'What the router compared' });
    await compared.getByRole('row', { name: /best/ }).waitFor();
    assert.ok((await compared.getByRole('row').count()) > 3, 'the router compared too few exchanges');
    await ticket(page).getByLabel('Best price of all exchanges').uncheck();
    await fill(page, 'Amount', '');
  });

  await step('the depth of the book is drawn, and told as a table', async () => {
    const chart = page.getByRole('region', { name: 'Chart' });
    await chart.getByRole('radio', { name: 'Depth' }).check();
    await chart.locator('svg path').first().waitFor();
    const table = chart.getByRole('table', { name: /Depth within/ });
    await changes('the depth', () => table.innerText().then(squeeze));
    await looksRight(page, 'depth-dark-1440');
    await chart.getByRole('radio', { name: 'Chart' }).check();
  });

  await step('the keyboard alone finds a market, sends an order and cancels it', async () => {
    await page.reload();
    await head(page).waitFor();
    await page.keyboard.press('Control+k');
    await page.getByRole('combobox', { name: /A market, an event/ }).waitFor();
    await page.keyboard.type('ETH-USDT');
    await page.getByRole('option', { name: /^ETH\/USDT / }).first().waitFor();
    await page.keyboard.press('Enter');
    await page.getByRole('region', { name: 'ETH/USDT' }).waitFor();
    const now = await until('a price', async () => {
      const title = await page.title();
      const shown = Number(title.split(' ')[0].replaceAll(',', ''));
      return title.includes('ETH/USDT') && shown > 0 ? shown : null;
    });
    await tabTo(page, 'the price', () => document.activeElement?.id === 'ticket-price');
    await page.keyboard.type(String(Math.floor(now * 0.97)));
    await tabTo(page, 'the amount', () => document.activeElement?.id === 'ticket-quantity');
    await page.keyboard.type('0.1');
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Cancel: Buy 0.1 ETH-USDT' }).waitFor();
    await tabTo(page, 'the button that cancels', () =>
      /^Cancel: Buy 0\.1 ETH-USDT$/.test(document.activeElement?.getAttribute('aria-label') ?? ''),
    );
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Cancel: Buy 0.1 ETH-USDT' }).waitFor({ state: 'detached' });
    const edge = page.getByRole('separator', { name: 'Width of the order ticket' });
    const before = Number(await edge.getAttribute('aria-valuenow'));
    await edge.focus();
    await page.keyboard.press('ArrowLeft');
    await until('the edge to move', async () => Number(await edge.getAttribute('aria-valuenow')) > before);
    await page.keyboard.press('Enter');
    await goTo(page, 'binance', INSTRUMENT, PAIR);
  });

  await step('yes is bought on an event, and held', async () => {
    await page.getByRole('link', { name: 'Events' }).click();
    // Weeks away, so that it is open at any hour of the day.
    await page.getByRole('link', { name: /Fed decision/ }).last().click();
    const priced = /^([2-9]|[1-8]\d|9[0-8])¢$/;
    const no = page.getByRole('button', { name: /No/ }).filter({ hasText: priced });
    const traded = page.getByRole('row').filter({ has: no });
    const yes = traded.getByRole('button', { name: /Yes/ }).filter({ hasText: priced });
    await yes.first().click();
    await ticket(page).getByRole('radio', { name: 'At once' }).check();
    await ticket(page).getByLabel('Contracts', { exact: true }).fill('5');
    await ticket(page).getByRole('button', { name: 'Buy Yes', exact: true }).click();
    const held = page.getByRole('region', { name: 'Event positions' });
    await held.getByRole('row', { name: / Yes 5 / }).first().waitFor();
    await looksRight(page, 'event-dark-1440');
    await page.getByRole('link', { name: 'Trade' }).click();
    await head(page).waitFor();
  });

  await step('an exchange that is lost greys its prices, and live ones come back', async () => {
    await changes('the last price', () => price(page));
    expected.away = true;
    await ask('lose binance');
    await head(page).getByText(/^stale /).waitFor();
    await page.getByRole('region', { name: 'Order book' }).getByText('Not live').waitFor();
    await ticket(page).getByText(/^The price is .* old/).waitFor();
    await page.screenshot({ path: `${task.pictures}/exchange-lost-dark-1440.png` });
    await ask('find binance');
    await head(page).getByText(/^stale /).waitFor({ state: 'detached', timeout: 60_000 });
    await page
      .getByRole('region', { name: 'Order book' })
      .getByText('Not live')
      .waitFor({ state: 'detached', timeout: 60_000 });
    await changes('the last price', () => price(page));
    await changes('the best bid', () => bids(page).getByRole('button').first().innerText());
    // Until K2 knows how the account's orders stand it takes no new one, and says so.
    await choose(page, 'Buy', 'Limit');
    await fill(page, 'Price', String(Math.floor(Number(await price(page)) * 0.97)));
    await fill(page, 'Amount', '0.01');
    const cancel = page.getByRole('button', { name: `Cancel: Buy 0.01 ${INSTRUMENT}` });
    await until('an order to be taken again', () => pressedInto(page, cancel), 60_000);
    expected.away = false;
    await cancel.click();
    await cancel.waitFor({ state: 'detached' });
  });

  await step('an order that cannot be is stopped in the ticket', async () => {
    await choose(page, 'Sell', 'Market');
    await fill(page, 'Amount', '2.5');
    await ticket(page).getByText(/your limit is [0-9]+ USD an order/).waitFor();
    await fill(page, 'Amount', '0.000001');
    await ticket(page).getByText(/multiple of|At least/).first().waitFor();
    await fill(page, 'Amount', '');
  });

  await step('stop orders are offered as each instrument has them', async () => {
    const instruments = await api(page, '/v1/instruments?limit=100');
    const own = instruments.find((one) => one.instrument === INSTRUMENT);
    const words = {
      stop: 'Stop',
      stop_limit: 'Stop limit',
      take_profit: 'Take profit',
      take_profit_limit: 'Take profit limit',
      trailing_stop: 'Trailing stop',
    };
    const wanted = own.order_types.filter((type) => type in words).map((type) => words[type]);
    if (own.order_types.includes('limit') && own.order_types.includes('market')) {
      wanted.push('OCO');
    }
    const list = ticket(page).getByRole('combobox', { name: 'Stop' });
    assert.equal(await list.count(), wanted.length > 0 ? 1 : 0);
    if (wanted.length === 0) {
      return;
    }
    const offered = await list.locator('option:not([hidden])').allInnerTexts();
    assert.deepEqual(offered.map(squeeze).toSorted(), wanted.toSorted());
    if (!own.order_types.includes('stop_limit')) {
      return;
    }
    const now = Number(await price(page));
    await choose(page, 'Sell', 'Stop limit');
    await fill(page, 'Trigger price', (now * 0.97).toFixed(2));
    await fill(page, 'Price', (now * 0.965).toFixed(2));
    await fill(page, 'Amount', '0.01');
    await send(page, 'Sell');
    const cancel = page.getByRole('button', { name: `Cancel: Sell 0.01 ${INSTRUMENT}` });
    await cancel.waitFor();
    await cancel.click();
    await cancel.waitFor({ state: 'detached' });
    await choose(page, 'Buy', 'Limit');
  });

  await step('a price in the book goes into the ticket', async () => {
    const row = bids(page).getByRole('button').nth(2);
    await row.hover();
    const shown = squeeze(await row.innerText()).split(' ')[0].replaceAll(',', '');
    await row.click();
    const taken = await ticket(page).getByLabel('Price', { exact: true }).inputValue();
    assert.equal(Number(taken), Number(shown));
    await page.mouse.move(5, 5);
  });

  await step('a reload stays logged in', async () => {
    await page.reload();
    await head(page).waitFor();
    await changes('the last price', () => price(page));
  });

  await step('a server that is gone is said at once, and its return is noticed', async () => {
    expected.away = true;
    await ask('stop');
    await page.getByText(/No connection to the server/).waitFor();
    await page.getByText('Offline, retrying').first().waitFor();
    await page.screenshot({ path: `${task.pictures}/offline-dark-1440.png` });
    await ask('start');
    await page.getByText(/No connection to the server/).waitFor({ state: 'hidden', timeout: 60_000 });
    await head(page).waitFor();
    expected.away = false;
    await changes('the last price', () => price(page));
    await changes('the best bid', () => bids(page).getByRole('button').first().innerText());
  });

  await step('dark and light, wide: nothing for axe, no sideways scroll', async () => {
    await page.getByRole('region', { name: 'Chart' }).locator('canvas').first().waitFor();
    await looksRight(page, 'trade-dark-1440');
    await overlays(page, 'dark');
    await page.getByRole('button', { name: 'Switch to the light theme' }).click();
    await looksRight(page, 'trade-light-1440');
    await overlays(page, 'light');
    for (const [name, address] of Object.entries({
      events: '#/events',
      links: '#/account/links',
      security: '#/account/security',
    })) {
      await page.evaluate((hash) => {
        location.hash = hash;
      }, address);
      await page.getByRole('heading', { level: 1 }).waitFor();
      await looksRight(page, `${name}-light-1440`);
    }
  });
  await page.context().close();

  for (const scheme of ['dark', 'light']) {
    await step(`a phone, ${scheme}: nothing for axe, no sideways scroll, buy and sell in reach`, async () => {
      const phone = await open(browser, PHONE, scheme);
      await phone.getByRole('heading', { name: 'Log in' }).waitFor();
      await looksRight(phone, `login-${scheme}-390`);
      await logIn(phone);
      await changes('the last price', () => price(phone));
      await phone.getByRole('region', { name: 'Chart' }).locator('canvas').first().waitFor();
      await looksRight(phone, `trade-${scheme}-390`);
      for (const side of ['Buy', 'Sell']) {
        const button = phone.getByRole('button', { name: side, exact: true }).last();
        const box = await button.boundingBox();
        assert.ok(box.y + box.height <= PHONE.height, `${side} is below the screen`);
      }
      await phone.getByRole('tab', { name: 'Order book' }).click();
      await changes('the best bid', () => bids(phone).getByRole('button').first().innerText());
      await looksRight(phone, `book-${scheme}-390`);
      await phone.getByRole('button', { name: 'Buy', exact: true }).last().click();
      await ticket(phone).waitFor();
      await phone.screenshot({ path: `${task.pictures}/ticket-${scheme}-390.png` });
      await phone.context().close();
    });
  }

  await step('the page light at the log-in, wide', async () => {
    const light = await open(browser, WIDE, 'light');
    await light.getByRole('heading', { name: 'Log in' }).waitFor();
    await looksRight(light, 'login-light-1440');
    await light.context().close();
  });

  await browser.close();
  nothingWasWrong();
}, lastLook);
