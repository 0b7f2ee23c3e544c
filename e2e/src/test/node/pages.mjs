// What the stories in a browser share: how it is opened, what it may not do, and how a screen is looked at.
import assert from 'node:assert/strict';

import { AxeBuilder } from '@axe-core/playwright';
import { chromium } from 'playwright-core';

import { task, until } from './steps.mjs';

export const WIDE = { width: 1440, height: 900 };
export const PHONE = { width: 390, height: 844 };
const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
/** What a browser says by itself about a server that is away or refuses. */
const AWAY = /Failed to load resource|WebSocket connection to|net::ERR_|status of 50[23]/;

const complaints = [];
const foreign = [];
const pages = [];

/** Whether the browser has a reason to complain of the server now. */
export const expected = { away: false };

export const squeeze = (text) => text.replace(/\s+/g, ' ').trim();

export function launch() {
  return chromium.launch({
    executablePath: task.chromium,
    headless: true,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1',
    ],
  });
}

/** Holds a page against what it may not do; pages that were opened here are watched already. */
export function watch(page) {
  page.on('console', (message) => {
    const reason = expected.away && AWAY.test(message.text());
    if (message.type() === 'error' && !reason) {
      complaints.push(`${message.text()} (${message.location().url})`);
    }
  });
  page.on('pageerror', (failure) => complaints.push(String(failure)));
  const host = new URL(task.origin).host;
  const check = (address) => {
    const url = new URL(address);
    if (!['data:', 'blob:', 'about:'].includes(url.protocol) && url.host !== host) {
      foreign.push(address);
    }
  };
  page.on('request', (request) => check(request.url()));
  page.on('websocket', (socket) => check(socket.url()));
  page.on('dialog', (dialog) => {
    complaints.push(`a dialog opened: ${dialog.message()}`);
    void dialog.dismiss();
  });
}

/** A browser of its own for somebody, at an address of K2's. */
export async function open(browser, viewport, colorScheme, address) {
  const phone = viewport === PHONE;
  const context = await browser.newContext({
    viewport,
    colorScheme,
    hasTouch: phone,
    isMobile: phone,
    deviceScaleFactor: 1,
    reducedMotion: 'reduce',
    locale: 'en-GB',
  });
  const page = await context.newPage();
  page.setDefaultTimeout(20_000);
  watch(page);
  pages.push(page);
  await page.goto(`${task.origin}${address}`);
  return page;
}

export async function logIn(page) {
  await page.getByLabel('Email').fill(task.email);
  await page.getByLabel('Password').fill(task.password);
  await page.getByRole('button', { name: 'Log in', exact: true }).click();
}

/** Takes a picture; nothing for axe, and nothing that scrolls sideways. */
export async function looksRight(page, name) {
  const { scroll, client } = await page.evaluate(() => ({
    scroll: document.documentElement.scrollWidth,
    client: document.documentElement.clientWidth,
  }));
  assert.ok(scroll <= client, `${name} scrolls sideways: ${scroll} px in ${client} px`);
  // The newest notices slide in and out; a picture and a check want them gone.
  await until('notices to leave', async () => (await page.getByRole('alert').count()) === 0);
  await page.screenshot({ path: `${task.pictures}/${name}.png` });
  const { violations } = await new AxeBuilder({ page }).withTags(RULES).analyze();
  const found = violations.map((v) => `${v.id}: ${v.help}\n  ${v.nodes.map((n) => n.html).join('\n  ')}`);
  assert.deepEqual(found, [], `axe on ${name}`);
}

export function nothingWasWrong() {
  assert.deepEqual(complaints, [], 'errors on the console');
  assert.deepEqual(foreign, [], 'requests to other hosts');
}

/** What the screen showed when the story broke off. */
export async function lastLook() {
  const page = pages.at(-1);
  if (page !== undefined && !page.isClosed()) {
    await page.screenshot({ path: `${task.pictures}/failure.png` });
    console.error(`The screen is in ${task.pictures}/failure.png`);
  }
  complaints.forEach((complaint) => console.error(`The page complained: ${complaint}`));
}
