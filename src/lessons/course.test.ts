/** docs/course.md is written from the lessons. `npx vitest run --project unit src/lessons/course.test.ts -u` renews it. */
import { expect, test } from 'vitest';
import { type CourseEntry, courseEntries, loadLesson } from './catalogue';

const HEAD = `# The course

Forty labs, from the first pod to Ingress, each in Korean and English. \`#/s/NAME\` behind the address of the page opens one. \`#/s/NAME/solution\` opens it solved, which does not count as done. In those marked *breaks* something fails, and the lab is about what happens then. Minutes are real ones; virtual time can be made to pass faster. The last column has the rows of the study notes that a lab covers ([all of them](../src/lessons/inventory.md)).

Written from \`src/lessons/catalogue\` by \`src/lessons/course.test.ts\`, which fails while the two differ.

| lab | name | title | | minutes | | rows |
|---|---|---|---|---|---|---|
`;

/** `S001-01 to 03, S002-07`. */
function spansOf(ids: readonly string[]): string {
  const spans: { first: string; last: string }[] = [];
  for (const id of ids.toSorted((a, b) => a.localeCompare(b, 'en', { numeric: true }))) {
    const span = spans.at(-1);
    const [notes = '', number = ''] = id.split('-');
    if (span !== undefined && span.last === `${notes}-${String(Number(number) - 1).padStart(number.length, '0')}`)
      span.last = id;
    else spans.push({ first: id, last: id });
  }
  return spans.map(({ first, last }) => (first === last ? first : `${first} to ${last.split('-')[1]}`)).join(', ');
}

async function rowOf({ name, lab, titles, minutes, isFailure }: CourseEntry): Promise<string> {
  const covers = (await loadLesson(name))?.covers ?? [];
  const cells = [lab, `\`${name}\``, titles.ko, titles.en, minutes, isFailure ? '*breaks*' : '', spansOf(covers)];
  return `| ${cells.join(' | ')} |`;
}

test('the page on the course says what the lessons say', { timeout: 30_000 }, async () => {
  const rows = await Promise.all((await courseEntries()).map(rowOf));
  await expect(`${HEAD}${rows.join('\n')}\n`).toMatchFileSnapshot('../../docs/course.md');
});
