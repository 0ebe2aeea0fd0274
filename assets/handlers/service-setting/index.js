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

// handlers/service-setting/index.ts
var index_exports = {};
__export(index_exports, {
  handler: () => handler,
  serviceSetting: () => serviceSetting
});
module.exports = __toCommonJS(index_exports);
var import_client_ssm = require("@aws-sdk/client-ssm");

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

// handlers/shared/account-setting.ts
var REAL2 = { respond, sleep: (milliseconds) => new Promise((done) => setTimeout(done, milliseconds)) };
var REMEMBERED = "former-value:";
var NOTHING = "nothing-remembered";
var SETTING = "account-setting";
var UNTOUCHED = "nothing-changed";
function serve(setting, outside = REAL2) {
  return async (event, context) => {
    const left = () => context.getRemainingTimeInMillis();
    const waiting = { left: () => left() - RESERVE, sleep: outside.sleep };
    const remembers = event.ResourceProperties.FormerValue === void 0;
    const progress = { physicalId: event.PhysicalResourceId ?? (remembers ? NOTHING : UNTOUCHED) };
    let outcome;
    try {
      const data = await inTime(remembers ? remember(event, setting, waiting, progress) : change(event, setting, waiting, progress), waiting);
      outcome = { status: "SUCCESS", physicalId: progress.physicalId, data };
    } catch (error) {
      outcome = { status: "FAILED", physicalId: progress.physicalId, reason: explained(event, error) };
    }
    await outside.respond(event, outcome, left);
  };
}
async function remember(event, setting, waiting, progress) {
  if (event.RequestType === "Delete") return {};
  const recorded = recordedIn(progress.physicalId);
  if (recorded !== void 0) return { Value: recorded };
  const value = await retried(() => setting.read(event.ResourceProperties), waiting);
  progress.physicalId = `${REMEMBERED}${Buffer.from(value).toString("base64url")}`;
  return { Value: value };
}
async function change(event, setting, waiting, progress) {
  const properties = event.ResourceProperties;
  const former = properties.FormerValue;
  if (event.RequestType === "Delete") {
    if (progress.physicalId !== UNTOUCHED && typeof former === "string") await restore(properties, setting, waiting, former);
    return {};
  }
  if (typeof former !== "string") throw new Error("the property FormerValue must be a text");
  const wanted = setting.wanted(properties);
  const current = await retried(() => setting.read(properties), waiting);
  if (event.RequestType === "Create") progress.physicalId = SETTING;
  if (current !== wanted) await retried(() => setting.write(properties, wanted), waiting);
  return { FormerValue: former, Value: wanted };
}
async function restore(properties, setting, waiting, former) {
  const wanted = setting.wanted(properties);
  const current = await retried(() => setting.read(properties), waiting);
  if (current !== former && current === wanted) await retried(() => setting.write(properties, former), waiting);
}
function recordedIn(physicalId) {
  return physicalId.startsWith(REMEMBERED) ? Buffer.from(physicalId.slice(REMEMBERED.length), "base64url").toString() : void 0;
}
async function inTime(work, { left }) {
  let timer;
  const limit = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error("no answer from AWS within the time limit")), Math.max(left(), 0));
  });
  try {
    return await Promise.race([work, limit]);
  } finally {
    clearTimeout(timer);
  }
}
function explained({ RequestType, LogicalResourceId }, error) {
  const { name, message } = error instanceof Error ? error : { name: "Error", message: JSON.stringify(error) };
  return `${RequestType} of ${LogicalResourceId} failed: ${name === "Error" ? "" : `${name}: `}${message}`;
}

// handlers/service-setting/index.ts
var client = new import_client_ssm.SSMClient({});
var NONE = "$None";
var serviceSetting = {
  wanted: (properties) => text(properties, "SettingValue"),
  async read(properties) {
    const { ServiceSetting: setting } = await client.send(new import_client_ssm.GetServiceSettingCommand({ SettingId: text(properties, "SettingId") }));
    return setting?.SettingValue ?? NONE;
  },
  async write(properties, value) {
    const SettingId = text(properties, "SettingId");
    if (value === NONE) await client.send(new import_client_ssm.ResetServiceSettingCommand({ SettingId }));
    else await client.send(new import_client_ssm.UpdateServiceSettingCommand({ SettingId, SettingValue: value }));
  }
};
function text(properties, name) {
  const value = properties[name];
  if (typeof value !== "string" || value === "") throw new Error(`the property ${name} must be a text`);
  return value;
}
var handler = serve(serviceSetting);
// Annotate the CommonJS export names for ESM import in node:
0 && (module.exports = {
  handler,
  serviceSetting
});
