/** The course covers what the study notes have: each row of inventory.md in the lesson of its lab, and nowhere else. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

interface Row {
  readonly id: string;
  readonly lab: string;
}
interface Written {
  readonly name: string;
  readonly lab: string;
  readonly covers: readonly string[];
}

const rows: readonly Row[] = [
  ...readFileSync('src/lessons/inventory.md', 'utf8').matchAll(/^\| (S\d{3}-\d+) \| \w+ \| (L\d\d) \|/gm),
].map(([, id = '', lab = '']) => ({ id, lab }));

const CATALOGUE = 'src/lessons/catalogue';
const lessons: readonly Written[] = readdirSync(CATALOGUE)
  .filter((name) =>
    ['lesson.yaml', 'ko.md', 'en.md', 'solution.session'].every((file) => existsSync(`${CATALOGUE}/${name}/${file}`)),
  )
  .map((name) => {
    const text = readFileSync(`${CATALOGUE}/${name}/lesson.yaml`, 'utf8');
    const covers = /^covers:((?:.|\n(?!\w))*)/m.exec(text)?.[1] ?? '';
    return { name, lab: /^lab: (\S+)/m.exec(text)?.[1] ?? '', covers: covers.match(/S\d{3}-\d+/g) ?? [] };
  });

test('the list has every row once', () => {
  expect(rows).toHaveLength(405);
  expect(new Set(rows.map(({ id }) => id)).size).toBe(405);
  expect(new Set(rows.map(({ lab }) => lab)).size).toBe(40);
});

test('a lesson covers the rows of its lab', () => {
  for (const { name, lab, covers } of lessons) {
    const ofLab = rows.filter((row) => row.lab === lab).map(({ id }) => id);
    expect(covers.toSorted(), name).toEqual(ofLab.toSorted());
  }
});

test('each lab has one lesson', () => {
  const labs = lessons.map(({ lab }) => lab);
  expect(labs.toSorted()).toEqual([...new Set(rows.map((row) => row.lab))].toSorted());
});
