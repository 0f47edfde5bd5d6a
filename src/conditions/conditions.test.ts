import { beforeAll, expect, test } from 'vitest';
import type { Kind } from '../api/kinds';
import type { KubeObject } from '../api/meta/objectMeta';
import { USUAL_ADDONS } from '../addons/usualAddons';
import { replicas, testCluster } from '../../tests/testCluster';
import { conditionsOf } from './conditions';

let objects: ReadonlyMap<Kind, readonly KubeObject[]>;
let conditions: ReturnType<typeof conditionsOf>;
beforeAll(async () => {
  const { cluster, client, create, pods, fault, advance } = await testCluster({ addons: USUAL_ADDONS });
  await create('ReplicationController', replicas('ReplicationController', 3));
  await advance({ seconds: 30 });
  const [first] = await pods();
  const name = first?.metadata.name ?? '';
  await fault({ type: 'exitContainer', namespace: 'default', pod: name, container: 'main', code: 7 });
  await advance({ seconds: 5 });
  const image = 'registry.example.com/nowhere';
  await create('ReplicationController', replicas('ReplicationController', 1, { name: 'waiting', image }));
  await advance({ seconds: 1 });
  await client.patch('Node', { name: 'worker-2' }, { type: 'merge', body: { spec: { unschedulable: true } } });
  await cluster.advance(0);
  const kinds: readonly Kind[] = ['Pod', 'Node', 'Event', 'ReplicationController'];
  const lists = new Map<Kind, readonly KubeObject[]>();
  for (const kind of kinds) lists.set(kind, (await client.list(kind)).items);
  objects = lists;
  conditions = conditionsOf({ list: (kind) => objects.get(kind) ?? [] });
});

const now = (expression: string) => conditions.read(expression).evaluate();

test.each([
  ['ready', '3'],
  ['ready < 2', 'false'],
  ['ready == pods.size() - 1', 'true'],
  ["pods.all(p, p.metadata.namespace == 'default')", 'true'],
  ["objs('Pod').exists(p, p.metadata.namespace == 'kube-system')", 'true'],
  ["pods.exists(p, p.status.phase == 'Failed')", 'false'],
  ['pods.exists(p, restarts(p) == 1)', 'true'],
  ['pods.map(p, restarts(p)).sum() + 1', '2'],
  ['pods.filter(p, lastTerm(p).?exitCode.orValue(0) == 7).size()', '1'],
  ["object('ReplicationController', 'kubia').status.readyReplicas < 2", 'false'],
  // Nobody is ready yet: JSON leaves the count out.
  ["object('ReplicationController', 'waiting').status.readyReplicas < 2", 'true'],
  ["one('replicationcontroller', 'kubia', 'default').spec.replicas * 2", '6'],
  ["object('ReplicationController', 'other') == null", 'true'],
  ["ready(object('Pod', 'other'))", 'false'],
  ["objs('Pod', {'app': 'kubia'}).all(p, owner(p) == 'ReplicationController/kubia')", 'true'],
  ['nodes.filter(n, !nodeReady(n)).size() > 0', 'false'],
  ['nodes.filter(n, n.?spec.?unschedulable.orValue(false)).map(n, n.metadata.name)', '["worker-2"]'],
  ["objs('Pod', {'app': 'kubia'}).size()", '3'],
  ["objs('Pod', {'app': 'other'}).size()", '0'],
  ["ev({'reason': 'SuccessfulCreate', 'name': 'kubia'}).size() > 0", 'true'],
  ["ev({'reason': 'Scheduled', 'msg': 'worker-9$'}).size()", '0'],
  ["sumReq('worker-1', 'cpu') >= 0", 'true'],
  ["nodes.all(n, cond(n, 'Ready'))", 'true'],
  ["waiting(objs('Pod', {'app': 'kubia'})[0]) == '' && !term(objs('Pod', {'app': 'kubia'})[0])", 'true'],
  ['between(ready, 3, 4)', 'true'],
] as const)('%s is %s', (expression, value) => {
  expect(now(expression)).toMatchObject({ value });
});

test('objects are told by their names', () => {
  expect(now('nodes').value).toBe('["node/worker-1","node/worker-2","node/worker-3"]');
});

test.each([
  ['ready <', '1:8: Syntax error: Unexpected token: EOF\n | ready <\n | .......^'],
  ['ready = 2', '1:7: Syntax error: Unexpected character: =\n | ready = 2\n | ......^'],
  ['redy < 2', '1:1: Unknown variable: redy\n | redy < 2\n | ^'],
  ["'a' < 2", "1:1: no such overload: string < int\n | 'a' < 2\n | ^"],
  ["object('Pod')", "1:1: found no matching overload for 'object(string)'\n | object('Pod')\n | ^"],
])('%s is refused in the words of the language', (expression, words) => {
  expect(() => conditions.read(expression)).toThrow(words);
});

test('a field that is not there is no mistake: the condition does not hold, and says why', () => {
  const condition = conditions.read("object('ReplicationController', 'other').status.readyReplicas < 2");
  expect(condition.evaluate()).toEqual({ holds: false, isCondition: true, error: 'No such key: status' });
  expect(now("objs('Foo').size() > 0").error).toBe('there is no kind "Foo"');
});

test('only what is true or false is a condition', () => {
  expect(conditions.read('ready').isCondition).toBe(false);
  expect(conditions.read('ready > 1').isCondition).toBe(true);
  expect(now("objs('Pod', {'app': 'kubia'})[0].status.phase")).toMatchObject({
    value: '"Running"',
    isCondition: false,
  });
});

test('a condition tells at which kinds it looked', () => {
  const condition = conditions.read("ready > 5 || nodes.exists(n, n.metadata.name == 'x')");
  condition.evaluate();
  expect([...condition.looksAt].sort()).toEqual(['Node', 'Pod']);
});
