/**
 * What Automation takes for a runbook, as far as ours use it:
 * https://docs.aws.amazon.com/systems-manager/latest/userguide/documents-schemas-features.html and automation-actions.html there.
 */
const ACTIONS: Readonly<Record<string, { required: string[]; optional: string[] | 'any' }>> = {
  'aws:branch': { required: ['Choices'], optional: ['Default'] },
  'aws:executeAwsApi': { required: ['Service', 'Api'], optional: 'any' },
  'aws:executeScript': { required: ['Runtime', 'Handler', 'Script'], optional: ['InputPayload'] },
};

const STEP_KEYS = ['name', 'action', 'inputs', 'outputs', 'isEnd', 'nextStep', 'onFailure', 'isCritical', 'maxAttempts', 'timeoutSeconds', 'description'];
const RUNTIMES = ['python3.11', 'PowerShell 7.4'];

interface Step { name: string; action: string; inputs: Record<string, any>; outputs?: { Name: string; Selector: string; Type: string }[]; isEnd?: boolean; nextStep?: string; [key: string]: unknown }
interface Runbook { schemaVersion: string; assumeRole?: string; parameters?: Record<string, { type: string }>; mainSteps: Step[] }

/** What Automation would refuse of a runbook, or what could never run. */
export function faultsOfRunbook(runbook: Runbook): string[] {
  const { mainSteps: steps, parameters = {} } = runbook;
  const names = steps.map(({ name }) => name);
  return [
    ...runbook.schemaVersion === '0.3' ? [] : [`schema version ${runbook.schemaVersion}`],
    ...Object.entries(parameters).filter(([, { type }]) => !/^(String|StringList|Boolean|Integer|MapList|StringMap|AWS::\w+::\w+(::\w+)?)$/.test(type)).map(([name]) => `${name} has no type that is known`),
    ...names.filter((name, index) => names.indexOf(name) < index).map((name) => `${name} is there twice`),
    ...steps.flatMap((step) => faultsOfStep(step).map((fault) => `${step.name}: ${fault}`)),
    ...steps.flatMap((step, index) => followers(steps, index).filter((name) => !names.includes(name)).map((name) => `${step.name} goes on to ${name}, which is no step`)),
    ...unreachable(steps).map((name) => `${name} is never reached`),
    ...unknownReferences(runbook),
  ];
}

function faultsOfStep({ name, action, inputs, outputs = [], ...others }: Step): string[] {
  const known = ACTIONS[action];
  if (!known) return [`unknown action ${action}`];
  const given = Object.keys(inputs);
  return [
    ...known.required.filter((key) => !given.includes(key)).map((key) => `lacks the input ${key}`),
    ...given.filter((key) => known.optional !== 'any' && ![...known.required, ...known.optional].includes(key)).map((key) => `has an unknown input ${key}`),
    ...Object.keys(others).filter((key) => !STEP_KEYS.includes(key)).map((key) => `has an unknown key ${key}`),
    ...action === 'aws:executeScript' ? faultsOfScript(inputs) : [],
    ...outputs.filter(({ Name, Selector, Type }) => !Name || !Selector.startsWith('$') || !['String', 'StringList', 'StringMap', 'Boolean', 'Integer', 'MapList'].includes(Type)).map(({ Name }) => `odd output ${Name}`),
    .../^[\w.-]{3,128}$/.test(name) ? [] : ['odd name'],
  ];
}

function faultsOfScript({ Runtime, Handler, Script }: Record<string, any>): string[] {
  return [
    ...RUNTIMES.includes(Runtime) ? [] : [`unknown runtime ${Runtime}`],
    ...new RegExp(`^def ${Handler}\\(\\w+, \\w+\\):`, 'm').test(Script) ? [] : [`the script has no function ${Handler}`],
  ];
}

/** Where a step may go on. */
function followers(steps: Step[], index: number): string[] {
  const { action, inputs, isEnd, nextStep } = steps[index];
  const chosen = action === 'aws:branch' ? [...(inputs.Choices ?? []).map((each: any) => each.NextStep), ...inputs.Default ? [inputs.Default] : []] : [];
  const always = nextStep ? [nextStep] : isEnd || inputs.Default || index + 1 >= steps.length ? [] : [steps[index + 1].name];
  return [...chosen, ...always];
}

function unreachable(steps: Step[]): string[] {
  const reached = new Set<string>();
  const visit = (index: number): void => {
    if (index < 0 || reached.has(steps[index].name)) return;
    reached.add(steps[index].name);
    followers(steps, index).forEach((name) => visit(steps.findIndex((each) => each.name === name)));
  };
  visit(0);
  return steps.map(({ name }) => name).filter((name) => !reached.has(name));
}

/** References to what is no parameter, and no output of a step; outputs that are built in count too. */
function unknownReferences({ mainSteps, parameters = {}, assumeRole = '' }: Runbook): string[] {
  const known = new Set([...Object.keys(parameters), ...mainSteps.flatMap(({ name, outputs = [] }) => outputs.map(({ Name }) => `${name}.${Name}`))]);
  const used = [...`${assumeRole} ${JSON.stringify(mainSteps)}`.matchAll(/\{\{\s*([\w.:-]+)\s*\}\}/g)].map(([, name]) => name);
  return [...new Set(used)].filter((name) => !known.has(name) && !/^(global|automation):/.test(name)).map((name) => `{{ ${name} }} is nowhere`);
}
