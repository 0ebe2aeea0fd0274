import { asBoolean, asList, identity, isMap, own, truthOf, Unknown, Value } from '../../core';
import { Resource, split } from '../../sources/cloudformation';
import type { ReaderContext } from '../context';
import { declareReader } from '../fields';
import { GroupSet } from '../types';
import { subnetsOf } from './fleets';
import { readProfile } from './identity';
import { groupSet } from './launch';
import { launchOver, made, serviceGroup, Started } from './placements';

const ENVIRONMENT = declareReader({
  type: 'AWS::ElasticBeanstalk::Environment',
  reads: ['OptionSettings', 'TemplateName'],
  assumes: ['Elastic Beanstalk adds a security group of its own, which allows all egress, unless DisableDefaultEC2SecurityGroup', 'what no option names (profile, image) Elastic Beanstalk chooses'],
});
const TEMPLATE = declareReader({ type: 'AWS::ElasticBeanstalk::ConfigurationTemplate', reads: ['OptionSettings'] });

const LAUNCH = 'aws:autoscaling:launchconfiguration';
const VPC = 'aws:ec2:vpc';

/** Elastic Beanstalk environments; configuration templates count where an environment names them. */
export function listBeanstalk(model: ReaderContext): { resource: Resource; start: () => Started }[] {
  return model.estate.ofType(ENVIRONMENT.type).map((resource) => ({ resource, start: () => start(model, resource) }));
}

function start(model: ReaderContext, resource: Resource): Started {
  const options = optionsOf(model, resource);
  if (options instanceof Unknown) return { launches: [], subnets: [], unknown: options };
  const place = model.fields(resource, ENVIRONMENT).place('OptionSettings');
  const option = (namespace: string, name: string) => options.get(`${namespace} ${name}`);
  const launch = launchOver(model, undefined, place, {
    image: () => option(LAUNCH, 'ImageId') ?? new Unknown('reference', `platform:${resource.key}`, 'the image of the Elastic Beanstalk platform'),
    identity: () => {
      const profile = option(LAUNCH, 'IamInstanceProfile');
      return profile === undefined ? made('the instance profile Elastic Beanstalk chooses', resource, place) : readProfile(model, profile, place);
    },
    groups: (): GroupSet => {
      const value = option(LAUNCH, 'SecurityGroups');
      const listed = value === undefined ? [] : split(',', value);
      const given = groupSet(model, listed instanceof Unknown ? [value] : asList(listed).map((g) => (typeof g === 'string' ? g.trim() : g)), place);
      const disabled = option(LAUNCH, 'DisableDefaultEC2SecurityGroup');
      if (disabled !== undefined && asBoolean(disabled) === true) return given;
      const { groups, unknown } = serviceGroup(resource, 'the security group Elastic Beanstalk makes');
      // Whether it makes its own is not known then.
      if (disabled !== undefined && asBoolean(disabled) === undefined) return { ...given, unknown };
      return { ...given, groups: [...given.groups, ...groups], unknown };
    },
    associatePublic: () => {
      const value = option(VPC, 'AssociatePublicIpAddress');
      if (value === undefined) return undefined;
      const known = asBoolean(value);
      return known === undefined ? 'unknown' : truthOf(known);
    },
  });
  const subnets = subnetsOf(model, option(VPC, 'Subnets'));
  if (subnets.length > 0) return { launches: [launch], subnets };
  const elsewhere = new Unknown('reference', `subnets:${resource.key}`, `the subnets of ${resource.logicalId}`);
  return { launches: [launch], subnets: [option(VPC, 'VPCId') === undefined ? model.defaultSubnet() : model.subnet(elsewhere)] };
}

/** The environment's own option settings over those of its configuration template. */
function optionsOf(model: ReaderContext, resource: Resource): Map<string, Value> | Unknown {
  const fields = model.fields(resource, ENVIRONMENT);
  const name = fields.value('TemplateName');
  const result = new Map<string, Value>();
  if (name !== undefined) {
    const template = model.made(name, TEMPLATE.type);
    if (!template) return name instanceof Unknown ? name : new Unknown('reference', `template:${identity(name)}`, `the configuration template ${identity(name)}`);
    const given = model.fields(template, TEMPLATE).list('OptionSettings');
    if (given instanceof Unknown) return given;
    add(result, given);
  }
  const own_ = fields.list('OptionSettings');
  if (own_ instanceof Unknown) return own_;
  add(result, own_);
  return result;
}

function add(result: Map<string, Value>, settings: readonly Value[]): void {
  for (const setting of settings) {
    if (!isMap(setting)) continue;
    const [namespace, name] = ['Namespace', 'OptionName'].map((key) => own(setting as Record<string, Value>, key));
    if (typeof namespace === 'string' && typeof name === 'string') result.set(`${namespace} ${name}`, own(setting as Record<string, Value>, 'Value'));
  }
}
