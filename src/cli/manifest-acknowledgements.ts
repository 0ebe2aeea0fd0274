import { existsSync } from 'fs';
import { dirname, join } from 'path';
import { isMap, own } from '../prover/core';
import { Loaded, readText } from '../prover/sources/cloudformation';
import { Acknowledgement, acknowledgementsIn } from '../prover/verdict';

/** CDK's name for them; `Validations.ACKNOWLEDGED_RULES_METADATA_KEY`, which the command line does not load CDK for. */
const METADATA_TYPE = 'aws:cdk:acknowledged-rules';

/**
 * What the app has acknowledged, from the metadata of the cloud assemblies that were loaded. CDK writes the metadata of stacks and
 * what is below them; an acknowledgement at a Stage or at the App leaves no trace in an assembly.
 */
export function manifestAcknowledgements(loaded: Loaded): Acknowledgement[] {
  const folders = new Set(loaded.estate.stacks.map((stack) => dirname(stack.template)));
  return [...folders].sort().flatMap(inAssembly);
}

function inAssembly(folder: string): Acknowledgement[] {
  const artifacts = section(readJson(join(folder, 'manifest.json')), 'artifacts');
  return Object.values(artifacts).flatMap((artifact) => {
    if (!isMap(artifact) || own(artifact, 'type') !== 'aws:cloudformation:stack') return [];
    const beside = own(artifact, 'additionalMetadataFile');
    const more = typeof beside === 'string' && /^[\w.-]+$/.test(beside) ? readJson(join(folder, beside), METADATA_TYPE) : undefined;
    return [...inMetadata(section(artifact, 'metadata')), ...(isMap(more) ? inMetadata(more) : [])];
  });
}

function inMetadata(metadata: Readonly<Record<string, unknown>>): Acknowledgement[] {
  return Object.entries(metadata).flatMap(([path, entries]) => (Array.isArray(entries) ? entries as unknown[] : [])
    .filter((entry): entry is Record<string, unknown> => isMap(entry) && own(entry, 'type') === METADATA_TYPE)
    .flatMap((entry) => acknowledgementsIn(path.replace(/^\//, ''), own(entry, 'data'))));
}

function section(data: unknown, name: string): Readonly<Record<string, unknown>> {
  const found = isMap(data) ? own(data, name) : undefined;
  return isMap(found) ? found : {};
}

/**
 * What cannot be read was told as an input error by the loader already.
 *
 * @param about a text without which the file says nothing of interest: it may be as large as the template
 */
function readJson(file: string, about = ''): unknown {
  try {
    const text = existsSync(file) ? readText(file) : '';
    return text.includes(about) ? JSON.parse(text) as unknown : undefined;
  } catch {
    return undefined;
  }
}
