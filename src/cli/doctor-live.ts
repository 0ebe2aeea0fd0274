import { readdirSync } from 'fs';
import { CallRequest, callError, Collected, Examined, examineLive, ExamineOptions, mergePages, Progress, saveFolder, sentenceOf, Session, SessionOptions } from '../doctor';
import { plain } from '../prover/report/inert';
import { maps, text } from '../prover/sources/live';
import { Streams } from './streams';
import { FileError, firstLine, UsageError } from './usage';

/** What is asked of an account. */
export interface DoctorQuestion {
  readonly options: ExamineOptions;
  /** Regions that are named; `all`: each that is enabled; none: the one of the environment or the profile. */
  readonly regions: readonly string[] | 'all';
  readonly save?: string;
  readonly deep: boolean;
  readonly session: SessionOptions;
  /** Writes the reports, and returns the exit status. */
  readonly present: (examined: Examined) => number;
}

/** The AWS SDK is large: it is loaded only here, and only when an account is asked. */
function loadSdk(options: SessionOptions): Session {
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- see above
  return (require('../doctor/aws/sdk') as typeof import('../doctor/aws/sdk')).openSession(options);
}

/** Asks the account, and answers as from a folder. */
export async function runLive(question: DoctorQuestion, streams: Streams, open: (options: SessionOptions) => Session = loadSdk): Promise<number> {
  const { options, save, present } = question;
  if (save !== undefined) refuseFilledFolder(save);
  const [first] = question.regions === 'all' ? [] : question.regions;
  const session = open({ ...question.session, ...first === undefined ? {} : { region: first } });
  const progress = progressOn(streams);
  try {
    const regions = await regionsToAsk(question, session);
    const callerOf = (region: string) => session.callerOf(region);
    const { examined, collected } = await examineLive(regions.map(callerOf), { ...options, callerOf, onProgress: progress.show });
    progress.clear();
    if (save !== undefined) saveAnswers(save, collected, question.deep, streams);
    return present(examined);
  } finally {
    progress.clear();
    session.close();
  }
}

async function regionsToAsk({ regions }: DoctorQuestion, session: Session): Promise<readonly string[]> {
  if (regions !== 'all' && regions.length > 0) return regions;
  const region = await session.defaultRegion();
  if (regions !== 'all') {
    if (region === undefined) throw new UsageError('no Region is configured: name one with --region, or set AWS_REGION');
    return [region];
  }
  const start = region ?? 'us-east-1';
  const request: CallRequest = { service: 'ec2', operation: 'describe-regions', parameters: {} };
  try {
    const pages = [];
    for await (const page of session.callerOf(start).call(request)) pages.push(page);
    return maps(mergePages(pages, true), 'Regions').map((r) => text(r, 'RegionName')).filter((name): name is string => name !== undefined).sort();
  } catch (error) {
    throw new FileError(`the Regions of the account are not known: ${sentenceOf(callError(error), request, start)}`);
  }
}

/** Answers of another day beside those of today would be read together. */
function refuseFilledFolder(folder: string): void {
  let entries: string[];
  try {
    entries = readdirSync(folder);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return;
    throw new UsageError(`--save ${folder}: ${firstLine(error)}`);
  }
  if (entries.length > 0) throw new UsageError(`--save ${folder}: the folder is not empty; name a new one`);
}

function saveAnswers(folder: string, collected: readonly Collected[], deep: boolean, streams: Streams): void {
  let leftOut: boolean;
  try {
    ({ leftOut } = saveFolder(folder, collected, { secrets: deep }));
  } catch (error) {
    throw new FileError(`cannot save the answers in ${folder}: ${firstLine(error)}`);
  }
  const secrets = deep ? ', with user data, which may hold secrets' : leftOut ? '; user data was read and is not saved, because it may hold secrets (--deep saves it)' : '';
  streams.err(`cdk-ssm-ready: the answers are saved in ${plain(folder)}${secrets}\n`);
}

/** One line on a terminal that is written over, and nothing elsewhere. */
function progressOn(streams: Streams): { readonly show: (progress: Progress) => void; readonly clear: () => void } {
  let isShown = false;
  return {
    show: ({ region, done, total }) => {
      if (streams.progress !== true) return;
      isShown = true;
      streams.err(`\r\u001b[K${region}: ${done} of ${total} calls`);
    },
    clear: () => {
      if (isShown) streams.err('\r\u001b[K');
      isShown = false;
    },
  };
}
