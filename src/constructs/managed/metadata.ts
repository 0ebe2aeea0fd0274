import { Annotations, Aspects, Token } from 'aws-cdk-lib';
import * as autoscaling from 'aws-cdk-lib/aws-autoscaling';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import { warn } from '../internal/warnings';
import { Launch } from './launch';

/** The instance metadata service: on, and version 2 where asked. */
export function manageMetadata(launch: Launch, requireImdsv2: boolean): void {
  const { host } = launch;
  const given = launch.get('metadataOptions');
  if (Token.isUnresolved(given)) {
    warn(host, 'unknownMetadataOptions', `The metadata options of ${host.node.path} are a token and were left as they are. See to it that HttpEndpoint is not disabled${requireImdsv2 ? ' and HttpTokens is required' : ''}.`);
    return;
  }
  const options = (given ?? {}) as Record<string, unknown>;
  const changes: Record<string, unknown> = {};
  if (options.httpEndpoint === 'disabled') {
    changes.httpEndpoint = 'enabled';
    Annotations.of(host).addInfo(`The metadata service of ${host.node.path} was switched on: without it the SSM Agent has no credentials.`);
  }
  if (requireImdsv2 && options.httpTokens !== 'required' && !cdkRequiresImdsv2(launch)) changes.httpTokens = 'required';
  if (Object.keys(changes).length > 0) launch.set('metadataOptions', { ...options, ...changes });
}

/** CDK's own prop `requireImdsv2` is an aspect, which takes effect at synthesis. */
function cdkRequiresImdsv2(launch: Launch): boolean {
  return launch.host.node.scopes.some((scope) => Aspects.of(scope).all.some((aspect) =>
    (aspect instanceof ec2.InstanceRequireImdsv2Aspect && launch.l2 instanceof ec2.Instance)
    || (aspect instanceof ec2.LaunchTemplateRequireImdsv2Aspect && launch.l2 instanceof ec2.LaunchTemplate)
    || aspect instanceof autoscaling.AutoScalingGroupRequireImdsv2Aspect));
}
