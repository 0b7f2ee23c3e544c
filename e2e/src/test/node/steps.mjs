// What the scripts share: their task, steps that are told as they pass, and waiting.
import readline from 'node:readline';

export const task = JSON.parse(process.env.K2_TASK ?? '{}');

/** Runs one part of a story; a failure names it. */
export async function step(name, work) {
  try {
    const result = await work();
    console.log(`ok ${name}`);
    return result;
  } catch (failure) {
    console.log(`FAILED ${name}`);
    throw failure;
  }
}

/** Looks until something is true or there, and says what was missing when it never is. */
export async function until(what, look, limitMillis = 20_000) {
  const start = performance.now();
  for (;;) {
    const found = await look();
    if (found) {
      return found;
    }
    if (performance.now() - start > limitMillis) {
      throw new Error(`Waited ${limitMillis / 1000} s for: ${what}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

const answers = readline.createInterface({ input: process.stdin })[Symbol.asyncIterator]();

/** Asks the test that started this script to do something that only it can do. */
export async function ask(question) {
  console.log(`@ask ${question}`);
  return (await answers.next()).value;
}

/** Ends the process with the outcome; open sockets do not keep it. */
export async function run(story, onFailure = async () => {}) {
  try {
    await story();
    process.exit(0);
  } catch (failure) {
    console.error(failure);
    await onFailure();
    process.exit(1);
  }
}
