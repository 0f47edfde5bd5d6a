/** Objects that lack what the API promises, as some API servers hand them out: no model of a view fails on one of them. */
import { expect, test } from 'vitest';
import type { Pod } from '../../api/core/pod';
import { type Kind, type Kinds, kinds } from '../../api/kinds';
import { tidied } from '../../remote/tidied';
import { conditionRows, containerRows, factsOf } from './summary';

const NOW = Date.parse('2026-01-01T00:00:00Z');

/** As it arrives in the page. */
function arrived<K extends Kind>(kind: K, fields: object = {}): Kinds[K] {
  const { group, version } = kinds[kind];
  const object = {
    apiVersion: group === '' ? version : `${group}/${version}`,
    kind,
    metadata: { name: 'odd' },
    ...fields,
  };
  tidied(object);
  return object as unknown as Kinds[K]; // Odd on purpose.
}

test.each(Object.keys(kinds) as Kind[])('a %s of which only the name is known has a summary', (kind) => {
  for (const fields of [{}, { spec: {}, status: {} }, { spec: null, status: null }, { status: { conditions: null } }]) {
    const object = arrived(kind, fields);
    expect(factsOf(kind, object, NOW).map(({ value }) => value)).not.toContain(undefined);
    conditionRows(object, NOW);
    if (kind === 'Pod') containerRows(object as Pod, NOW);
  }
});
