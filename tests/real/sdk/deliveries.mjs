/** Queries, delivery documents and jobs. */

import assert from "node:assert/strict";

import { isNow, refused, until } from "./steps.mjs";

const READY = 45;
const PREPARATION_FAILED = 37;
const JOB = { running: 2, finished: 5, error: 6 };
const JOB_LIMIT_MS = 20_000;
const NOTHING = "@internalName = 'noSuchDelivery'";
const COLUMNS = ["@id", "@internalName", "@label", "@state", "[tracking/@enabled]", "@created"];

/** The four operations, each with and without anything found. */
export async function queries(client, template) {
  const named = `@internalName = '${template}' and @isModel = 1`;
  const one = await query(client, "get", named);
  assert.equal(one.internalName, template);
  assert.equal(one.state, "0");
  assert.equal(one.tracking.enabled, "1");
  assert.ok(Date.parse(one.created) <= Date.now());
  assert.deepEqual(await query(client, "getIfExists", named), one);
  assert.deepEqual(await query(client, "select", named), { delivery: [one] });
  assert.deepEqual(await query(client, "count", named), { count: "1" });

  assert.equal(await query(client, "getIfExists", NOTHING), null);
  assert.deepEqual(await query(client, "select", NOTHING), { delivery: [] });
  assert.deepEqual(await query(client, "count", NOTHING), { count: "0" });
  const missing = () => query(client, "get", NOTHING);
  await refused(missing, { statusCode: 500, errorCode: "SOP-330011" });
  return one;
}

/** A query without columns is completed with all of the schema's. */
export async function selectAll(client) {
  const definition = { schema: "nms:delivery", operation: "get", where: where("@isModel = 1") };
  const all = client.NLWS.xtkQueryDef.create(definition);
  await all.selectAll(false);
  const expressions = all.entity.select.node.map((node) => node.expr);
  assert.ok(expressions.includes("@internalName") && expressions.includes("@state"));
  const row = await all.executeQuery();
  assert.equal(row.state, "0");
  return expressions.length;
}

/** A new document is completed by the server, and is saved only when it is written. */
export async function newInstance(client) {
  const delivery = client.NLWS.nmsDelivery.create({ label: "SDK walk <1> & \"2\"" });
  await delivery.newInstance();
  const made = delivery.entity;
  assert.ok(Number(made.id) > 0);
  assert.equal(made.label, "SDK walk <1> & \"2\"");
  const itself = `@id = ${made.id}`;
  assert.equal(await query(client, "getIfExists", itself), null);
  await delivery.save();
  const saved = await query(client, "get", itself);
  assert.deepEqual([saved.internalName, saved.label], [made.internalName, made.label]);
  return made.id;
}

/** A copy is a new document, not saved, with an identity of its own. */
export async function duplicate(client, id) {
  const copy = client.NLWS.nmsDelivery.create({});
  await copy.duplicate(`nms:delivery|${id}`);
  const original = await query(client, "get", `@id = ${id}`);
  assert.notEqual(copy.entity.id, id);
  assert.notEqual(copy.entity.internalName, original.internalName);
  assert.equal(copy.entity.label, original.label);
  assert.equal(await query(client, "getIfExists", `@id = ${copy.entity.id}`), null);
}

/** A delivery from the template, with a tracked link and one recipient; returns its id. */
export async function createFromModel(client, { template, recipient }) {
  const made = await client.NLWS.nmsDelivery.createFromModel(template, {
    xtkschema: "nms:delivery",
    label: "SDK walk",
    mailParameters: { $subject: "SDK walk" },
    content: { html: { $source: "<a href='https://www.client.example/?a=1&amp;b=2'>Go</a>" } },
    targets: { deliveryTarget: { targetPart: targeting(`@email = '${recipient}'`) } },
  });
  assert.equal(made.label, "SDK walk");
  assert.equal(await query(client, "getIfExists", `@id = ${made.id}`), null);
  await client.NLWS.xtkSession.write(made);
  const saved = await query(client, "get", `@id = ${made.id}`);
  assert.deepEqual([saved.internalName, saved.state], [made.internalName, "0"]);
  return made.id;
}

/** Prepare as a job, polled to its end: logs, progress, state and target. */
export async function prepare(client, id, recipient) {
  const job = client.jobInterface({
    xtkschema: "nms:delivery",
    method: "Prepare",
    object: { xtkschema: "nms:delivery", id },
  });
  assert.match(await job.submit(), /^\d+\/nms:delivery@@/);
  const { progress, status } = await ended(job);

  assert.equal(status.status, JOB.finished, `job ended with ${JSON.stringify(status)}`);
  assert.equal(progress.at(-1), 1);
  assert.deepEqual(progress, progress.toSorted((a, b) => a - b));
  const ids = status.logs.map((line) => line.id);
  assert.deepEqual(ids, [...new Set(ids)], "log lines are repeated");
  assert.ok(status.logs.every((line) => line.iRc === 0 && line.logType === 2));
  status.logs.forEach((line) => isNow(line.logDate));
  assert.ok(status.logs.some((line) => line.message.startsWith("Analysis completed")));
  assert.equal(await job.hasWarning(), false);

  assert.equal(Number((await query(client, "get", `@id = ${id}`)).state), READY);
  assert.deepEqual(await targetOf(client, id), [recipient]);
  return { lines: ids.length };
}

/** A delivery without a target: the job ends in error and its first code names the cause. */
export async function failedPrepare(client, template) {
  const content = { xtkschema: "nms:delivery", label: "SDK walk without target" };
  const made = await client.NLWS.nmsDelivery.createFromModel(template, content);
  const job = client.jobInterface({ xtkschema: "nms:delivery", method: "Prepare", object: made });
  await job.submit();
  const { status } = await ended(job);
  assert.equal(status.status, JOB.error);
  assert.equal(job.firstErrorCode, "DLV-490009");
  assert.notEqual(job.iRc, 0);
  assert.equal(Number((await query(client, "get", `@id = ${made.id}`)).state), PREPARATION_FAILED);
}

/** Polls to the end of a job; returns its last status, and the progress on the way. */
async function ended(job) {
  const progress = [];
  const asked = async () => {
    const status = await job.getStatus();
    progress.push(job.getProgress());
    return status;
  };
  const over = (status) => status.status !== JOB.running;
  const status = await until(over, asked, JOB_LIMIT_MS, "the end of the job");
  return { progress, status };
}

async function targetOf(client, id) {
  const rows = await client.NLWS.xtkQueryDef
    .create({
      schema: "nms:broadLogRcp",
      operation: "select",
      lineCount: 10,
      select: { node: [{ expr: "@address" }] },
      where: where(`[@delivery-id] = ${id}`),
    })
    .executeQuery();
  return rows.broadLogRcp.map((row) => row.address);
}

function query(client, operation, condition) {
  return client.NLWS.xtkQueryDef
    .create({
      schema: "nms:delivery",
      operation,
      lineCount: 10,
      select: { node: COLUMNS.map((expr) => ({ expr })) },
      where: where(condition),
    })
    .executeQuery();
}

function targeting(expr) {
  return { type: "query", exclusion: "false", ignoreDeleteStatus: "false", where: where(expr) };
}

function where(expr) {
  return { condition: [{ expr }] };
}
