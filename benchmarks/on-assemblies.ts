import { readFileSync, statSync } from 'fs';
import { join } from 'path';
import { makeReport } from '../src/prover/report';
import { toHtml } from '../src/prover/report/html';
import { toJson } from '../src/prover/report/json';
import { load, Loaded } from '../src/prover/sources/cloudformation';
import { judge } from '../src/prover/verdict';
import { writeAssembly } from './assemblies';
import { cpu, interleaved, Measures } from './measure';

/** Load and judge of assemblies of 1,000 and 10,000 hosts, how that grows, and what the long formats cost. */
export function measureAssemblies(folder: string, measures: Measures, sizes: readonly number[]): void {
  const judged: number[] = [];
  for (const hosts of sizes) {
    const root = join(folder, `assembly-${hosts}`);
    const files = [...writeAssembly(hosts, root), join(root, 'manifest.json')];
    const times = interleaved({
      parse: () => { for (const file of files) JSON.parse(readFileSync(file, 'utf8')); },
      load: () => { load([root]); },
      judge: () => { judge(load([root])); },
    });
    const megabytes = files.map((f) => statSync(f).size).reduce((a, b) => a + b, 0) / 1e6;
    measures.add(`read and JSON.parse of ${megabytes.toFixed(1)} MB: ${hosts} hosts`, times.parse, 'ms');
    measures.add(`load against read and JSON.parse: ${hosts} hosts`, times.load / times.parse, 'times');
    measures.add(`load and judge against read and JSON.parse: ${hosts} hosts`, times.judge / times.parse, 'times', hosts === 10_000 ? { atMost: 5 } : undefined);
    judged.push(times.judge);
    if (hosts === sizes[0]) measureFormats(load([root]), hosts, measures);
  }
  if (judged.length > 1) measures.add(`load and judge, ${sizes[0]} to ${sizes[1]} hosts`, judged[1] / judged[0], 'times', { atMost: 11 });
}

function measureFormats(loaded: Loaded, hosts: number, measures: Measures): void {
  const judgement = judge(loaded);
  let text = '';
  const report = () => makeReport(judgement, (place) => loaded.estate.originOf(place), { paths: 'all' });
  const made = cpu(() => { text = toJson(report()); });
  measures.add(`JSON with every path, proofs included: ${hosts} hosts`, made, 'ms');
  measures.add(`JSON with every path, size: ${hosts} hosts`, text.length / 1e6, 'MB');
  const drawn = cpu(() => { text = toHtml(report(), judgement.networks(), { version: '0.0.0' }); });
  measures.add(`HTML, proofs known: ${hosts} hosts`, drawn, 'ms');
  measures.add(`HTML, size: ${hosts} hosts`, text.length / 1e6, 'MB');
}
