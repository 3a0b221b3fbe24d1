/**
 * The session expires in the midst of calls: the SDK renews it and repeats the call, once.
 *
 * Standard input: as for walk.mjs; renewedLives: whether a renewed session is any good; and, where a
 * token of the identity service expires, the nextToken.
 */

import assert from "node:assert/strict";

import { connect, parameters } from "./connection.mjs";
import { EXPIRED, refused, run, step } from "./steps.mjs";

const CALLS = 8;
const OPTION = "NmsTracking_ServerUrl";

await run(async (given) => {
  let renewals = 0;
  const refreshClient = async (expired) => {
    renewals += 1;
    if (given.nextToken) expired.reinit(parameters({ ...given, token: given.nextToken }));
    await expired.logon();
    return expired;
  };
  const client = await connect(given, { refreshClient });
  await step("logon", () => client.logon());
  await step("calls", () =>
    given.renewedLives ? everyCallAnswered(client, given) : refusedInTheEnd(client),
  );
  await step("renewals", () => assert.equal(renewals, 1));
});

async function everyCallAnswered(client, given) {
  for (let call = 0; call < CALLS; call += 1) {
    assert.equal(await client.getOption(OPTION, false), given.options[OPTION]);
  }
}

async function refusedInTheEnd(client) {
  const allCalls = async () => {
    for (let call = 0; call < CALLS; call += 1) await client.getOption(OPTION, false);
  };
  await refused(allCalls, EXPIRED);
}
