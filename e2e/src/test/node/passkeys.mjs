// A person adds a passkey, logs in with it alone and after the password, confirms who they are by it, gets new recovery codes,
// and removes it. The authenticator is the browser's own virtual one: real Web Authentication, keys made in software.
import assert from 'node:assert/strict';

import { chromium } from 'playwright-core';

import { run, step, task, until } from './steps.mjs';

const NAME = 'My laptop';
/** What a browser says by itself about an answer that refuses. */
const REFUSED = /status of 40[13]/;
const complaints = [];

await run(async () => {
  const browser = await chromium.launch({
    executablePath: task.chromium,
    headless: true,
    args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking'],
  });
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, locale: 'en-GB' });
  const page = await context.newPage();
  page.setDefaultTimeout(20_000);
  page.on('pageerror', (failure) => complaints.push(String(failure)));
  page.on('console', (message) => {
    if (message.type() === 'error' && !REFUSED.test(message.text())) {
      complaints.push(message.text());
    }
  });
  const devTools = await context.newCDPSession(page);
  await devTools.send('WebAuthn.enable');
  const { authenticatorId } = await devTools.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });
  const kept = async () => (await devTools.send('WebAuthn.getCredentials', { authenticatorId })).credentials;
  const verified = (is) => devTools.send('WebAuthn.setUserVerified', { authenticatorId, isUserVerified: is });

  const typed = async () => {
    await page.getByLabel('Email').fill(task.email);
    await page.getByLabel('Password').fill(task.password);
    await page.getByRole('button', { name: 'Log in', exact: true }).click();
  };
  const isIn = () => page.getByRole('heading', { name: 'My account' }).waitFor();
  const logOut = async () => {
    await page.getByRole('button', { name: 'Account and settings' }).click();
    await page.getByRole('button', { name: 'Log out', exact: true }).click();
    await page.getByRole('heading', { name: 'Log in' }).waitFor();
  };
  const passkeys = page.getByRole('region', { name: 'Passkeys' });
  const confirm = page.getByRole('dialog', { name: 'Confirm that it is you' });

  await page.goto(`${task.origin}/#/account/security`);

  await step('logs in by the password, which is all there is', async () => {
    await typed();
    await isIn();
    await passkeys.getByText('No passkey yet').waitFor();
  });

  await step('adds a passkey after confirming by the password, and keeps its recovery codes', async () => {
    await passkeys.getByRole('button', { name: 'Add a passkey' }).click();
    await passkeys.getByLabel(/^Name/).fill(NAME);
    await passkeys.getByRole('button', { name: 'Make it' }).click();
    await confirm.getByLabel('Password').fill(task.password);
    await confirm.getByRole('button', { name: 'Confirm' }).click();
    await passkeys.getByRole('list', { name: 'Recovery codes' }).waitFor();
    assert.equal(await passkeys.getByRole('listitem').count(), 10);
    await passkeys.getByLabel('I have kept them').check();
    await passkeys.getByRole('button', { name: 'Done' }).click();
    await passkeys.getByText(NAME).waitFor();
    const [one, ...more] = await kept();
    assert.ok(one.isResidentCredential, 'the passkey logs in without a name');
    assert.equal(more.length, 0);
    assert.equal(one.rpId, new URL(task.origin).hostname);
  });

  await step('logs in with the passkey alone', async () => {
    await logOut();
    await page.getByRole('button', { name: 'Log in with a passkey' }).click();
    await isIn();
    await passkeys.getByText(/last used/).waitFor();
    const [one] = await kept();
    assert.ok(one.signCount >= 1, 'the authenticator signed');
  });

  await step('is not let in where the authenticator does not know its person', async () => {
    await logOut();
    await verified(false);
    await page.getByRole('button', { name: 'Log in with a passkey' }).click();
    await until('the button to be free again', async () =>
      page.getByRole('button', { name: 'Log in with a passkey' }).isEnabled(),
    );
    assert.equal(await page.getByRole('heading', { name: 'My account' }).count(), 0);
    await verified(true);
  });

  await step('needs the passkey after the password', async () => {
    await typed();
    await page.getByRole('heading', { name: 'Second factor' }).waitFor();
    assert.equal(await page.getByRole('heading', { name: 'My account' }).count(), 0);
    await page.getByRole('button', { name: 'Use your passkey' }).click();
    await isIn();
  });

  await step('makes new recovery codes, confirmed by the passkey', async () => {
    const codes = page.getByRole('region', { name: 'Recovery codes' });
    await codes.getByText(/10 recovery codes left/).waitFor();
    await codes.getByRole('button', { name: 'New recovery codes' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Make new codes' }).click();
    await confirm.getByRole('button', { name: /passkey/ }).click();
    await codes.getByRole('list', { name: 'Recovery codes' }).waitFor();
    await codes.getByLabel('I have kept them').check();
    await codes.getByRole('button', { name: 'Done' }).click();
  });

  await step('removes the passkey, and the password is enough again', async () => {
    const remove = passkeys.getByRole('button', { name: new RegExp(`Remove the passkey ${NAME}`) });
    await remove.click();
    await remove.click();
    await passkeys.getByText('No passkey yet').waitFor();
    await logOut();
    await typed();
    await isIn();
  });

  assert.deepEqual(complaints, []);
  await browser.close();
});
