/** A host that boots with the rescue lets TCP 22 in before every other rule, and stays a managed node. */
import { RescueRepair, RescueUserData, SsmManagedInstanceRole, SsmReadyVpc } from '../src';
import { commandSucceeds, isolatedHost, setting, testOf } from './support';

const here = setting('Rescue');
const network = new SsmReadyVpc(here.stack, 'Network');
const host = isolatedHost(here.stack, 'LockedOut', network, new SsmManagedInstanceRole(here.stack, 'Role').role);
new RescueUserData({ repairs: [RescueRepair.RESET_FIREWALL, RescueRepair.RESTART_SSH] }).addTo(host);

commandSucceeds(testOf(here), host.instanceId, ['systemctl is-active sshd', 'grep -q "cloud_final_modules" /var/lib/cloud/instance/user-data.txt']);
