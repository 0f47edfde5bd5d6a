/** docs/fields.md is written from the engine's own table of fields that act. `npx vitest run tests/conformance/fields.test.ts -u` renews it. */
import { beforeAll, expect, test } from 'vitest';
import { loadCustomParts } from '../../src/apiserver/customresources/loadCustomParts';
import { root } from '../tidy/sources';
import { allKinds, typesOf } from './provenFields';

const HEAD = `# Field by field

What each field of a manifest does here, by the Go type that holds it; a type that several kinds share stands at the first of them. Written from the engine's own table (\`src/apiserver/registry/actingFields.ts\`) by
\`tests/conformance/fields.test.ts\`, which fails while the two differ.

- *acts*: something comes of it, or it is read and told as in a real cluster.
- *stored only*: kept and printed; a warning says so when it is set.
- *kept with its kind*: nobody acts on objects of this kind; a warning says so when one is made.

The last column names recordings of a real cluster whose manifests set the field and that replay here (\`session\`, \`timeline\`, \`exchanges\`), or else the test that says most of it, or manifests that a real server took or refused (\`refusals\`).
`;

const WORDS = { acts: 'acts', stored: 'stored only', kept: 'kept with its kind' };

function page(): string {
  const seen = new Set<string>();
  const kinds = allKinds.map((kind) => {
    const types = typesOf(kind, seen).map(({ type, rows }) => {
      const lines = rows.map(({ field, what, proof }) => `| ${type}.${field} | ${WORDS[what]} | ${proof} |`);
      return lines.join('\n');
    });
    return types.length === 0
      ? ''
      : `\n## ${kind}\n\n| field | here | shown by |\n|---|---|---|\n${types.join('\n')}\n`;
  });
  return `${HEAD}${kinds.join('')}`;
}

// The strategy of definitions asks them.
beforeAll(loadCustomParts);

test('the page on fields says what the table of acting fields says', async () => {
  await expect(page()).toMatchFileSnapshot(`${root}docs/fields.md`);
});

test('every field that acts is shown by a recording or a test', () => {
  const seen = new Set<string>();
  const bare = allKinds.flatMap((kind) =>
    typesOf(kind, seen).flatMap(({ type, rows }) =>
      rows.filter(({ what, proof }) => what === 'acts' && proof === '').map(({ field }) => `${type}.${field}`),
    ),
  );
  expect(bare).toEqual([]);
});
