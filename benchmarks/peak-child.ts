import { App, Validations } from 'aws-cdk-lib';
import { SsmReadyValidation } from '../src';
import { makeApp } from './apps';

/** Started by itself: synthesizes the app of 400 hosts, with the plugin or without, and prints its peak of memory in kilobytes. */
const [, , outdir, plugin] = process.argv;
const app: App = makeApp(400, outdir);
if (plugin === 'with') Validations.of(app).addPlugins(new SsmReadyValidation());
app.synth();
process.stdout.write(`${process.resourceUsage().maxRSS}`);
