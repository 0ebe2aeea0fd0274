/** The CDK statement that makes every host of an app managed, where the fault is the host's own or its role's. */
export const SSM_MANAGED = 'Mixins.of(app).apply(new SsmManaged())';

/** The same where security groups must be paired with those of endpoints. */
export const SSM_MANAGED_WITH_ENDPOINTS = 'Mixins.of(app).apply(new SsmManaged({ endpoints: [endpoints] }))';
