import { expect, test } from 'vitest';
import { testKubectl } from '../../../../tests/testKubectl';
import { compactRules, resourcesText } from './accessRules';

test('the administrator may do everything; warnings come all the same', async () => {
  const run = await testKubectl();

  expect(await run('kubectl auth can-i create pods')).toBe('yes');
  expect(await run('kubectl auth can-i create pods -q')).toBe('');
  expect(await run('kubectl auth can-i frob nodes')).toBe(
    "Warning: resource 'nodes' is not namespace scoped\n\nWarning: verb 'frob' is not a known verb\n\nyes",
  );
  expect(await run('kubectl auth can-i get nosuch.apps')).toBe(
    "Warning: the server doesn't have a resource type 'nosuch' in group 'apps'\n\nyes",
  );
});

test.each([
  [
    'can-i',
    "error: you must specify two arguments: verb resource or verb resource/resourceName.\nSee 'kubectl auth can-i -h' for help and examples.",
  ],
  ['can-i --list pods', 'error: list option must be specified with no arguments'],
  ['can-i get /logs --subresource=x', 'error: --subresource can not be used with NonResourceURL'],
  ['can-i get pods --no-headers', 'error: --no-headers cannot be set without --list specified'],
  ['reconcile', 'error: must specify one of -f and -k'],
])('auth %s is refused', async (words, message) => {
  const run = await testKubectl();
  expect(await run(`kubectl auth ${words}`)).toBe(`${message}\n[exit 1]`);
});

test('rules are broken down, put together by resource, and ordered by their text', () => {
  const rules = compactRules([
    { verbs: ['get', 'list'], apiGroups: ['', 'apps'], resources: ['pods/log'] },
    { verbs: ['*'], nonResourceURLs: ['/api'] },
    { verbs: ['watch'], apiGroups: ['apps'], resources: ['pods/log'] },
  ]);
  expect(rules.map((rule) => [resourcesText(rule), rule.nonResourceURLs, rule.verbs])).toEqual([
    ['', ['/api'], ['*']],
    ['pods.apps/log', undefined, ['get', 'list', 'watch']],
    ['pods/log', undefined, ['get', 'list']],
  ]);
});

const manifests = (names: string, verbs: string, user: string, role = 'kind: Role, name: r') => `<<EOF
apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata: {name: r, namespace: rec}
rules:
- {apiGroups: [""], resources: [${names}], verbs: [${verbs}]}
---
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: {name: rb, namespace: rec}
roleRef: {apiGroup: rbac.authorization.k8s.io, ${role}}
subjects: [{kind: User, name: ${user}, apiGroup: rbac.authorization.k8s.io}]
EOF`;

test('roles and bindings are reconciled: made with their namespace, added to, and cut down if asked to', async () => {
  const run = await testKubectl();
  const reconcile = 'kubectl auth reconcile -f -';
  const wider = manifests('pods, secrets', 'get', 'joe');
  expect(await run(`${reconcile} ${manifests('pods', 'get, list', 'jane')}`)).toBe(
    `role.rbac.authorization.k8s.io/r reconciled
\treconciliation required create
\tmissing rules added:
\t\t{Verbs:[get list] APIGroups:[] Resources:[pods] ResourceNames:[] NonResourceURLs:[]}
rolebinding.rbac.authorization.k8s.io/rb reconciled
\treconciliation required create
\tmissing subjects added:
\t\t{Kind:User APIGroup:rbac.authorization.k8s.io Name:jane Namespace:}`,
  );
  const unchanged = 'role.rbac.authorization.k8s.io/r reconciled\nrolebinding.rbac.authorization.k8s.io/rb reconciled';
  expect(await run(`${reconcile} ${manifests('pods', 'get, list', 'jane')}`)).toBe(unchanged);
  expect(await run(`${reconcile} ${wider}`)).toContain(
    '\t\t{Verbs:[get] APIGroups:[] Resources:[secrets] ResourceNames:[] NonResourceURLs:[]}\n',
  );
  const names = 'kubectl -n rec get rolebinding rb -o jsonpath={.subjects[*].name}';
  expect(await run(names)).toBe('jane joe');
  const cut = await run(`${reconcile} --remove-extra-subjects --remove-extra-permissions ${wider}`);
  expect(cut).toContain('\textra subjects removed:\n\t\t{Kind:User APIGroup:rbac.authorization.k8s.io Name:jane');
  expect(cut).toContain('\textra rules removed:\n\t\t{Verbs:[list] APIGroups:[] Resources:[pods]');
  expect(await run(names)).toBe('joe');
  const other = manifests('pods, secrets', 'get', 'joe', 'kind: ClusterRole, name: view');
  expect(await run(`${reconcile} ${other}`)).toContain('\treconciliation required recreate');
  await run('kubectl -n rec annotate role r rbac.authorization.kubernetes.io/autoupdate=false');
  expect(await run(`${reconcile} ${manifests('nodes', 'get', 'joe')}`)).toContain(
    'reconciliation required update, but object opted out (rbac.authorization.kubernetes.io/autoupdate: false)',
  );
  expect(await run('kubectl -n rec get role r -o jsonpath={.rules[*].resources}')).not.toContain('nodes');
});
