/** npm run test:browser: the HTML report in a real Chromium. `--shots DIR` also takes pictures. */
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { pathToFileURL } from 'url';
import { Browser, chromium, Page } from 'playwright-core';
import { run } from '../src/cli/main';
import { faults, fleet, hostile, noHosts } from '../test/prover/report/inputs';
import { skip } from './skip';

const executablePath = process.env.CHROMIUM ?? '/usr/bin/chromium';
const shots = process.argv.includes('--shots') ? process.argv[process.argv.indexOf('--shots') + 1] : undefined;
const folder = mkdtempSync(join(tmpdir(), 'ssm-ready-browser-'));
const axe = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');
let passed = 0;
let failed = 0;

function expect(what: string, ok: boolean, detail: unknown = ''): void {
  if (ok) {
    passed++;
  } else {
    failed++;
    process.stdout.write(`FAILED ${what} ${typeof detail === 'string' ? detail : JSON.stringify(detail)}\n`);
  }
}

function report(name: string, template: unknown): string {
  const home = process.cwd();
  process.chdir(folder);
  try {
    writeFileSync(`${name}.json`, JSON.stringify(template, undefined, 2));
    void run(['check', '--no-config', '--format', `html=${name}.html`, '--quiet', `${name}.json`], { out: () => {}, err: () => {}, color: false });
  } finally {
    process.chdir(home);
  }
  return pathToFileURL(join(folder, `${name}.html`)).href;
}

/** How long the page takes for what a person does; printed, never judged: machines differ. */
const TIMES = `(() => {
  const search = document.getElementById('search');
  const time = (name, work) => { const start = performance.now(); work(); document.body.getBoundingClientRect(); return name + ' ' + Math.round(performance.now() - start) + ' ms'; };
  const type = (words) => () => { search.value = words; search.dispatchEvent(new Event('input')); };
  return [time('search', type('node9')), time('clear', type('')), time('choose', () => document.querySelectorAll('#hosts tbody tr')[900].click())].join(', ');
})()`;

/** A page that tells of every error and of everything it asks the network for. */
async function open(browser: Browser, url: string, options: { width?: number; height?: number; dark?: boolean } = {}): Promise<{ page: Page; complaints: string[] }> {
  const page = await browser.newPage({ viewport: { width: options.width ?? 1400, height: options.height ?? 1000 }, colorScheme: options.dark ? 'dark' : 'light' });
  const complaints: string[] = [];
  page.on('console', (message) => { if (['error', 'warning'].includes(message.type())) complaints.push(message.text()); });
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('dialog', (dialog) => { complaints.push(`dialog ${dialog.message()}`); void dialog.dismiss(); });
  page.on('request', (request) => { if (request.url() !== url && !request.url().startsWith('data:')) complaints.push(`request ${request.url()}`); });
  await page.goto(url);
  return { page, complaints };
}

async function accessible(page: Page, what: string): Promise<void> {
  // The page's own policy forbids scripts from elsewhere, and rightly so: the checker comes in by the debugger.
  await page.evaluate(axe);
  const { violations } = await page.evaluate<{ violations: { id: string; impact: string; nodes: { html: string }[] }[] }>('axe.run()');
  const grave = violations.filter((v) => v.impact === 'serious' || v.impact === 'critical').map((v) => `${v.id}: ${v.nodes[0].html.slice(0, 160)}`);
  expect(`${what}: axe finds nothing serious`, grave.length === 0, grave);
}

async function faultsPage(browser: Browser, url: string): Promise<void> {
  const { page, complaints } = await open(browser, url);
  const visible = () => page.locator('#hosts tbody tr:visible').count();
  expect('every host is in the table', await visible() === 10);
  expect('the counts are told', (await page.locator('.counts').innerText()).replace(/\s+/g, ' ') === '4 ✘ never 1 ? unknown 5 ✔ ready');
  expect('two networks are drawn', await page.locator('svg.net').count() === 2);
  await page.fill('#search', 'worker');
  expect('search narrows', await visible() === 3);
  expect('and says so', await page.locator('#shown').innerText() === '3 of 10 hosts shown');
  await page.press('#search', 'Escape');
  await page.click('[data-filter=never]');
  expect('the filter narrows', await visible() === 4 && await page.getAttribute('[data-filter=never]', 'aria-pressed') === 'true');
  await page.click('[data-filter=""]');
  await page.click('#hosts tbody tr:has-text("Office")');
  expect('a click shows details', (await page.locator('#detail').innerText()).includes('has no ingress rule for TCP 443 from OfficeGroup'));
  expect('with the fix', (await page.locator('#detail').innerText()).includes('SourceSecurityGroupId OfficeGroup'));
  expect('the broken hop is marked', await page.locator('#detail .broken').count() >= 1);
  expect('and its way is lit in the drawing', await page.locator('svg.net .way.on').count() === 2);
  await page.focus('#hosts tbody tr:has-text("Stranded") button');
  await page.keyboard.press('Enter');
  expect('Enter shows details and moves there', await page.evaluate('document.activeElement.id') === 'detail' && (await page.locator('#detail h3').innerText()) === 'Stranded');
  await page.focus('svg.net .host[aria-label*="Batch"]');
  await page.keyboard.press('Enter');
  expect('Enter on a host of the drawing too', await page.locator('#detail h3').innerText() === 'Batch');
  await page.keyboard.press('/');
  expect('/ goes to the search', await page.evaluate('document.activeElement.id') === 'search');
  await page.keyboard.press('Escape');
  await page.emulateMedia({ media: 'print' });
  await page.evaluate('window.dispatchEvent(new Event("beforeprint"))');
  expect('on paper every host that is not ready is told', await page.locator('#paper section').count() === 5 && !await page.locator('.tools').first().isVisible());
  await page.emulateMedia({ media: 'screen' });
  await accessible(page, 'light');
  expect('no complaint, no request', complaints.length === 0, complaints);
  await page.close();
}

