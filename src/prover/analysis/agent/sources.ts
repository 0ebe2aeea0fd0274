import { Reason, Step, Truth } from '../../core';
import { NetworkModel } from '../../model';
import { endpointIngressBlocked } from '../../rules/network/endpoint-ingress-blocked';
import { networkAclBlocks } from '../../rules/network/network-acl-blocks';
import { securityGroupEgressBlocked } from '../../rules/network/security-group-egress-blocked';
import { Journey, reach } from '../network';
import { reachesS3, S3Place } from './reach-s3';

const S3_HOST = /^https?:\/\/(?:([a-z0-9.${}:-]+)\.)?s3[.-](?:dualstack\.)?(?:([^./]+)\.)?amazonaws\.com(?:\.cn)?(?:\/|$)/i;
const REGION = /^[a-z]{2}(?:-[a-z]+)+-\d$/;

/** Which S3 a download address means; undefined: it is not S3. */
export function s3PlaceOf(url: string, region: string | undefined): S3Place | undefined {
  const match = S3_HOST.exec(url.replace('${AWS::URLSuffix}', 'amazonaws.com').replace(/\$\{[^}]*\}|\$\(?\w+\)?/g, VARIABLE));
  if (!match) return undefined;
  const named = match[2];
  // The host name without a Region is that of us-east-1.
  const meant = named ?? 'us-east-1';
  if (meant.includes(VARIABLE)) return 'own-region';
  if (!REGION.test(meant)) return 'unknown';
  if (region === undefined) return 'unknown';
  return meant === region ? 'own-region' : 'elsewhere';
}

const VARIABLE = 'regionvariable';

/** Whether a host reaches a place user data fetches the agent from. Mirrors of one's own are not known. */
export function reachesSource(model: NetworkModel, journey: Journey, source: string, region: string | undefined): Truth {
  if (source === 'snap') return reach(model, { ...journey, service: 'snapcraft' }).answer;
  if (source === 's3') return reachesS3(model, journey, 'unknown');
  // Amazon Linux keeps its repositories in S3, in every Region.
  const place = source === 'repository' ? 'own-region' : s3PlaceOf(source, region);
  if (place === undefined) return 'unknown';
  const answer = reachesS3(model, journey, place);
  // Port 80 has rules of its own, which are not looked at: only a missing way is sure.
  const byHttp = source === 'repository' || source.startsWith('http:');
  return byHttp && answer === 'no' && !lacksWay(model, journey) ? 'unknown' : answer;
}

function lacksWay(model: NetworkModel, journey: Journey): boolean {
  const steps = reach(model, { ...journey, service: 's3' }).paths.flatMap((path) => path.because);
  return steps.some((s) => s.answer === 'no' && !isPortRule(s));
}

/** Security groups and network ACLs. */
const PORT_RULES = [securityGroupEgressBlocked, networkAclBlocks, endpointIngressBlocked].flatMap((rule): Reason[] => Object.values(rule.faults));

const isPortRule = (step: Step) => PORT_RULES.includes(step.reason);
