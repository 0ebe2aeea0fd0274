// CDK's own validator takes ten seconds a synth and judges nothing of ours.
process.env.CDK_VALIDATION = 'false';
process.env.JSII_SILENCE_WARNING_END_OF_LIFE_NODE_VERSION = '1';
process.env.NO_COLOR = '1';
