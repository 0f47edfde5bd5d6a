/** Tables of top, compared with what the printer of kubectl 1.36.3 makes of the same metrics. */
import { expect, test } from 'vitest';
import { testKubectl } from '../../../../tests/testKubectl';
import { nodeTable, type PodTableOptions, podTable } from './topTable';

const usage = (cpu: string, memory: string) => ({ cpu, memory });
const pods = [
  {
    metadata: { name: 'web-1', namespace: 'default' },
    containers: [
      { name: 'c', usage: usage('1500u', '10Mi') },
      { name: 'a', usage: usage('250m', '3000Ki') },
    ],
  },
  {
    metadata: { name: 'a', namespace: 'kube-system' },
    containers: [{ name: 'x', usage: usage('123456789n', '1Gi') }],
  },
];
const nodes = [
  { metadata: { name: 'n2' }, usage: usage('1', '2Gi') },
  { metadata: { name: 'n1' }, usage: usage('350m', '1023Mi') },
];
const available = new Map(['n1', 'n2', 'n3'].map((name) => [name, usage('4', '8Gi')]));
const plain = { sortBy: '', noHeaders: false, showSwap: false };
const ofPods = (options: Partial<PodTableOptions>) =>
  podTable(pods, { ...plain, withContainers: false, withNamespace: false, withSum: false, ...options });

test('pods are ordered by name and every cell is followed by blanks', () => {
  expect(ofPods({})).toBe(
    [
      'NAME    CPU(cores)   MEMORY(bytes)   ',
      'a       124m         1024Mi          ',
      'web-1   252m         12Mi            ',
    ].join('\n') + '\n',
  );
});

test('containers, namespaces and the sum', () => {
  expect(ofPods({ withContainers: true, withNamespace: true, withSum: true })).toBe(
    [
      'NAMESPACE     POD     NAME   CPU(cores)   MEMORY(bytes)   ',
      'default       web-1   a      250m         2Mi             ',
      'default       web-1   c      2m           10Mi            ',
      'kube-system   a       x      124m         1024Mi          ',
      '                             ________     ________        ',
      '                             375m         1036Mi          ',
    ].join('\n') + '\n',
  );
});

test('the most comes first where an order is asked for', () => {
  expect(ofPods({ sortBy: 'memory', noHeaders: true, withSum: true })).toBe(
    [
      'a       124m       1024Mi     ',
      'web-1   252m       12Mi       ',
      '        ________   ________   ',
      '        375m       1036Mi     ',
    ].join('\n') + '\n',
  );
  expect(ofPods({ sortBy: 'cpu', withContainers: true })).toBe(
    [
      'POD     NAME   CPU(cores)   MEMORY(bytes)   ',
      'web-1   a      250m         2Mi             ',
      'web-1   c      2m           10Mi            ',
      'a       x      124m         1024Mi          ',
    ].join('\n') + '\n',
  );
});

test('nodes show their share, and those without metrics come last', () => {
  expect(nodeTable(nodes, available, plain)).toBe(
    [
      'NAME   CPU(cores)   CPU(%)      MEMORY(bytes)   MEMORY(%)   ',
      'n1     350m         8%          1023Mi          12%         ',
      'n2     1000m        25%         2048Mi          25%         ',
      'n3     <unknown>    <unknown>   <unknown>       <unknown>   ',
    ].join('\n') + '\n',
  );
  expect(nodeTable(nodes, available, { ...plain, sortBy: 'cpu', showSwap: true })).toBe(
    [
      'NAME   CPU(cores)   CPU(%)      MEMORY(bytes)   MEMORY(%)   SWAP(bytes)   SWAP(%)     ',
      'n2     1000m        25%         2048Mi          25%         <unknown>     <unknown>   ',
      'n1     350m         8%          1023Mi          12%         <unknown>     <unknown>   ',
      'n3     <unknown>    <unknown>   <unknown>       <unknown>   <unknown>     <unknown>   ',
    ].join('\n') + '\n',
  );
});

test.each([
  ['pods', 'error: Metrics API not available'],
  ['node', 'error: Metrics API not available'],
  ['pod a -l b=c', 'error: only one of NAME or selector can be provided'],
  ['pod --sort-by=x', 'error: --sort-by accepts only cpu or memory'],
  ['pod a b', "error: pod [NAME | -l label]\nSee 'kubectl top pod -h' for help and examples"],
])('top %s is refused where there are no metrics', async (words, message) => {
  const run = await testKubectl();
  expect(await run(`kubectl top ${words}`)).toBe(`${message}\n[exit 1]`);
});
