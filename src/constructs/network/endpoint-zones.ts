import { CfnCondition, CfnResource, Stack } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as route53 from 'aws-cdk-lib/aws-route53';
import { InterfaceVpcEndpointTarget } from 'aws-cdk-lib/aws-route53-targets';
import { Construct } from 'constructs';
import { SsmEndpointService } from './endpoint-service';

/**
 * A private hosted zone named after the service's host, whose apex leads to the endpoint. It answers as the hidden zone of private
 * DNS does, but for the VPCs it is associated with.
 */
export function endpointHostedZone(
  scope: Construct, service: SsmEndpointService, endpoint: ec2.InterfaceVpcEndpoint, vpcs: ec2.IVpc[], condition?: CfnCondition,
): route53.PrivateHostedZone {
  const stack = Stack.of(scope);
  const zone = new route53.PrivateHostedZone(scope, `${service._constructId}Zone`, {
    zoneName: `${service.shortName}.${stack.region}.${stack.urlSuffix}`,
    vpc: vpcs[0],
    comment: `${service.shortName} by interface endpoint`,
  });
  vpcs.slice(1).forEach((vpc) => zone.addVpc(vpc));
  const record = new route53.ARecord(scope, `${service._constructId}Alias`, {
    zone,
    target: route53.RecordTarget.fromAlias(new InterfaceVpcEndpointTarget(endpoint)),
  });
  if (condition) {
    for (const child of [zone.node.defaultChild, record.node.defaultChild]) (child as CfnResource).cfnOptions.condition = condition;
  }
  return zone;
}
