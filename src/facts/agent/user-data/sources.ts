import { Truth } from '../../../core';
import { Model } from '../../../model';
import { Journey, reach } from '../../net';
import { reachesS3, S3Place } from '../reach-s3';

const S3_HOST = /^https?:\/\/(?:([a-z0-9.${}:-]+)\.)?s3[.-](?:dualstack\.)?(?:([^./]+)\.)?amazonaws\.com(?:\.cn)?(?:\/|$)/i;
const REGION = /^[a-z]{2}(?:-[a-z]+)+-\d$/;

/** Which S3 a download address means; undefined: it is not S3. */
export function s3PlaceOf(url: string, region: string | undefined): S3Place | undefined {
  const match = S3_HOST.exec(url.replace(/\$\{[^}]*\}|\$\(?\w+\)?/g, VARIABLE));
  if (!match) return undefined;
  const named = match[2];
  // The host name without a Region is that of us-east-1.
  const meant = named ?? 'us-east-1';
  if (meant.includes(VARIABLE)) return 'own-region';
  if (!REGION.test(meant)) return 'unknown';
  if (region === undefined) return named === undefined ? 'unknown' : 'unknown';
  return meant === region ? 'own-region' : 'elsewhere';
}

const VARIABLE = 'regionvariable';

/** Whether a host reaches any of the places user data fetches the agent from. Mirrors of one's own are not known. */
export function reachesSource(model: Model, journey: Journey, source: string, region: string | undefined): Truth {
  // Amazon Linux keeps its repositories in S3, in every Region.
  if (source === 'repository') return reachesS3(model, journey, 'own-region');
  if (source === 'snap') return reach(model, { ...journey, service: 'snapcraft' }).answer;
  const place = s3PlaceOf(source, region);
  return place === undefined ? 'unknown' : reachesS3(model, journey, place);
}
