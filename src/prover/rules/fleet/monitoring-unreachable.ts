import { fault } from '../fault';
import { privateLinkGuide, systemsManagerGuide } from '../links';
import { defineRule } from '../rule';
import { and } from '../wording';

/** The CloudWatch agent runs, and sends nothing. */
export const monitoringUnreachable = defineRule({
  id: 'MonitoringUnreachable',
  severity: 'warning',
  title: 'The CloudWatch agent of the host cannot reach CloudWatch',
  why: 'The CloudWatch agent sends metrics to `monitoring` and logs to `logs`. Endpoints for Systems Manager do not serve these names.',
  symptom: 'The node is online and the agent is installed, but CloudWatch shows neither its metrics nor its logs.',
  links: [systemsManagerGuide('quick-setup-host-management'), privateLinkGuide('create-interface-endpoint')],
  faults: {
    monitoringUnreachable: fault<'host' | 'service' | 'subnet'>({
      code: 'MONITORING_SERVICE_UNREACHABLE',
      hop: 'identity',
      words: (d) => ({
        message: `${d.host} runs the CloudWatch agent and cannot reach ${and(d.service)} from ${and(d.subnet)}`,
        cdk: `add the endpoints: new SsmEndpoints(this, 'Endpoints', { vpc, additionalServices: [SsmEndpointService.MONITORING, SsmEndpointService.LOGS] })`,
        cloudFormation: 'add interface endpoints (AWS::EC2::VPCEndpoint, PrivateDnsEnabled true) for monitoring and logs',
      }),
    }),
  },
});
