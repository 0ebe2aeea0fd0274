// node scripts/commit-subjects.js RANGE: every commit's subject follows Conventional Commits, which the release derives versions from.
const { execFileSync } = require('child_process');

const TYPES = ['feat', 'fix', 'perf', 'refactor', 'docs', 'test', 'build', 'ci', 'chore', 'revert'];
const SUBJECT = new RegExp(`^(${TYPES.join('|')})(\\([\\w./-]+\\))?!?: \\S`);

/** The subjects that say nothing to the release. Merges and Git's own reverts are no subjects of anybody. */
function wrongSubjects(subjects) {
  return subjects.filter((subject) => !SUBJECT.test(subject) && !/^(Merge|Revert) /.test(subject));
}

function main([range]) {
  if (range === undefined) throw new Error('usage: node scripts/commit-subjects.js RANGE, such as origin/main..HEAD');
  const subjects = execFileSync('git', ['log', '--format=%s', range, '--'], { encoding: 'utf8' }).split('\n').filter((line) => line !== '');
  const wrong = wrongSubjects(subjects);
  for (const subject of wrong) process.stdout.write(`not a Conventional Commits subject: ${subject}\n  expected: TYPE: what changed, with TYPE one of ${TYPES.join(', ')}\n`);
  process.stdout.write(`${subjects.length - wrong.length} passed, ${wrong.length} failed\n`);
  process.exitCode = wrong.length > 0 ? 1 : 0;
}

module.exports = { wrongSubjects, TYPES };
if (require.main === module) main(process.argv.slice(2));
