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
var ATTEMPTS = 4;
var LONGEST_REASON = 1e3;
async function respond(event, outcome, put = putOnce) {
  const body = JSON.stringify({
    Status: outcome.status,
    Reason: (outcome.reason ?? "done").slice(0, LONGEST_REASON),
    PhysicalResourceId: outcome.physicalId,
    StackId: event.StackId,
    RequestId: event.RequestId,
    LogicalResourceId: event.LogicalResourceId,
    Data: outcome.data ?? {}
  });
  for (let attempt = 1; ; attempt++) {
    try {
      return await put(event.ResponseURL, body);
    } catch (error) {
      if (attempt === ATTEMPTS) throw error;
    }
  }
}
function putOnce(address, body) {
  return new Promise((resolve, reject) => {
    const call = (0, import_https.request)(address, { method: "PUT", timeout: 5e3, headers: { "content-type": "", "content-length": Buffer.byteLength(body) } }, (answer) => {
      answer.resume();
      const { statusCode = 0 } = answer;
      if (statusCode >= 200 && statusCode < 300) resolve();
      else reject(new Error(`CloudFormation's answer address returned ${statusCode}`));
    });
    call.on("timeout", () => call.destroy(new Error("CloudFormation's answer address did not answer")));
    call.on("error", reject);
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
var REAL = { respond, sleep: (milliseconds) => new Promise((done) => setTimeout(done, milliseconds)) };
var RESERVE = 15e3;
var PREFIX = "former-value:";
var NOTHING_CHANGED = "nothing-changed";
function serve(setting, outside = REAL) {
  return async (event, context) => {
    const waiting = { left: () => context.getRemainingTimeInMillis() - RESERVE, sleep: outside.sleep };
    const memory = { physicalId: event.PhysicalResourceId ?? NOTHING_CHANGED };
    let outcome;
    try {
      const data = await inTime(change(event, setting, waiting, memory), waiting);
      outcome = { status: "SUCCESS", physicalId: memory.physicalId, data };
    } catch (error) {
      outcome = { status: "FAILED", physicalId: memory.physicalId, reason: explained(event, error) };
    }
    await outside.respond(event, outcome);
  };
}
async function change(event, setting, waiting, memory) {
  const properties = event.ResourceProperties;
  if (event.RequestType === "Delete") {
    const former = formerOf(memory.physicalId);
    return former === void 0 ? {} : restore(event, setting, waiting, former);
  }
  const wanted = setting.wanted(properties);
  const current = await retried(() => setting.read(properties), waiting);
  if (event.RequestType === "Create") memory.physicalId = `${PREFIX}${Buffer.from(current).toString("base64url")}`;
  if (current !== wanted) await retried(() => setting.write(properties, wanted), waiting);
  return { FormerValue: formerOf(memory.physicalId) ?? current, Value: wanted };
}
async function restore({ ResourceProperties }, setting, waiting, former) {
  const current = await retried(() => setting.read(ResourceProperties), waiting);
  if (current !== former && current === setting.wanted(ResourceProperties)) {
    await retried(() => setting.write(ResourceProperties, former), waiting);
  }
  return {};
}
function formerOf(physicalId) {
  return physicalId.startsWith(PREFIX) ? Buffer.from(physicalId.slice(PREFIX.length), "base64url").toString() : void 0;
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
