import { readdirSync, readFileSync } from 'fs';
import { join } from 'path';
import { prove, readFolder, scopesOf } from '../../src/doctor';
import { recognise } from '../../src/doctor/recognise';
import { Flow } from '../../src/prover/analysis/network';
import { endOf } from '../../src/prover/analysis/network/crossing';
import { IntervalSet } from '../../src/prover/analysis/network/intervals';
import { aclAllows } from '../../src/prover/analysis/network/network-acls';
import { groupsAllow } from '../../src/prover/analysis/network/security-groups';
import { Model, Placement } from '../../src/prover/model';
import { LiveScope } from '../../src/prover/sources/live';
import { withRecordings } from './recordings';

/** Ports from which Linux asks. */
const EPHEMERAL = IntervalSet.of({ from: 32768, to: 61000 });
const HTTPS = IntervalSet.of({ from: 443, to: 444 });

interface Expected { readonly there: boolean; readonly back: boolean }

/** `a[ip] => b[ip] : protocol: TCP src-ports: 1-9079,9081-65535 dst-ports: 1-1024 *`; a star: the response is not permitted. */
function expectedOf(lines: readonly string[], from: string, to: string): Expected {
  const rows = lines.filter((line) => line.startsWith(`${from}[`) && line.includes(`=> ${to}[`)).map((line) => line.slice(line.indexOf(' : ') + 3));
  const covering = rows.filter((row) => {
    if (row.startsWith('All Connections')) return true;
    if (!/protocol: TCP\b/.test(row)) return false;
    const ranges = (name: string) => /^/.test(row) && new RegExp(`${name}: ([\\d,-]+)`).exec(row)?.[1].split(',').map((r) => r.split('-').map(Number)).map(([low, high = low]) => ({ low, high }));
    const [source, target] = [ranges('src-ports'), ranges('dst-ports')];
    const covers = (list: ReturnType<typeof ranges>, low: number, high: number) => !list || list.some((r) => r.low <= low && r.high >= high);
    return covers(source, 32768, 60999) && covers(target, 443, 443);
  });
  return { there: covering.length > 0, back: covering.some((row) => !row.includes('*')) };
}

withRecordings('what another analyzer found of groups and network ACLs', (folder) => {
  const root = join(folder, 'np-guard');
  test.each([['input_aws_acl_1.json', 'aws_acl_1_all_vpcs_.txt'], ['input_aws_mixed.json', 'aws_mixed_all_vpcs_.txt'], ['input_basic_config_with_sg.json', 'basic_config_with_sg_all_vpcs_.txt']])('%s', (input, output) => {
    const answers = recognise(JSON.parse(readFileSync(join(root, input), 'utf8')), undefined);
    if (typeof answers === 'string' || answers === undefined) throw new Error(`not recognised: ${answers ?? ''}`);
    const scope: LiveScope = { answers };
    const lines = readFileSync(join(root, output), 'utf8').split('\n').filter((line) => line.includes('=>'));
    const model = new Model(prove([scope], { tier: 'connect', hostManagement: 'unknown' }).loaded.estate);
    const hosts = model.hosts().map(({ read }) => read());
    let pairs = 0;
    const wrong: string[] = [];
    for (const from of hosts) {
      for (const to of hosts) {
        const [here, there] = [from.placements[0], to.placements[0]];
        if (from === to || here.vpc?.key !== there.vpc?.key) continue;
        pairs++;
        const flow: Flow = { host: from, placement: here, service: 'ssm', os: 'linux', family: 4 };
        const end = (p: Placement) => endOf(p.subnet, p.vpc, flow, p.launch.privateAddress).addresses;
        const inside = here.subnet.key === there.subnet.key;
        const acl = (p: Placement, egress: boolean, remote: Placement, ports: IntervalSet) => inside || aclAllows(p.subnet.networkAcl, egress, end(remote), ports).answer === 'yes';
        const got: Expected = {
          there: groupsAllow(here.groups, 'egress', { addresses: end(there), groups: there.groups }).answer === 'yes'
            && groupsAllow(there.groups, 'ingress', { addresses: end(here), groups: here.groups }).answer === 'yes' && acl(here, true, there, HTTPS) && acl(there, false, here, HTTPS),
          back: acl(there, true, here, EPHEMERAL) && acl(here, false, there, EPHEMERAL),
        };
        const [a, b] = [from.name, to.name].map((name) => name.replace(/ \(.*/, ''));
        const expected = expectedOf(lines, a, b);
        if (got.there !== expected.there || (got.there && got.back !== expected.back)) wrong.push(`${a} => ${b}: got ${JSON.stringify(got)}, expected ${JSON.stringify(expected)}`);
      }
    }
    expect(wrong).toEqual([]);
    expect(pairs).toBeGreaterThan(1);
  });
});

withRecordings('single responses of ten years', (folder) => {
  const root = join(folder, 'cloud-custodian');

  test('each is read without a crash, by itself and all together, and no verdict rests on what is not there', () => {
    const files = readdirSync(root).filter((name) => name.endsWith('.json'));
    const all: LiveScope['answers'][number][] = [];
    const decided: string[] = [];
    for (const file of files) {
      const answers = recognise(JSON.parse(readFileSync(join(root, file), 'utf8')), undefined);
      if (typeof answers !== 'object') continue;
      all.push(...answers);
      const { judgement } = prove([{ answers }], { tier: 'connect', hostManagement: 'unknown' });
      expect(judgement.errors).toEqual([]);
      decided.push(...judgement.hosts.filter((h) => h.verdict !== 'unknown').map((h) => `${file}: ${h.name} is ${h.verdict} (${h.findings.map((f) => f.reason.name).join(', ')})`));
    }
    // An instance whose metadata service is off says so itself.
    expect(decided.filter((line) => !line.includes('never (metadataDisabled)'))).toEqual([]);
    expect(all.length).toBeGreaterThan(300);
    const { judgement } = prove([{ answers: all }], { tier: 'logging', hostManagement: 'unknown' });
    expect(judgement.errors).toEqual([]);
    expect(judgement.hosts.length).toBeGreaterThan(50);
    expect(judgement.hosts.filter((h) => h.verdict === 'ready')).toEqual([]);
  });

  test('as a folder they are one account whose lists are not all whole', () => {
    const found = readFolder(root);
    expect(scopesOf(found).length).toBe(1);
    for (const error of found.errors) expect(error.message).toMatch(/name the file|--query|is not an answer/);
  });
});
