// Bundles TypeScript entry points for scripts that run before the library is compiled: `cdk-ssm-ready` is this checkout's source.
const { buildSync } = require('esbuild');
const { resolve } = require('path');

/** Returns the path of the bundled file. */
exports.bundle = (entry, outfile) => {
  buildSync({
    entryPoints: [entry],
    outfile,
    bundle: true,
    platform: 'node',
    target: 'node20',
    // jsonc-parser's CommonJS build is UMD, which no bundler can follow.
    mainFields: ['module', 'main'],
    external: ['aws-cdk-lib', 'constructs'],
    alias: { 'cdk-ssm-ready': resolve(__dirname, '../src/index.ts') },
    // Constructs find the bundles of handlers (assets/) beside their own folder.
    define: { __dirname: JSON.stringify(resolve(__dirname, '../src/constructs/fleet')) },
    sourcemap: 'inline',
    logLevel: 'error',
  });
  return outfile;
};
