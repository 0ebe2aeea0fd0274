/** The role made here in its smallest tier that has sessions, and a role of somebody else's that is adopted: both register and connect. */
import * as iam from 'aws-cdk-lib/aws-iam';
import { SsmManagedInstanceRole, SsmReadyVpc, Tier } from '../src';
import { isolatedHost, online, setting, testOf } from './support';

const here = setting('Role');
const network = new SsmReadyVpc(here.stack, 'Network');
const made = isolatedHost(here.stack, 'Made', network, new SsmManagedInstanceRole(here.stack, 'Connect', { tier: Tier.CONNECT }).role);

const theirs = new iam.Role(here.stack, 'Theirs', { assumedBy: new iam.ServicePrincipal('ec2.amazonaws.com') });
SsmManagedInstanceRole.adopt(here.stack, 'Adopted', theirs);
const adopted = isolatedHost(here.stack, 'AdoptedHost', network, theirs);

const test = testOf(here);
online(test, made.instanceId);
online(test, adopted.instanceId);
