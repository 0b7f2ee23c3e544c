/**
 * Opens the page in headless Chromium, takes pictures of it dark and light, wide and narrow, runs axe on each,
 * and fails on an axe finding, an error on the console or a sideways scroll.
 *
 *   node dev/screens.mjs [--url http://localhost:8090] [--email E] [--password P] [--out DIR] [--only WORD]
 */
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { chromium } from 'playwright-core';

const { values: flags } = parseArgs({
  options: {
    url: { type: 'string', default: 'http://localhost:8090' },
    email: { type: 'string', default: 'demo@k2.local' },
    password: { type: 'string', default: 'a password of the fixture' },
    out: { type: 'string', default: join(tmpdir(), 'k2-screens') },
    only: { type: 'string', default: '' },
    browser: { type: 'string', default: '/usr/bin/chromium' },
  },
});
mkdirSync(flags.out, { recursive: true });
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const profile = mkdtempSync(join(tmpdir(), 'k2-chromium-'));
const findings = [];

const SIZES = { desktop: { width: 1440, height: 900 }, phone: { width: 390, height: 844 } };
const tab = (name) => (page) => page.getByRole('tab', { name }).click();

/** What is looked at: a name, the size, and what to do before the picture. */
const VIEWS = [
  { name: 'login', size: 'desktop', signedOut: true },
  { name: 'login', size: 'phone', signedOut: true },
  { name: 'trade', size: 'desktop' },
  { name: 'trade', size: 'phone' },
  {
    name: 'ticket',
    size: 'desktop',
    act: async (page) => {
      await page.getByRole('group', { name: /^Bids/ }).getByRole('button').nth(3).click();
      await page.getByRole('button', { name: 'Max' }).click();
      await page.mouse.move(5, 5);
      await page.waitForTimeout(900);
    },
  },
  {
    name: 'ticket',
    size: 'phone',
    act: async (page) => {
      await page.locator('.phone-bar').getByRole('button', { name: 'Sell' }).click();
      await page.getByRole('button', { name: '50%' }).click();
      await page.waitForTimeout(900);
    },
  },
  { name: 'book', size: 'phone', act: tab('Order book') },
  {
    name: 'markets',
    size: 'phone',
    act: (page) => page.getByRole('button', { name: /Choose a market/ }).click(),
  },
  ...['desktop', 'phone'].flatMap((size) => [
    { name: 'watchlist', size, act: (page) => openList(page, size) },
    {
      name: 'watchlist-edit',
      size,
      act: async (page) => {
        await openList(page, size);
        await page.getByRole('button', { name: /^Edit / }).click();
      },
    },
    {
      name: 'watchlist-share',
      size,
      act: async (page) => {
        await openList(page, size);
        await page.getByRole('button', { name: /^Share / }).click();
        await page.getByRole('button', { name: /^Make (a|another) link$/ }).click();
        await page.getByText('Shown once').waitFor();
      },
    },
  ]),
  { name: 'tape', size: 'phone', act: tab('Trades') },
  { name: 'history', size: 'phone', act: tab('Order history') },
  { name: 'history', size: 'desktop', act: tab('Order history') },
  { name: 'balances', size: 'phone', act: tab('Balances') },
  ...['desktop', 'phone'].flatMap((size) => [
    { name: 'positions', size, act: tab('Positions') },
    { name: 'fills', size, act: tab('Fills') },
    {
      name: 'risk',
      size,
      act: async (page) => {
        await page.getByRole('button', { name: 'Risk and kill switch' }).click();
        await page.getByRole('button', { name: 'Limit an account or instrument' }).click();
        await page.waitForTimeout(900);
      },
    },
  ]),
  {
    name: 'table',
    size: 'desktop',
    act: (page) =>
      page
        .locator('label')
        .filter({ hasText: /^Table$/ })
        .click(),
  },
  { name: 'keys', size: 'desktop', act: (page) => page.keyboard.press('?') },
  {
    name: 'futures',
    size: 'desktop',
    act: async (page) => {
      await page.getByRole('combobox', { name: 'Exchange' }).selectOption('binance-futures');
      await page.getByRole('button', { name: /^BTC\/USDT Perp/ }).click();
      await page.waitForTimeout(2_000);
    },
  },
  {
    name: 'futures',
    size: 'phone',
    act: async (page) => {
      await page.getByRole('button', { name: /Choose a market/ }).click();
      await page.getByRole('combobox', { name: 'Exchange' }).selectOption('binance-futures');
      await page.getByRole('button', { name: /^BTC\/USDT Perp/ }).click();
      await page.waitForTimeout(2_000);
    },
  },
  ...['desktop', 'phone'].flatMap((size) => [
    {
      name: 'links',
      size,
      act: async (page) => {
        await page.getByRole('button', { name: 'Account and settings' }).click();
        await page.getByRole('button', { name: 'Linked accounts' }).click();
        await page.waitForTimeout(900);
      },
    },
    {
      name: 'link',
      size,
      act: async (page) => {
        await page.getByRole('button', { name: 'Account and settings' }).click();
        await page.getByRole('button', { name: 'Linked accounts' }).click();
        await page.getByRole('button', { name: 'Link an account' }).click();
        await page.waitForTimeout(900);
      },
    },
    {
      name: 'connections',
      size,
      act: async (page) => {
        await page.getByRole('button', { name: /^Connections/ }).click();
        await page.waitForTimeout(900);
      },
    },
  ]),
  ...['desktop', 'phone'].flatMap((size) => [
    {
      name: 'events',
      size,
      act: async (page) => {
        await page.getByRole('link', { name: 'Events' }).click();
        await page.waitForTimeout(1_500);
      },
    },
    { name: 'event', size, act: (page) => openEvent(page) },
    {
      name: 'event-at-once',
      size,
      act: async (page) => {
        await openEvent(page);
        await page
          .locator('label')
          .filter({ hasText: /^At once$/ })
          .click();
        await page.locator('.contract-ticket').scrollIntoViewIfNeeded();
      },
    },
    {
      name: 'event-held',
      size,
      act: async (page) => {
        await openEvent(page);
        await page.getByRole('button', { name: 'Buy No', exact: true }).click();
        await page.waitForTimeout(3_000);
      },
    },
    {
      name: 'settled',
      size,
      act: async (page) => {
        await page.getByRole('link', { name: 'Events' }).click();
        await page
          .locator('label')
          .filter({ hasText: /^Settled$/ })
          .click();
        await page
          .locator('.event-card')
          .filter({ hasText: /Settled/ })
          .first()
          .click();
        await page.locator('.event-ended').waitFor();
        await page.locator('.event-positions tbody tr').first().waitFor();
      },
    },
  ]),
  ...['desktop', 'phone'].flatMap((size) => [
    { name: 'account-verify', size, signedOut: true, path: '/verify-email#token=new' },
    {
      name: 'account-verify-old',
      size,
      signedOut: true,
      path: '/verify-email#token=old',
      refused: true,
    },
    { name: 'account-reset', size, signedOut: true, path: '/reset-password#token=new' },
    {
      name: 'account-register',
      size,
      signedOut: true,
      act: async (page) => {
        await page.getByRole('button', { name: /Create an account/ }).click();
        await page.getByLabel('Email').fill('ada@example.com');
        await page.getByLabel('Password').fill('correct horse battery staple');
        await page.getByRole('button', { name: 'Create account' }).click();
        await page.getByRole('button', { name: 'Send it again' }).waitFor();
      },
    },
    {
      name: 'account-second-step',
      size,
      signedOut: true,
      act: async (page) => {
        await page.getByLabel('Email').fill('two-factor@example.com');
        await page.getByLabel('Password').fill('correct horse battery staple');
        await page.getByRole('button', { name: 'Log in', exact: true }).click();
        await page.getByLabel(/authenticator app/).waitFor();
      },
    },
    {
      name: 'account-ways',
      size,
      signedOut: true,
      act: async (page) => {
        await page.getByRole('button', { name: /Google/ }).waitFor();
      },
    },
    account('profile', size),
    account('settings', size),
    account('security', size),
    account('links', size),
    account('sessions', size),
    account('keys', size),
    account('activity', size),
    account('data', size, async (page) => {
      await page.getByRole('button', { name: 'Delete my account' }).click();
      await page.waitForTimeout(400);
    }),
    {
      ...account('security', size, async (page) => {
        await page.getByRole('button', { name: 'Set it up' }).click();
        await confirmed(page);
        await page.getByRole('img', { name: /QR code/ }).waitFor();
        await page.waitForTimeout(400);
      }),
      name: 'account-setup',
      refused: true,
    },
    admin('people', size),
    {
      ...admin('people', size, async (page) => {
        await page
          .getByRole('button', { name: /^Verification of/ })
          .first()
          .click();
        await page.getByLabel('What you say').waitFor();
        await page.waitForTimeout(400);
      }),
      name: 'admin-kyc',
    },
    admin('activity', size, async (page) => {
      await page.getByRole('button', { name: 'Look at every row' }).click();
      await page.getByText(/nothing is wrong/).waitFor();
    }),
  ]),
  {
    name: 'menu',
    size: 'desktop',
    act: (page) => page.getByRole('button', { name: 'Account and settings' }).click(),
  },
];

