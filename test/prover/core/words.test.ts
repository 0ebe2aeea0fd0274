import { Text, Unknown, wordOf } from '../../../src/prover/core';

test.each([
  ['subnet-1', 'subnet-1'],
  ['', 'an empty text'],
  [new Text([new Unknown('parameter', 'parameter:a.yaml/Stack', 'parameter Stack'), '-Subnet']), '${Stack}-Subnet'],
  [new Unknown('reference', 'map:a.yaml:Names[AWS::Region]', 'an entry of the mapping Names'), 'named by an entry of the mapping Names'],
  [['a'], '["a"]'],
])('%#: a value is said without its key', (value, words) => expect(wordOf(value)).toBe(words));
