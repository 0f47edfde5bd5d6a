import { test } from 'vitest';
import { writeFileSync } from 'node:fs';
import { replay } from './network/replay';
import { scenes } from './network/scenes/index';
for (const file of (process.env.A7 ?? '').split(','))
  test(file, async () => {
    const key = Object.keys(scenes).find((k) => k.startsWith(file)) ?? '';
    const { commands, differences } = await replay(key, scenes[key] ?? {});
    const told = differences.map(({ line, command, said }) => `${line}: $ ${command}\n${said.join('\n')}`);
    writeFileSync(
      `/tmp/A7/diff-${file}.txt`,
      `${commands - differences.length} of ${commands}\n${told.join('\n\n')}\n`,
    );
  });
