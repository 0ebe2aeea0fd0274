import { createHash } from 'crypto';
import type { NetworkPicture } from '../../verdict';
import { inertJson, markup } from '../inert';
import { Report, ReportHost } from '../report';
import { drawNetwork } from '../svg/draw';
import { groupHosts } from '../svg/groups';
import { pageData } from './data';
import { SCRIPT } from './script';
import { STYLE } from './style';

const RANK = { never: 0, unknown: 1, ready: 2 } as const;
const SIGN = { never: '✘ never', unknown: '? unknown', ready: '✔ ready' } as const;

/** One self-contained page; nothing in it asks the network for anything, and its policy forbids it to. */
export function toHtml(report: Report, networks: readonly NetworkPicture[], options: { readonly version: string }): string {
  // What fails comes first, in the table and in the drawing alike.
  const hosts = [...report.hosts].sort((a, b) => RANK[a.verdict] - RANK[b.verdict]);
  const data = inertJson(pageData({ ...report, hosts })).replace(/</g, '\\u003c');
  return [
    '<!doctype html>',
    '<html lang="en">',
    head(),
    '<body>',
    '<a class="skip" href="#hosts">Skip to the hosts</a>',
    overview(report),
    '<main>',
    ...inputErrors(report),
    ...drawings(hosts, networks),
    ...hostSection(hosts),
    '</main>',
    `<footer>cdk-ssm-ready ${markup(options.version)}. "Never" holds whatever the unresolved values are; "ready" under the assumptions listed with the host.</footer>`,
    `<script type="application/json" id="data">${data}</script>`,
    `<script>${SCRIPT}</script>`,
    '</body>',
    '</html>',
    '',
  ].join('\n');
}

function head(): string {
  const hash = (text: string) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
  const policy = `default-src 'none'; style-src ${hash(STYLE)}; script-src ${hash(SCRIPT)}; img-src data:; base-uri 'none'; form-action 'none'`;
  return [
    '<head>',
    '<meta charset="utf-8">',
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    `<meta http-equiv="Content-Security-Policy" content="${policy}">`,
    '<meta name="referrer" content="no-referrer">',
    '<link rel="icon" href="data:,">',
    '<title>Systems Manager readiness</title>',
    `<style>${STYLE}</style>`,
    '</head>',
  ].join('\n');
}

function overview({ summary, findings }: Report): string {
  const { ready, never, unknown, excluded, spared } = summary;
  const tile = (n: number, word: string, cls: string) => `<li><b class="${cls}">${n}</b>${word}</li>`;
  const more = [
    ...(spared ? [`${spared} of those that never can fail nothing: acknowledged, in the baseline, or not asked for.`] : []),
    ...(excluded ? [`${excluded} excluded.`] : []),
    ...findings.map((f) => `${f.id}: ${f.message}. ${f.cure}.`),
  ];
  return [
    '<header>',
    '<h1>Systems Manager readiness</h1>',
    '<p class="lead">Can every EC2 host become a Systems Manager managed node? Proved from the templates, hop by hop.</p>',
    `<ul class="counts" aria-label="Hosts by verdict">${tile(never, '✘ never', 'never')}${tile(unknown, '? unknown', 'unknown')}${tile(ready, '✔ ready', 'ready')}</ul>`,
    ...more.map((line) => `<p class="lead">${markup(line)}</p>`),
    '</header>',
  ].join('\n');
}

function inputErrors({ errors, warnings = [] }: Report): string[] {
  return [
    ...inputList('errors', 'Inputs that could not be read', errors),
    ...inputList('warnings', 'Warnings about inputs', warnings),
  ];
}

function inputList(name: string, title: string, faults: Report['errors']): string[] {
  if (faults.length === 0) return [];
  const items = faults.map((e) => `<li>${markup(`${e.template}${e.line === undefined ? '' : `:${e.line}`}: ${e.message}`)}</li>`);
  return [`<section aria-labelledby="h-${name}">`, `<h2 id="h-${name}">${title}</h2>`, `<ul class="${name}">${items.join('')}</ul>`, '</section>'];
}

