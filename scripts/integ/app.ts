/**
 * Runs one app of integ/ for integ-runner: `tsx scripts/integ/app.ts integ/integ.NAME.ts`. When it has synthesized, what depends on the
 * machine is taken out of the assembly, and its schema is declared as one that the runner reads.
 */
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'fs';
import { join, resolve } from 'path';

/**
 * integ-runner 2.197.10, the newest there is, refuses schema 54, which aws-cdk-lib 2.260.0 writes. What 54 added (suppressed violations of
 * a validation report, a deploy option) occurs in none of these assemblies.
 */
const READ_BY_RUNNER = '53.0.0';

type Json = Record<string, any>;

/** Rewrites a JSON file; `change` alters it in place. */
function edit(path: string, change: (data: Json) => void): void {
  const data = JSON.parse(readFileSync(path, 'utf8')) as Json;
  change(data);
  writeFileSync(path, `${JSON.stringify(data, undefined, 2)}\n`);
}

function plain(folder: string): void {
  for (const name of readdirSync(folder)) {
    const path = join(folder, name);
    if (/^(tree|validation-report|.*\.metadata)\.json$/.test(name)) rmSync(path);
    else if (/^(manifest|integ|.*\.assets)\.json$|^cdk\.out$/.test(name)) edit(path, name === 'manifest.json' ? plainManifest : declare);
  }
}

function declare(data: Json): void {
  data.version = READ_BY_RUNNER;
  delete data.minimumCliVersion;
}

/** Without the tree and the metadata, which hold stack traces with paths of this machine, and without CDK's list of feature flags. */
function plainManifest(data: Json): void {
  declare(data);
  data.artifacts = Object.fromEntries(Object.entries<Json>(data.artifacts).filter(([, { type }]) => /^(aws:cloudformation:stack|cdk:asset-manifest)$/.test(type)));
  for (const artifact of Object.values<Json>(data.artifacts)) {
    delete artifact.additionalMetadataFile;
    delete artifact.metadata;
  }
}

const output = process.env.CDK_OUTDIR;
// A CDK app synthesizes when nothing is left to do, which is before this.
if (output !== undefined) process.on('exit', (status) => { if (status === 0) plain(output); });
require(resolve(process.argv[2]));
