import { readFileSync } from 'fs';
import { join } from 'path';
import { App } from 'aws-cdk-lib';
import { AwsSolutionsChecks } from 'cdk-nag';
import { SsmReadyValidation } from '../src';
import { load } from '../src/prover/sources/cloudformation';
import { judge } from '../src/prover/verdict';
import { makeApp } from './apps';
import { interleaved, Measures } from './measure';

/** What the plugin costs within a CDK app: against its synthesis, and against cdk-nag's AwsSolutions pack on the same app. */
export function measureApps(hosts: number, folder: string, measures: Measures): void {
  let n = 0;
  let app: App;
  let paths: string[] = [];
  const times = interleaved({
    make: () => { app = makeApp(hosts, join(folder, `${hosts}-${n++}`)); },
    synth: () => { paths = app.synth().stacksRecursively.map((s) => s.templateFullPath); },
    validate: () => {
      if (!new SsmReadyValidation().validate({ templatePaths: paths, appConstruct: app }).success) throw new Error('the generated app is not ready');
    },
    nag: () => { new AwsSolutionsChecks().validate({ templatePaths: paths, appConstruct: app }); },
    judged: () => { judge(load([app.outdir])); },
    parsed: () => { for (const path of [...paths, join(app.outdir, 'manifest.json')]) JSON.parse(readFileSync(path, 'utf8')); },
  });
  const resources = paths.map((p) => Object.keys((JSON.parse(readFileSync(p, 'utf8')) as { Resources: object }).Resources).length).reduce((a, b) => a + b, 0);
  const size = `${hosts} hosts, ${resources} resources`;
  const largest = hosts === 400;
  measures.add(`validate(), CPU: ${size}`, times.validate, 'ms');
  measures.add(`cdk-nag AwsSolutions against validate(): ${size}`, times.nag / times.validate, 'times', largest ? { atLeast: 20 } : undefined);
  measures.add(`share of app.synth(): ${size}`, 100 * times.validate / times.synth, '%', largest ? { atMost: 3 } : undefined);
  measures.add(`load and judge against read and JSON.parse: ${size}`, times.judged / times.parsed, 'times');
}
