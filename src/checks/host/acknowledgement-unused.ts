import { defineCheck } from '../check';

/** Whoever acknowledges a fault that is not there has misspelt it, or has mended it and may take the acknowledgement away. */
export const acknowledgementUnused = defineCheck({
  id: 'AcknowledgementUnused',
  severity: 'warning',
  title: 'An acknowledgement matches no finding',
  reasons: [],
  question: () => [],
});
