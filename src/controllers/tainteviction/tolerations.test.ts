import { expect, test } from 'vitest';
import type { Taint } from '../../api/core/node';
import type { Toleration } from '../../api/core/pod';
import { toleratedForMs } from './tolerations';

const unreachable: Taint = { key: 'node.kubernetes.io/unreachable', effect: 'NoExecute' };
const maintenance: Taint = { key: 'maintenance', value: 'disk', effect: 'NoExecute' };
const forSeconds = (key: string, tolerationSeconds?: number): Toleration => ({
  key,
  operator: 'Exists',
  effect: 'NoExecute',
  ...(tolerationSeconds === undefined ? {} : { tolerationSeconds }),
});

test.each<[string, readonly Taint[], readonly Toleration[], number | undefined]>([
  ['a taint that nothing tolerates allows no time', [unreachable], [], 0],
  ['a toleration with seconds allows these', [unreachable], [forSeconds(unreachable.key, 300)], 300_000],
  ['a toleration without seconds allows all time', [unreachable], [forSeconds(unreachable.key)], undefined],
  [
    'of two taints the shorter time counts',
    [unreachable, maintenance],
    [forSeconds(unreachable.key, 300), forSeconds('maintenance', 20)],
    20_000,
  ],
  ['one taint that is not tolerated is enough', [unreachable, maintenance], [forSeconds(unreachable.key, 300)], 0],
  ['negative seconds are none', [unreachable], [forSeconds(unreachable.key, -1)], 0],
  ['a value must be equal', [maintenance], [{ key: 'maintenance', value: 'network', effect: 'NoExecute' }], 0],
  ['an equal value tolerates', [maintenance], [{ key: 'maintenance', value: 'disk' }], undefined],
  ['an empty key with Exists tolerates everything', [maintenance, unreachable], [{ operator: 'Exists' }], undefined],
  ['a toleration of another effect does not help', [maintenance], [{ operator: 'Exists', effect: 'NoSchedule' }], 0],
])('%s', (_sentence, taints, tolerations, ms) => {
  expect(toleratedForMs(taints, tolerations)).toBe(ms);
});