/** A part of the account page. */
function account(section, size, act) {
  return { name: `account-${section}`, size, path: `/#/account/${section}`, act };
}

/** A part of the administrators' page; who logs in has to be one. */
function admin(section, size, act) {
  return { name: `admin-${section}`, size, path: `/#/admin/${section}`, act };
}

/** Confirms who it is where a dialog asks for it. */
async function confirmed(page) {
  const dialog = page.getByRole('dialog', { name: 'Confirm that it is you' });
  await dialog.getByLabel('Password').fill(flags.password);
  await dialog.getByRole('button', { name: 'Confirm' }).click();
}

/** An event of several contracts, with its ticket filled in. */
/** The person's first list; made here where there is none. */
async function openList(page, size) {
  if (size === 'phone') {
    await page.getByRole('button', { name: /Choose a market/ }).click();
  }
  const begin = page.getByRole('button', { name: 'Begin with popular markets' });
  const lists = page.getByRole('combobox', { name: 'What is listed' });
  await lists.waitFor();
  await page.waitForTimeout(500);
  if (await begin.isVisible()) {
    await begin.click();
    await page.getByRole('button', { name: 'Make the list' }).click();
  } else {
    await lists.selectOption({ index: 1 });
  }
  await page.waitForTimeout(900);
}

async function openEvent(page) {
  await page.getByRole('link', { name: 'Events' }).click();
  await page
    .locator('.event-card')
    .filter({ hasText: /Highest temperature/ })
    .first()
    .click();
  await page.locator('.contract-ticket').waitFor();
  await page
    .locator('.outcome-no')
    .filter({ hasText: /^([2-9]|[1-8]\d|9[0-8])¢$/ })
    .first()
    .click();
  await page.getByLabel('Contracts', { exact: true }).fill('10');
  await page.waitForTimeout(1_200);
}

