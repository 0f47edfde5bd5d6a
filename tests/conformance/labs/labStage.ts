/** A lab as a learner has it: three workers, names and Services that work, the lab's manifests at home, a terminal. */
import { readFileSync } from 'node:fs';
import { USUAL_ADDONS } from '../../../src/addons/usualAddons';
import { type Req, reqsOf } from '../../../src/client/reqs';
import { defaultNodes } from '../../../src/client/defaultNodes';
import type { Interrupt, Io } from '../../../src/kubectl/environment';
import { type SimulatedStage, simulatedStage } from '../../../src/session/simulation';

/** Nobody presses Ctrl-C. */
const never: Interrupt = { interrupted: false, onInterrupt: () => () => {} };

/** What a line printed, and how it ended. */
interface Typed {
  readonly text: string;
  readonly code: number;
}

export class Lab {
  /** All that was typed, with what it printed. */
  readonly ran: (Typed & { readonly line: string })[] = [];

  private constructor(readonly stage: SimulatedStage) {}

  /** The cluster of the labs, with the manifests of those names (`NAME.yaml`) at home. */
  static async start(...manifests: readonly string[]): Promise<Lab> {
    const lab = new Lab(await simulatedStage({ nodes: defaultNodes(), addons: USUAL_ADDONS }));
    for (const name of manifests) {
      const text = readFileSync(new URL(`manifests/${name}.yaml`, import.meta.url), 'utf8');
      await lab.#run(`cat > ${name}.yaml <<'END'\n${text}\nEND`);
    }
    return lab;
  }

  /** Types a line; the two streams come together, as a person sees them. */
  async type(line: string): Promise<Typed> {
    const typed = await this.#run(line);
    this.ran.push({ line, ...typed });
    return typed;
  }

  /** What a line prints that must succeed. */
  async text(line: string): Promise<string> {
    const { text, code } = await this.type(line);
    if (code !== 0) throw new Error(`${line}: [exit ${code}] ${text}`);
    return text.trimEnd();
  }

  /** Seconds until `line` prints something that matches; throws after `limit`. */
  async until(line: string, pattern: RegExp, limit: number): Promise<number> {
    const from = this.stage.elapsedSeconds();
    for (;;) {
      const passed = this.stage.elapsedSeconds() - from;
      const { text } = await this.#run(line);
      if (pattern.test(text)) return passed;
      if (passed > limit) throw new Error(`${line}: after ${limit} s still ${text}`);
      await this.pass(1);
    }
  }

  pass(seconds: number): Promise<void> {
    return this.stage.pass(seconds * 1000);
  }

  /** Client requests so far whose url matches. */
  reqs(url = /./): readonly Req[] {
    return reqsOf(this.stage.cluster.traffic.requests.from(0)).filter((req) => url.test(req.url));
  }

  /** Whether such a line failed with such words. */
  ranFailed(words: RegExp): boolean {
    return this.ran.some(({ text, code }) => code !== 0 && words.test(text));
  }

  async #run(line: string): Promise<Typed> {
    let text = '';
    const print = (piece: string): void => {
      text += piece;
    };
    const io: Io = {
      input: { read: async () => undefined, isTerminal: false },
      out: print,
      err: print,
      hint: () => {},
      interrupt: never,
      isTerminal: false,
      columns: 80,
    };
    return { code: await this.stage.settle(this.stage.shell.run(line, io)), text };
  }
}
