// What of the prover the public classes need. Loaded through prover() only: most apps load this package long before they prove anything,
// if they do, and it is two hundred files (one, once scripts/after-compile.js has put them together).
export { RULES } from '../prover/rules';
export { faultOfEnvironment } from '../prover/analysis';
export { ASSUMED_WORDS, imagesOfContext, load, loadTemplates } from '../prover/sources/cloudformation';
export { hostFails, makeReport, toJson, toText } from '../prover/report';
export { acknowledge, acknowledgementsIn, assumedImages, IMAGE_FAMILIES, judge, unmatchedOptions, unmatchedWords, withFindings } from '../prover/verdict';
