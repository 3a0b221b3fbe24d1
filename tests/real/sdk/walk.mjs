/**
 * Adobe's own client, used as its users do, from logon to logoff: whatever it asks of a server.
 *
 * Standard input: {kind, endpoint, login, password, token, instance, options, template, recipient}.
 */

import assert from "node:assert/strict";

import { connect, tokensOf, withTokensOf } from "./connection.mjs";
import * as deliveries from "./deliveries.mjs";
import { EXPIRED, isNow, refused, run, step } from "./steps.mjs";

const ABSENT_OPTION = "TrackingCheck_NoSuchOption";
const FORBIDDEN = { statusCode: 403, errorCode: "" };
const REFUSAL = {
  password: FORBIDDEN,
  "ims-exchange": FORBIDDEN,
  "ims-bearer": { statusCode: 401, errorCode: "" },
  "session-token": EXPIRED,
};
const OWN_OPTION = "TrackingCheck_SdkWalk";
const MEMO = 12;

await run(async (given) => {
  const client = await connect(given);
  await step("logon", () => logon(client, given));
  await step("refused logon", () => refusedLogon(given));
  await step("test", () => test(client, given));
  await step("ping", () => ping(client));
  await step("mcPing", () => mcPing(client));
  await step("options", () => options(client, given.options));
  await step("setOption", () => setOption(client));
  await step("schemas", () => schemas(client));
  await step("queries", () => deliveries.queries(client, given.template));
  await step("selectAll", () => deliveries.selectAll(client));
  const first = await step("newInstance", () => deliveries.newInstance(client));
  await step("duplicate", () => deliveries.duplicate(client, first));
  const id = await step("createFromModel", () => deliveries.createFromModel(client, given));
  await step("prepare", () => deliveries.prepare(client, id, given.recipient));
  await step("failed prepare", () => deliveries.failedPrepare(client, given.template));
  await step("wakeup", () => wakeup(client));
  await step("getServerTime", () => serverTime(client));
  await step("getUserInfo", () => userInfo(client, given));
  const tokens = tokensOf(client);
  await step("logoff", () => logoff(client));
  await step("after logoff", () => afterLogoff(given, tokens));
});

/** Wrong credentials are refused, each kind in its own words; some only at the first call. */
async function refusedLogon(given) {
  const client = await connect({ ...given, token: "wrong", password: "wrong" });
  const firstCall = async () => {
    await client.logon();
    await client.getOption(ABSENT_OPTION, false);
  };
  const error = await refused(firstCall, REFUSAL[given.kind]);
  if (error.statusCode === FORBIDDEN.statusCode) assert.match(error.message, /XSV-350012/);
}

async function logon(client, given) {
  await client.logon();
  assert.ok(client.isLogged());
  if (given.kind === "session-token") return null; // the SDK asks nothing, so it knows nothing
  const { serverInfo, userInfo } = client.getSessionInfo();
  assert.equal(serverInfo.instanceName, given.instance);
  assert.match(serverInfo.buildNumber, /^\d+$/);
  isNow(serverInfo.serverDate);
  assert.equal(userInfo.login, given.login);
  assert.ok(client.hasPackage("nms:core"));
  assert.deepEqual(client.application.operator.rights, ["admin"]);
  return serverInfo;
}

async function test(client, given) {
  const answer = await client.test();
  assert.equal(answer.status, "OK");
  assert.equal(answer.instance, given.instance);
  isNow(answer.date);
  return answer;
}

async function ping(client) {
  const answer = await client.ping();
  assert.equal(answer.status.toUpperCase(), "OK");
  isNow(answer.timestamp);
  return answer;
}

async function mcPing(client) {
  const answer = await client.mcPing();
  assert.equal(answer.status, "Ok");
  isNow(answer.timestamp);
  assert.ok(Number(answer.eventQueueSize) < Number(answer.eventQueueMaxSize));
  return answer;
}