async function otherPages(browser: Browser, urls: Record<string, string>): Promise<void> {
  const dark = await open(browser, urls.faults, { dark: true });
  await accessible(dark.page, 'dark');
  expect('dark is dark', await dark.page.evaluate('getComputedStyle(document.body).backgroundColor') === 'rgb(18, 22, 28)');
  await dark.page.close();

  const narrow = await open(browser, urls.faults, { width: 390, height: 800 });
  expect('a narrow page does not scroll sideways', await narrow.page.evaluate<boolean>('document.documentElement.scrollWidth <= window.innerWidth'));
  await accessible(narrow.page, 'narrow');
  await narrow.page.close();

  const evil = await open(browser, urls.hostile);
  expect('hostile names stay names', await evil.page.locator('img').count() === 0 && await evil.page.locator('script').count() === 2);
  for (const row of await evil.page.locator('#hosts tbody tr').all()) await row.click();
  expect('and do nothing when chosen', evil.complaints.length === 0, evil.complaints);
  await accessible(evil.page, 'hostile');
  await evil.page.close();

  const empty = await open(browser, urls.none);
  expect('a page without hosts is fine', empty.complaints.length === 0 && (await empty.page.locator('#shown').innerText()) === '0 of 0 hosts shown', empty.complaints);
  await accessible(empty.page, 'no hosts');
  await empty.page.close();

  const many = await open(browser, urls.fleet);
  expect('a thousand hosts are in the table', await many.page.locator('#hosts tbody tr').count() === 1010);
  expect('equal ones are drawn as one', await many.page.locator('svg.net .host').count() < 20);
  await many.page.fill('#search', 'node99');
  expect('search finds some of them', await many.page.locator('#hosts tbody tr:visible').count() === 11);
  await many.page.fill('#search', '');
  await many.page.locator('#hosts tbody tr').nth(900).click();
  expect('one far down can be chosen', (await many.page.locator('#detail').innerText()).includes('is ready'));
  process.stdout.write(`1,010 hosts: ${await many.page.evaluate<string>(TIMES)}\n`);
  expect('no complaint about a thousand hosts', many.complaints.length === 0, many.complaints);
  await many.page.close();
}

async function takeShots(browser: Browser, urls: Record<string, string>, into: string): Promise<void> {
  mkdirSync(into, { recursive: true });
  for (const [name, url, options] of [
    ['light', urls.faults, {}], ['dark', urls.faults, { dark: true }], ['narrow', urls.faults, { width: 390, height: 800 }], ['fleet', urls.fleet, {}],
  ] as const) {
    const { page } = await open(browser, url, options);
    await page.screenshot({ path: join(into, `${name}.png`), fullPage: true });
    await page.close();
  }
  // The picture in docs/: the drawing, the table, and the details of one host.
  const { page } = await open(browser, urls.faults, { width: 1180, height: 1560 });
  await page.screenshot({ path: join(into, 'report.png') });
  await page.close();
}

async function main(): Promise<void> {
  if (!existsSync(executablePath)) {
    process.exitCode = skip(`there is no Chromium at ${executablePath}; name one by the environment variable CHROMIUM`);
    return;
  }
  const urls = { faults: report('faults', faults()), hostile: report('hostile', hostile()), none: report('none', noHosts()), fleet: report('fleet', fleet(1000)) };
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] });
  try {
    await faultsPage(browser, urls.faults);
    await otherPages(browser, urls);
    if (shots !== undefined) await takeShots(browser, urls, shots);
  } finally {
    await browser.close();
    rmSync(folder, { recursive: true, force: true });
  }
  process.stdout.write(`${passed} passed, ${failed} failed\n`);
  process.exitCode = failed === 0 ? 0 : 1;
}

void main();
