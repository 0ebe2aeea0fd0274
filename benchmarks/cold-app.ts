// A CDK app as its author runs it: node app.js FAMILY HOSTS OUTDIR [plugin]
import { App, Validations } from 'aws-cdk-lib';
import { Family, fill } from './families';

const [, , family, hosts, outdir, plugin] = process.argv;
const app = new App({ outdir, analyticsReporting: false });
if (plugin === 'ours') {
  const { SsmReadyValidation } = require('cdk-ssm-ready') as typeof import('../src');
  Validations.of(app).addPlugins(new SsmReadyValidation());
}
if (plugin === 'nag') {
  const { AwsSolutionsChecks } = require('cdk-nag') as typeof import('cdk-nag');
  Validations.of(app).addPlugins(new AwsSolutionsChecks());
}
fill(app, family as Family, Number(hosts));
app.synth();