/** Text, number, time span and moment come as the types that they are; what is absent is null. */
async function options(client, expected) {
  const found = {};
  for (const name of Object.keys(expected)) found[name] = await client.getOption(name);
  assert.deepEqual(found, expected);
  isNow(await client.getOption("NmsTracking_LastConsolidation"));
  const absent = await client.getOption(ABSENT_OPTION);
  assert.equal(absent, null, `an option that does not exist is '${absent}'`);
  return found;
}

/** The SDK writes an option as a document of xtk:option, and the value as its type has it. */
async function setOption(client) {
  await client.setOption(OWN_OPTION, "it's <so> & so");
  assert.equal(await client.getOption(OWN_OPTION, false), "it's <so> & so");
  const written = { xtkschema: "xtk:option", _key: "@name", name: OWN_OPTION };
  await client.NLWS.xtkSession.write({ ...written, dataType: MEMO, $memoValue: "first" });
  await client.getOption(OWN_OPTION, false);
  await client.setOption(OWN_OPTION, "<second>");
  assert.equal(await client.getOption(OWN_OPTION, false), "<second>");
  await client.NLWS.xtkSession.write({ ...written, _operation: "delete" });
  assert.equal(await client.getOption(OWN_OPTION, false), null);
}

/** Schemas as documents, and as the SDK's own objects. */
async function schemas(client) {
  for (const id of ["nms:delivery", "xtk:session", "xtk:workflow", "xtk:queryDef"]) {
    const schema = await client.getSchema(id);
    assert.equal(`${schema.namespace}:${schema.name}`, id);
    assert.equal(schema.implements, "xtk:persist", `implements of ${id}`);
  }
  assert.equal(await client.getSchema("nms:noSuchSchema"), null);
  const delivery = await client.application.getSchema("nms:delivery");
  assert.equal(delivery.root.children.get("@id").type, "long");
  assert.equal(delivery.root.children.get("@label").type, "string");
  assert.equal(delivery.root.children.get("@created").type, "datetime");
}

/** The pending task of the Tracking workflow, by name and by id; of no other. */
async function wakeup(client) {
  const query = client.NLWS.xtkQueryDef.create({
    schema: "xtk:workflow",
    operation: "get",
    select: { node: [{ expr: "@id" }, { expr: "@internalName" }] },
    where: { condition: [{ expr: "@internalName = 'tracking'" }] },
  });
  const workflow = await query.executeQuery();
  assert.equal(await client.NLWS.xtkWorkflow.wakeup(workflow.id), null);
  assert.equal(await client.NLWS.xtkWorkflow.wakeup(workflow.internalName), null);
  const unknown = () => client.NLWS.xtkWorkflow.wakeup("noSuchWorkflow");
  await refused(unknown, { statusCode: 500, errorCode: "SOP-330011" });
  return workflow;
}

async function serverTime(client) {
  const time = await client.NLWS.xtkSession.getServerTime();
  assert.ok(time instanceof Date);
  isNow(time);
  return time;
}

async function userInfo(client, given) {
  const info = await client.NLWS.xtkSession.getUserInfo();
  assert.equal(info.login, given.login);
  assert.equal(info["login-right"].right, "admin");
  return info;
}

async function logoff(client) {
  await client.logoff();
  assert.ok(!client.isLogged());
  const call = async () => client.getOption(ABSENT_OPTION, false);
  await refused(call, { statusCode: 400, errorCode: "SDK-000010" });
}

/** Logging off ends Campaign's session; a token of the identity service, and a password, live on. */
async function afterLogoff(given, tokens) {
  if (tokens.session && given.kind !== "session-token") {
    const client = await withTokensOf(given, tokens);
    await client.logon();
    await refused(() => client.getOption(ABSENT_OPTION, false), EXPIRED);
  }
  const again = await connect(given);
  await again.logon();
  assert.equal(await again.getOption(ABSENT_OPTION), null);
  await again.logoff();
}
