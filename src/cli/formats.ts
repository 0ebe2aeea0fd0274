import type { Report } from '../prover/report/report';
import type { NetworkPicture } from '../prover/verdict';

export interface RenderOptions {
  readonly color: boolean;
  readonly verbose: boolean;
  readonly quiet: boolean;
  readonly strict: boolean;
  readonly version: string;
  readonly networks: () => readonly NetworkPicture[];
}

/** All that the command line knows of a format: one more format is one more entry here, and its module in `report/`. */
interface FormatDescriptor {
  /** The extensions that name it for `-o FILE`. */
  readonly extensions: readonly string[];
  /** What its report holds beside what fails: notes, or notes and the paths of every host. */
  readonly needs?: 'notes' | 'everything';
  /** It lists itself what could not be read. */
  readonly tellsErrors?: true;
  render(report: Report, options: RenderOptions): string;
}

/* eslint-disable @typescript-eslint/no-require-imports -- only the formats that are asked for are loaded */
const DESCRIPTORS = {
  text: {
    extensions: ['.txt'],
    tellsErrors: true,
    render: (report, options) => (require('../prover/report/text') as typeof import('../prover/report/text')).toText(report, options),
  },
  json: {
    extensions: ['.json'],
    needs: 'notes',
    render: (report) => (require('../prover/report/json') as typeof import('../prover/report/json')).toJson(report),
  },
  sarif: {
    extensions: ['.sarif'],
    render: (report, { version }) => (require('../prover/report/sarif') as typeof import('../prover/report/sarif')).toSarif(report, version),
  },
  junit: {
    extensions: ['.xml'],
    render: (report, options) => (require('../prover/report/junit') as typeof import('../prover/report/junit')).toJunit(report, options),
  },
  markdown: {
    extensions: ['.md'],
    tellsErrors: true,
    render: (report) => (require('../prover/report/markdown') as typeof import('../prover/report/markdown')).toMarkdown(report),
  },
  html: {
    extensions: ['.html', '.htm'],
    needs: 'everything',
    render: (report, options) => (require('../prover/report/html') as typeof import('../prover/report/html')).toHtml(report, options.networks(), options),
  },
  github: {
    extensions: [],
    tellsErrors: true,
    render: (report) => (require('../prover/report/github') as typeof import('../prover/report/github')).toGithub(report),
  },
  gitlab: {
    extensions: [],
    render: (report) => (require('../prover/report/gitlab') as typeof import('../prover/report/gitlab')).toGitlab(report),
  },
} satisfies Readonly<Record<string, FormatDescriptor>>;
/* eslint-enable @typescript-eslint/no-require-imports */

export type Format = keyof typeof DESCRIPTORS;

export const FORMATS = Object.keys(DESCRIPTORS) as readonly Format[];

const of = (format: Format): FormatDescriptor => DESCRIPTORS[format];

/** The format that the extension of a file names. */
export const formatOfExtension = (extension: string): Format | undefined => FORMATS.find((format) => of(format).extensions.includes(extension));

export const EXTENSIONS: readonly string[] = FORMATS.flatMap((format) => of(format).extensions);

/** Whether the report must hold notes, or everything, for some of the formats. */
export const needsOf = (formats: readonly Format[]) => ({ notes: formats.some((f) => of(f).needs !== undefined), everything: formats.some((f) => of(f).needs === 'everything') });

export const tellsErrors = (format: Format) => of(format).tellsErrors === true;

export function render(whole: Report, format: Format, options: RenderOptions): string {
  const { needs, render: make } = of(format);
  // What is only worth knowing fails nothing and mends nothing: it is for who asks for all there is.
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  const report = options.verbose || needs ? whole : (require('../prover/report/report') as typeof import('../prover/report/report')).withoutNotes(whole);
  return make(report, options);
}
