import { mkdirSync, symlinkSync, existsSync } from 'fs';
import { dirname, join, resolve } from 'path';

const { bundle } = require('../../scripts/bundle') as { bundle: (entry: string, outfile: string) => string };

/** Bundles an entry point with this checkout as `cdk-ssm-ready`; the bundle finds aws-cdk-lib through a link. */
export function bundleFixture(entry: string, outfile: string): string {
  mkdirSync(dirname(outfile), { recursive: true });
  const link = join(dirname(outfile), 'node_modules');
  if (!existsSync(link)) symlinkSync(resolve(__dirname, '../../node_modules'), link, 'dir');
  return bundle(entry, outfile);
}
