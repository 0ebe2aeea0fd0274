/** The name under which acknowledgements address us: `cdk-ssm-ready::<check id>`. */
export const ACKNOWLEDGEMENT_PREFIX = 'cdk-ssm-ready';
