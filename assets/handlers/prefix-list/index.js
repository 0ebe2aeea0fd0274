var __defProp = Object.defineProperty;
var __getOwnPropDesc = Object.getOwnPropertyDescriptor;
var __getOwnPropNames = Object.getOwnPropertyNames;
var __hasOwnProp = Object.prototype.hasOwnProperty;
var __export = (target, all) => {
  for (var name in all)
    __defProp(target, name, { get: all[name], enumerable: true });
};
var __copyProps = (to, from, except, desc) => {
  if (from && typeof from === "object" || typeof from === "function") {
    for (let key of __getOwnPropNames(from))
      if (!__hasOwnProp.call(to, key) && key !== except)
        __defProp(to, key, { get: () => from[key], enumerable: !(desc = __getOwnPropDesc(from, key)) || desc.enumerable });
  }
  return to;
};
var __toCommonJS = (mod) => __copyProps(__defProp({}, "__esModule", { value: true }), mod);

// handlers/prefix-list/index.ts
var index_exports = {};
__export(index_exports, {
  handler: () => handler,
  prefixList: () => prefixList
});
module.exports = __toCommonJS(index_exports);
var import_client_ec2 = require("@aws-sdk/client-ec2");

// handlers/shared/respond.ts
var import_https = require("https");
var RESERVE = 15e3;
var LONGEST_ATTEMPT = 4e3;
var PAUSE = 500;
var SHORTEST_ATTEMPT = 500;
var LONGEST_REASON = 1e3;
var REAL = { put: putOnce, sleep: (milliseconds) => new Promise((done) => setTimeout(done, milliseconds)) };
async function respond(event, outcome, left, { put, sleep } = REAL) {
  const body = JSON.stringify({
    Status: outcome.status,
    Reason: (outcome.reason ?? "done").slice(0, LONGEST_REASON),
    PhysicalResourceId: outcome.physicalId,
    StackId: event.StackId,
    RequestId: event.RequestId,
    LogicalResourceId: event.LogicalResourceId,
    Data: outcome.data ?? {}
  });
  for (; ; ) {
    try {
      return await put(event.ResponseURL, body, Math.max(Math.min(LONGEST_ATTEMPT, left() - SHORTEST_ATTEMPT), SHORTEST_ATTEMPT));
    } catch (error) {
      if (left() < PAUSE + 2 * SHORTEST_ATTEMPT) throw error;
      await sleep(PAUSE);
    }
  }
}
function putOnce(address, body, milliseconds) {
  return new Promise((resolve, reject) => {
    const call = (0, import_https.request)(address, { method: "PUT", headers: { "content-type": "", "content-length": Buffer.byteLength(body) } }, (answer) => {
      answer.resume();
      const { statusCode = 0 } = answer;
      clearTimeout(limit);
      if (statusCode >= 200 && statusCode < 300) resolve();
      else reject(new Error(`CloudFormation's answer address returned ${statusCode}`));
    });
    const limit = setTimeout(() => call.destroy(new Error("CloudFormation's answer address did not answer")), milliseconds);
    call.on("error", (error) => {
      clearTimeout(limit);
      reject(error);
    });
    call.end(body);
  });
}

// handlers/shared/retry.ts
var PASSING = /Throttl|TooManyRequests|TooManyUpdates|RequestLimitExceeded|ServiceUnavailable|InternalServerError|InternalError|TimeoutError|ECONNRESET/i;
var SETTLING = /AccessDenied|UnauthorizedOperation|ValidationException/;
var SETTLING_ATTEMPTS = 5;
async function retried(call, { left, sleep }) {
  for (let attempt = 1, wait = 500; ; attempt++, wait = Math.min(wait * 2, 8e3)) {
    try {
      return await call();
    } catch (error) {
      const { name } = error;
      const again = PASSING.test(name) || SETTLING.test(name) && attempt < SETTLING_ATTEMPTS;
      if (!again || left() < wait) throw error;
      await sleep(wait);
    }
  }
}

// handlers/prefix-list/index.ts
var client = new import_client_ec2.EC2Client({});
var REAL2 = { respond, sleep: (milliseconds) => new Promise((done) => setTimeout(done, milliseconds)) };
function prefixList(outside = REAL2) {
  return async (event, context) => {
    const waiting = { left: () => context.getRemainingTimeInMillis() - RESERVE, sleep: outside.sleep };
    const physicalId = event.PhysicalResourceId ?? "not-found";
    let outcome;
    try {
      const id = event.RequestType === "Delete" ? void 0 : await retried(() => lookUp(event.ResourceProperties.PrefixListName), waiting);
      outcome = { status: "SUCCESS", physicalId: id ?? physicalId, data: id === void 0 ? {} : { PrefixListId: id } };
    } catch (error) {
      outcome = { status: "FAILED", physicalId, reason: `${event.RequestType} of ${event.LogicalResourceId} failed: ${error.message}` };
    }
    await outside.respond(event, outcome, () => context.getRemainingTimeInMillis());
  };
}
async function lookUp(name) {
  if (typeof name !== "string" || name === "") throw new Error("the property PrefixListName must be a text");
  const { PrefixLists: lists = [] } = await client.send(new import_client_ec2.DescribeManagedPrefixListsCommand({ Filters: [{ Name: "prefix-list-name", Values: [name] }, { Name: "owner-id", Values: ["AWS"] }] }));
  const [id] = lists.map(({ PrefixListId }) => PrefixListId);
  if (id === void 0) throw new Error(`this Region has no AWS-managed prefix list ${name}`);
  return id;
}
var handler = prefixList();
// Annotate the CommonJS export names for ESM import in node:
0 && (module.exports = {
  handler,
  prefixList
});
