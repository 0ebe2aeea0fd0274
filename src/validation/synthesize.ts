import { existsSync, statSync } from 'fs';
import { join } from 'path';
import { App, Stage } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';

/**
 * Synthesizes an app only to look at it: returns the folder of the assembly. Validation plugins run as part of every synthesis, and a
 * failing one ends it with an exit status or, in newer CDK versions, an exception once the templates are written. Neither is what
 * whoever asks a question wants, and neither may be lost for the real synthesis later: the exit status is put back, and the assembly
 * is forgotten so that the app's own `synth()` validates again.
 *
 * @throws Error where synthesis fails before there are templates
 */
export function synthesizeForReading(root: IConstruct): string {
  const stage = Stage.isStage(root) ? root : undefined;
  if (!stage) throw new Error(`${root.node.path || 'the construct'} belongs to no App: put its stack into one`);
  const cache = stage as unknown as { assembly?: unknown };
  const made = cache.assembly !== undefined;
  const manifest = join(App.isApp(stage) ? stage.outdir : '', 'manifest.json');
  const before = changeOf(manifest);
  const status = process.exitCode;
  try {
    return stage.synth().directory;
  } catch (error) {
    // A plugin speaks after the templates are written; anything earlier leaves none.
    if (!existsSync(manifest) || changeOf(manifest) === before) throw error;
    return stage.outdir;
  } finally {
    process.exitCode = status;
    if (!made) cache.assembly = undefined;
  }
}

function changeOf(file: string): bigint | undefined {
  return existsSync(file) ? statSync(file, { bigint: true }).mtimeNs : undefined;
}
