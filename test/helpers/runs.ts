/** How often a property is tried: a tenth before each commit, all of it in CI (`npm run test:slow`). */
export const runs = (full: number) => (process.env.FULL_RUNS === undefined ? Math.ceil(full / 10) : full);
