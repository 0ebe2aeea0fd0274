import { asList, identity, isMap, own, scalar, Truth, Unknown, Value } from '../../core';
import { Resource } from '../../sources/cloudformation';
import type { ReaderContext } from '../context';
import { declareReader, lazy } from '../fields';
import { Association, AssociationTarget, Host, Tag } from '../types';

const ASSOCIATION = declareReader({ type: 'AWS::SSM::Association', reads: ['Name', 'Targets', 'InstanceId', 'Parameters'] });
const INSTANCE_TAGS = declareReader({ type: 'AWS::EC2::Instance', reads: ['Tags', 'LaunchTemplate'] });
const GROUP_TAGS = declareReader({ type: 'AWS::AutoScaling::AutoScalingGroup', reads: ['Tags', 'LaunchTemplate', 'MixedInstancesPolicy.LaunchTemplate'] });
const TEMPLATE_TAGS = declareReader({ type: 'AWS::EC2::LaunchTemplate', reads: ['LaunchTemplateData.TagSpecifications'] });

export function readAssociation(model: ReaderContext, resource: Resource): Association {
  const association = model.fields(resource, ASSOCIATION);
  const fields = lazy(model.estate, {
    document: () => association.value('Name'),
    operation: () => association.value('Parameters', 'Operation'),
    targets: (): readonly AssociationTarget[] | Unknown => {
      const single = association.value('InstanceId');
      if (single !== undefined) return [{ key: 'InstanceIds', values: [single] }];
      const targets = association.value('Targets');
      if (targets instanceof Unknown) return targets;
      return asList(targets).map((target) => {
        const map = isMap(target) ? target as Record<string, Value> : {};
        return { key: scalar(own(map, 'Key')) ?? '', values: asList(own(map, 'Values')) };
      });
    },
  });
  return model.entity(resource, { account: resource.stack.account, region: resource.stack.region }, fields);
}

/** The tags that instances really carry; an Auto Scaling group hands on only those that say so. Unknown: kinds of hosts whose tags are not read. */
export function tagsOf(model: ReaderContext, resource: Resource): readonly Tag[] | Unknown {
  if (resource.type === 'AWS::EC2::Instance') {
    const fields = model.fields(resource, INSTANCE_TAGS);
    return joined(tagList(fields.value('Tags'), () => 'yes'), templateTags(model, fields.value('LaunchTemplate')));
  }
  if (resource.type === 'AWS::AutoScaling::AutoScalingGroup') {
    const fields = model.fields(resource, GROUP_TAGS);
    const mixed = fields.value('MixedInstancesPolicy', 'LaunchTemplate');
    const template = fields.value('LaunchTemplate') ?? (isMap(mixed) ? own(mixed as Record<string, Value>, 'LaunchTemplateSpecification') : undefined);
    return joined(tagList(fields.value('Tags'), propagates), templateTags(model, template));
  }
  return new Unknown('attribute', `tags:${resource.key}`, `the tags of what ${resource.logicalId} starts`);
}

function joined(a: readonly Tag[] | Unknown, b: readonly Tag[] | Unknown): readonly Tag[] | Unknown {
  if (a instanceof Unknown) return a;
  return b instanceof Unknown ? b : [...a, ...b];
}

function propagates(tag: Record<string, Value>): Truth {
  const value = scalar(own(tag, 'PropagateAtLaunch'))?.toLowerCase();
  return value === undefined ? 'unknown' : value === 'true' ? 'yes' : 'no';
}

function tagList(value: Value, carried: (tag: Record<string, Value>) => Truth): readonly Tag[] | Unknown {
  if (value instanceof Unknown) return value;
  return asList(value).filter(isMap).map((item) => {
    const tag = item as Record<string, Value>;
    return { key: own(tag, 'Key'), value: own(tag, 'Value'), carried: carried(tag) };
  });
}

function templateTags(model: ReaderContext, specification: Value): readonly Tag[] | Unknown {
  if (specification === undefined) return [];
  const template = model.launchTemplate(specification);
  if (template instanceof Unknown) return template;
  const specifications = model.fields(template, TEMPLATE_TAGS).value('LaunchTemplateData', 'TagSpecifications');
  if (specifications instanceof Unknown) return specifications;
  const lists = asList(specifications).filter(isMap).map((item) => {
    const map = item as Record<string, Value>;
    return tagList(own(map, 'Tags'), () => (identity(own(map, 'ResourceType')) === 'instance' ? 'yes' : 'no'));
  });
  return lists.reduce<readonly Tag[] | Unknown>(joined, []);
}

/** Whether an association targets a host. */
export function targetsHost(association: Association, host: Host): Truth {
  const { targets } = association;
  if (targets instanceof Unknown) return 'unknown';
  const truths = targets.map((target) => targetMeets(target, host));
  // Several targets of different kinds all must hold; an association without any goes nowhere.
  if (truths.length === 0) return 'no';
  return truths.includes('no') ? 'no' : truths.includes('unknown') ? 'unknown' : 'yes';
}

function targetMeets({ key, values }: AssociationTarget, host: Host): Truth {
  if (key === 'InstanceIds') {
    if (values.some((v) => v === '*')) return 'yes';
    if (values.some((v) => identity(v) === host.key)) return 'yes';
    return values.some((v) => v instanceof Unknown) ? 'unknown' : 'no';
  }
  if (!key.startsWith('tag:')) return 'unknown';
  return tagMeets(key.slice('tag:'.length), values, host.tags);
}

function tagMeets(key: string, values: readonly Value[], tags: Host['tags']): Truth {
  if (tags instanceof Unknown) return 'unknown';
  let result: Truth = 'no';
  for (const tag of tags) {
    if (tag.key instanceof Unknown || tag.carried === 'unknown') result = 'unknown';
    if (identity(tag.key) !== key || tag.carried === 'no') continue;
    if (values.some((v) => identity(v) === identity(tag.value)) && tag.carried === 'yes') return 'yes';
    if (tag.value instanceof Unknown || values.some((v) => v instanceof Unknown)) result = 'unknown';
  }
  return result;
}
