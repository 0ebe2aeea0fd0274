/** Isolated subnets, no NAT gateway, no inbound rule: the host is online within minutes, by the endpoints alone. */
import { SsmManagedInstanceRole, SsmReadyVpc } from '../src';
import { isolatedHost, online, setting, testOf } from './support';

const here = setting('Vpc');
const network = new SsmReadyVpc(here.stack, 'Network');
const host = isolatedHost(here.stack, 'Host', network, new SsmManagedInstanceRole(here.stack, 'Role').role);

online(testOf(here), host.instanceId);
