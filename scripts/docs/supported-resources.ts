import { declaredReaders } from '../../src/prover/model';

/** docs/supported-resources.md, from the readers' own declarations. */
export function supportedResources(): string {
  const lines = [
    '# Supported resources',
    '',
    '<!-- Made by `npm run docs:generate` from the readers in src/prover/model/readers. Do not edit. -->',
    '',
    'What the prover reads of a template. Other resource types are ignored, with one exception: a route, name or gateway that leads',
    'into a type that is not modelled (transit gateway, peering connection, firewall endpoint, network interface, core network) makes',
    'exactly the answers it touches `unknown`.',
    '',
    '| resource type | properties read | taken for granted |',
    '|---|---|---|',
  ];
  for (const { type, reads, assumes } of declaredReaders()) {
    lines.push(`| \`${type}\` | ${reads.map((r) => `\`${r}\``).join(', ')} | ${(assumes ?? []).join('; ')} |`);
  }
  return `${lines.join('\n')}\n`;
}