const context = await chromium.launchPersistentContext(profile, {
  executablePath: flags.browser,
  headless: true,
  args: [
    '--no-sandbox',
    '--disable-gpu',
    '--disable-quic',
    '--no-first-run',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
  ],
});

try {
  for (const scheme of ['dark', 'light']) {
    for (const view of VIEWS) {
      const name = `${view.name}-${view.size}-${scheme}`;
      if (name.includes(flags.only)) {
        await look(name, view, scheme);
      }
    }
  }
} finally {
  await context.close();
  rmSync(profile, { recursive: true, force: true });
}
for (const finding of findings) {
  console.error(finding);
}
console.log(`${findings.length} findings. Pictures in ${flags.out}`);
process.exitCode = findings.length === 0 ? 0 : 1;

async function look(name, view, scheme) {
  const page = await context.newPage();
  // A page of the app would renew the session of the view before while this takes it away.
  await context.clearCookies();
  await page.goto(`${flags.url}/favicon.svg`);
  await page.evaluate((chosen) => {
    localStorage.clear();
    localStorage.setItem('k2.scheme', chosen);
  }, scheme);
  page.on('console', (message) => {
    // Where a refusal is what is looked at, the browser's word of it is no finding.
    const expected = view.refused && /server responded with a status of 4/.test(message.text());
    if (message.type() === 'error' && !expected) {
      findings.push(`${name}: console: ${message.text()}`);
    }
  });
  page.on('pageerror', (failure) => findings.push(`${name}: ${failure.stack}`));
  await page.setViewportSize(SIZES[view.size]);
  await page.goto(`${flags.url}${view.path ?? '/'}`);
  if (!view.signedOut) {
    await page.getByLabel('Email').fill(flags.email);
    await page.getByLabel('Password').fill(flags.password);
    await page.getByRole('button', { name: 'Log in', exact: true }).click();
    if (view.path === undefined) {
      await page.locator('.chart-box canvas').first().waitFor();
    } else {
      await page.locator('.account-parts').waitFor();
    }
    await page.mouse.move(5, 5);
    await page.waitForTimeout(view.path === undefined ? 2_000 : 700);
  }
  await view.act?.(page);
  await page.waitForTimeout(500);
  await page.screenshot({ path: join(flags.out, `${name}.png`) });
  await check(name, page);
  await page.close();
}

async function check(name, page) {
  await page.evaluate(axe);
  const { violations } = await page.evaluate(() =>
    window.axe.run({
      runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
    }),
  );
  for (const { id, help, nodes } of violations) {
    const where = nodes
      .slice(0, 3)
      .map((node) => `\n    ${node.html.slice(0, 160)} ${node.any[0]?.message ?? ''}`);
    findings.push(`${name}: axe ${id} (${nodes.length}): ${help}${where.join('')}`);
  }
  const wide = await page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth);
  if (wide) {
    findings.push(`${name}: scrolls sideways`);
  }
}
