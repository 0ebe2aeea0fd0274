export * from './rescue-user-data';
export * from './runbook';
export * from './ssh-recovery';
