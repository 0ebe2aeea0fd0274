import { makeReport } from '../../../src/prover/report';
import { toGithub } from '../../../src/prover/report/github';
import { toGitlab } from '../../../src/prover/report/gitlab';
import { loadTemplates } from '../../../src/prover/sources/cloudformation';
import { DEFAULT_OPTIONS, judge } from '../../../src/prover/verdict';
import { isolated, mutate, Resources } from '../../helpers/templates';

function reported(name: string, change: (resources: Resources) => void) {
  const loaded = loadTemplates([{ name, data: mutate(isolated(), (t) => { change(t.Resources); }) }]);
  return makeReport(judge(loaded, DEFAULT_OPTIONS), () => ({ line: 7 }), { paths: 'failing' });
}
const twelve = (r: Resources) => {
  for (let i = 0; i < 12; i++) r[`Web${i}`] = r.Host;
  delete (r as Partial<Resources>).SsmMessages;
};

describe('GitHub annotations', () => {
  test('one for a cause, with its place and fix', () => {
    const lines = toGithub(reported('t.json', twelve)).trim().split('\n');
    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatch(/^::error file=t\.json,line=7,title=EndpointMissing::VPC Vpc has no interface endpoint for ssmmessages [^\n]*%0A13 hosts: Host and 12 more%0Afix: add an AWS::EC2::VPCEndpoint/);
  });

  test('what a file or a message says cannot end a command or begin another', () => {
    const text = toGithub(reported('a,b:c%\n::error::x.json', (r) => { delete r.Host.Properties!.IamInstanceProfile; }));
    expect(text.trim().split('\n')).toHaveLength(1);
    expect(text).toMatch(/^::error file=a%2Cb%3Ac%25[^:,\n]*,line=7,title=InstanceProfileMissing::Host has no instance profile/);
  });

  test('nothing where nothing is wrong', () => {
    expect(toGithub(reported('t.json', () => undefined))).toBe('');
  });
});

describe('GitLab Code Quality', () => {
  test('an issue for a finding, with a fingerprint of its own', () => {
    const issues = JSON.parse(toGitlab(reported('./infra/t.json', twelve))) as { check_name: string; fingerprint: string; severity: string; description: string; location: unknown }[];
    expect(issues).toHaveLength(13);
    expect(new Set(issues.map((i) => i.fingerprint)).size).toBe(13);
    expect(issues[0]).toEqual({
      check_name: 'EndpointMissing', severity: 'critical', fingerprint: expect.stringMatching(/^[0-9a-f]{24}$/) as string,
      description: expect.stringMatching(/^Host: VPC Vpc has no interface endpoint for ssmmessages[^]*Fix: add/) as string, location: { path: 'infra/t.json', lines: { begin: 7 } },
    });
  });

  test('what is acknowledged is no issue; an empty list where nothing is wrong', () => {
    const report = reported('t.json', (r) => { delete r.Host.Properties!.IamInstanceProfile; });
    const acknowledged = { ...report, hosts: report.hosts.map((h) => ({ ...h, findings: h.findings.map((f) => ({ ...f, acknowledged: 'meant' })) })) };
    expect([toGitlab(acknowledged), toGitlab(reported('t.json', () => undefined))]).toEqual(['[]\n', '[]\n']);
  });
});
