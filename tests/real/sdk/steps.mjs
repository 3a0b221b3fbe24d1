/** Steps of a walk: each is one line of JSON on standard output, the failed one is the last. */

import assert from "node:assert/strict";
import { text } from "node:stream/consumers";
import { setTimeout as pause } from "node:timers/promises";

/** How the SDK tells that a session has expired or is unknown. */
export const EXPIRED = { statusCode: 401, errorCode: "SDK-000012" };

const CLOCK_SKEW_MS = 60_000;
const POLL_MS = 50;

/** Runs *action*, reports what it returns, and returns it. */
export async function step(name, action) {
  try {
    const result = await action();
    report({ step: name, result: result ?? null });
    return result;
  } catch (error) {
    throw new StepError(name, error);
  }
}

/** Runs a whole walk with the parameters on standard input; exits with 1 at the step that failed. */
export async function run(walk) {
  try {
    await walk(JSON.parse(await text(process.stdin)));
  } catch (error) {
    if (!(error instanceof StepError)) throw error;
    report({ step: error.step, error: error.cause.message, code: error.cause.errorCode ?? "" });
    process.exitCode = 1;
  }
}

/** Expects *action* to be refused with exactly this HTTP status and error code. */
export async function refused(action, { statusCode, errorCode }) {
  const error = await action().then(
    () => assert.fail("was not refused"),
    (reason) => reason,
  );
  assert.deepEqual(
    { statusCode: error.statusCode, errorCode: error.errorCode },
    { statusCode, errorCode },
    `refused otherwise: ${error.message}`,
  );
  return error;
}

/** Expects a moment that is now, as far as clocks agree. */
export function isNow(moment) {
  const off = Math.abs(Date.now() - new Date(moment).getTime());
  assert.ok(off < CLOCK_SKEW_MS, `${moment} is not the present time`);
}

/** Asks until *answer* is such that *wanted* holds; returns it. */
export async function until(wanted, answer, limitMs, what) {
  const end = Date.now() + limitMs;
  for (;;) {
    const found = await answer();
    if (wanted(found)) return found;
    assert.ok(Date.now() < end, `waited ${limitMs} ms in vain for ${what}`);
    await pause(POLL_MS);
  }
}

class StepError extends Error {
  constructor(name, cause) {
    super(`${name}: ${cause.message}`, { cause });
    this.step = name;
  }
}

function report(line) {
  process.stdout.write(`${JSON.stringify(line)}\n`);
}
