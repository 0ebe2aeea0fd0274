import { identity, own, Place, Text, Unknown, Value } from '../../core';
import { placeOf, Resource } from '../../sources/cloudformation';
import type { ReaderContext } from '../context';
import { declareReader } from '../fields';
import { HostManagementSetting } from '../network-model';
import { Role } from '../types';
import { readRoleIdentity } from './identity';
import { inEnvironment } from './sessions';

const SETTING = declareReader({
  type: 'AWS::SSM::ServiceSetting',
  reads: ['SettingId', 'SettingValue'],
  assumes: [
    'whether the type accepts the Default Host Management setting is not documented',
    'custom resources, Lambda functions and Quick Setup configurations that name the setting leave it unknown',
  ],
});

/** Our own custom resource does what the type says it does, with the same properties. */
const OWN = declareReader({ type: 'Custom::SsmReadyServiceSetting', reads: ['SettingId', 'SettingValue'] });

/** Custom resources of this library whose effect is known: the second one only reads the setting. */
const KNOWN = [OWN.type, 'Custom::SsmReadyFormerValue'];

function settings(model: ReaderContext): Resource[] {
  return [SETTING, OWN].flatMap(({ type }) => model.estate.ofType(type)).filter((r) => model.estate.exists(r));
}

const SETTING_ID = '/ssm/managed-instance/default-ec2-instance-management-role';

/** The setting that applies to hosts of an account and Region; it may stand in any stack deployed there. */
export function readHostManagementSetting(model: ReaderContext, environment: { account?: string; region?: string }): HostManagementSetting | undefined {
  const found = settings(model).filter((resource) => inEnvironment(resource, environment))
    .flatMap((resource) => settingOf(model, resource) ?? []);
  const [first, ...others] = found.length > 0 ? found : settersOf(model, environment);
  // Who writes last is not known.
  if (first && others.some((other) => other.state !== first.state)) return undecided(first.place, `which of ${found.length} Default Host Management settings holds`);
  return first;
}

/** Every resource that makes the setting, with where it is deployed. */
export function hostManagementOwners(model: ReaderContext): { place: Place; account?: string; region?: string }[] {
  return settings(model).filter((r) => settingOf(model, r) !== undefined)
    .map((r) => ({
      place: placeOf(r), ...r.stack.account === undefined ? {} : { account: r.stack.account }, ...r.stack.region === undefined ? {} : { region: r.stack.region },
    }));
}

function settingOf(model: ReaderContext, resource: Resource): HostManagementSetting | undefined {
  const fields = model.fields(resource, resource.type === OWN.type ? OWN : SETTING);
  const id = fields.value('SettingId');
  const place = fields.place('SettingValue');
  if (id instanceof Unknown) return { place, state: 'unknown', roleUnknown: id };
  if (!identity(id).endsWith(SETTING_ID)) return undefined;
  const value = fields.value('SettingValue');
  if (value === '$None') return { place, state: 'off' };
  if (value instanceof Unknown) return { place, state: 'unknown', roleUnknown: value };
  return { place, state: 'on', pathGiven: (value instanceof Text ? value.parts : [value]).some((part) => typeof part === 'string' && part.includes('/')), ...roleOf(model, value, place) };
}

/** Before there was a resource type people used custom resources; what they come to only deployment shows. */
function settersOf(model: ReaderContext, environment: { account?: string; region?: string }): HostManagementSetting[] {
  const result: HostManagementSetting[] = [];
  for (const type of model.estate.types()) {
    if (!SETTERS.test(type)) continue;
    for (const resource of KNOWN.includes(type) ? [] : model.estate.ofType(type)) {
      const text = JSON.stringify(own(resource.raw, 'Properties') ?? null);
      const sets = text.includes('default-ec2-instance-management-role') || text.includes('AWSQuickSetupType-DHMC')
        || (type === 'AWS::Lambda::Function' && /default-ec2-instance-management/.test(text));
      if (sets && model.estate.exists(resource) && inEnvironment(resource, environment)) {
        result.push(undecided(placeOf(resource), `what ${resource.logicalId} (${type}) makes of the Default Host Management setting`));
      }
    }
  }
  return result;
}

const SETTERS = /^(Custom::.*|AWS::CloudFormation::CustomResource|AWS::Lambda::Function|AWS::SSMQuickSetup::ConfigurationManager|AWS::SSM::Association)$/;

function undecided(place: Place, what: string): HostManagementSetting {
  return { place, state: 'unknown', roleUnknown: new Unknown('attribute', `host-management:${place.template}:${place.logicalId}`, what) };
}

/** The value is a role's name, with its path in front: `service-role/AWSSystemsManagerDefaultEC2InstanceManagementRole`. */
function roleOf(model: ReaderContext, value: Value, place: Place): { role: Role } | { roleUnknown: Unknown } {
  const name = typeof value === 'string' ? value.slice(value.lastIndexOf('/') + 1) : value;
  const found = readRoleIdentity(model, name, place);
  if (found.kind === 'role') return { role: found.role };
  return { roleUnknown: found.kind === 'unknown' ? found.unknown : new Unknown('reference', identity(value), `the role ${identity(value)}`) };
}
