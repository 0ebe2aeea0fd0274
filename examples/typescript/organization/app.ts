import { App, Stack, Validations } from 'aws-cdk-lib';
import { FleetSchedule, InventorySync, OrganizationHostManagement, SsmReadyValidation } from 'cdk-ssm-ready';

const app = new App();
Validations.of(app).addPlugins(new SsmReadyValidation());

// In the management account, or in one that the organization has delegated StackSets to (`delegatedAdministrator: true`).
const stack = new Stack(app, 'Organization');

new OrganizationHostManagement(stack, 'Fleet', {
  organizationalUnits: ['ou-ab12-cdef3456'],
  regions: ['eu-west-1', 'us-east-1'],
  accountCount: 40, // 80 targets
  operations: { oneRegionAtATime: true, regionOrder: ['eu-west-1', 'us-east-1'], maxConcurrentAccounts: '25%', failureTolerance: '10%' },
  management: {
    maxConcurrency: '10%',
    maxErrors: '5%',
    installPatches: { schedule: FleetSchedule.cron('0 2 ? * SUN *') },
  },
});

// One bucket for the inventory of every account; each account makes a sync of its own to it.
// A crawler finds accounts that are new in it.
new InventorySync(stack, 'Inventory', { organizationId: 'o-a1b2c3d4e5', queries: { crawlerSchedule: FleetSchedule.cron('0 3 ? * SUN *') } });

app.synth();