const LEGEND = [
  '<ul class="legend" aria-label="Legend">',
  '<li><svg width="34" height="10" aria-hidden="true"><path d="M0 5h34" stroke="var(--ok)" stroke-width="3"/></svg>the way as far as packets come</li>',
  '<li><svg width="34" height="10" aria-hidden="true"><path d="M0 5h34" stroke="var(--bad)" stroke-width="2" stroke-dasharray="3 5"/></svg>never reached</li>',
  '<li><span class="num">1</span>where it ends (listed below)</li>',
  '<li><span class="num unknown">2</span>where it is unresolved</li>',
  '<li>× 12: so many hosts that fare alike</li>',
  '</ul>',
];

function drawings(hosts: readonly ReportHost[], networks: readonly NetworkPicture[]): string[] {
  const groups = groupHosts(hosts);
  const drawn = networks.filter((n) => groups.has(n.key)).map((network, i) => {
    const { svg, ends } = drawNetwork(network, groups.get(network.key)!, `net${i}`);
    const items = ends.map((e) => `<li><span class="num${e.answer === 'unknown' ? ' unknown' : ''}">${e.number}</span>${markup(e.words)}</li>`);
    return [
      '<figure>',
      `<div class="scroll" tabindex="0" role="region" aria-label="${markup(`Drawing of ${network.name}`)}">${svg}</div>`,
      items.length > 0 ? `<figcaption><ol>${items.join('')}</ol></figcaption>` : '<figcaption>Every way in this drawing leads to Systems Manager.</figcaption>',
      '</figure>',
    ].join('\n');
  });
  if (drawn.length === 0) return [];
  return ['<section aria-labelledby="h-networks">', '<h2 id="h-networks">Networks</h2>', ...LEGEND, '<div class="nets">', ...drawn, '</div>', '</section>'];
}

function hostSection(hosts: readonly ReportHost[]): string[] {
  const filters = [['', 'All'], ['never', 'Never'], ['unknown', 'Unknown'], ['ready', 'Ready']]
    .map(([value, word]) => `<button type="button" data-filter="${value}" aria-pressed="${value === ''}">${word}</button>`);
  return [
    '<section aria-labelledby="h-hosts">',
    '<h2 id="h-hosts">Hosts</h2>',
    '<noscript><p>Details and search need JavaScript; the table does not.</p></noscript>',
    '<div class="split">',
    '<div id="hosts">',
    '<div class="tools" role="search">',
    '<label for="search">Search</label><input type="search" id="search" autocomplete="off" spellcheck="false" aria-describedby="shown">',
    `<div class="tools" role="group" aria-label="Show hosts by verdict">${filters.join('')}</div>`,
    '</div>',
    `<p id="shown" class="why" role="status">${hosts.length} hosts</p>`,
    '<div class="list" tabindex="0" role="region" aria-label="List of hosts">',
    '<table><thead><tr><th scope="col">Verdict</th><th scope="col">Host</th><th scope="col">Why</th></tr></thead><tbody>',
    ...hosts.map(row),
    '</tbody></table>',
    '</div>',
    '</div>',
    '<section id="detail" tabindex="-1" aria-live="polite" aria-label="Details of the chosen host"><p class="why">Choose a host to see its way hop by hop.</p></section>',
    '</div>',
    '<div id="paper" class="paper"></div>',
    '</section>',
  ];
}

function row(host: ReportHost, index: number): string {
  const name = markup(host.constructPath ?? host.logicalId);
  const ids = [...new Set(host.findings.filter((f) => f.id !== 'HostNotProven').map((f) => (f.acknowledged === undefined && f.baseline !== true ? f.id : `(${f.id})`)))];
  const why = ids.length > 0 ? ids.join(', ') : host.unknowns.map((u) => u.what).slice(0, 2).join(', ');
  return `<tr data-host="${index}" data-verdict="${host.verdict}"><td class="verdict ${host.verdict}">${SIGN[host.verdict]}</td>`
    + `<td><button type="button" aria-expanded="false" aria-controls="detail">${name}</button></td><td class="why">${markup(why)}</td></tr>`;
}
