/** A lab as a learner has it: three workers, names and Services that work, the lab's manifests at home, a terminal. */
import { readFileSync } from 'node:fs';
import { USUAL_ADDONS } from '../../../src/addons/usualAddons';
import { type Req, reqsOf } from '../../../src/client/reqs';
import { defaultNodes } from '../../../src/client/defaultNodes';
import { type SimulatedStage, simulatedStage } from '../../../src/session/simulation';
import { runLine } from '../../../src/shell/player';

/** Manifests of the study notes' third part, as the lessons have them. */
const MANIFESTS = new URL('../../../src/lessons/manifests/', import.meta.url);

/** What a line printed, and how it ended. */
interface Typed {
  readonly text: string;
  readonly code: number;
}

export class Lab {
  private constructor(readonly stage: SimulatedStage) {}

  /** The cluster of the labs, with those manifests of the course (`NAME.yaml`) at home. */
  static async start(...manifests: readonly string[]): Promise<Lab> {
    const lab = new Lab(await simulatedStage({ nodes: defaultNodes(), addons: USUAL_ADDONS }));
    for (const name of manifests) {
      const text = readFileSync(new URL(`s003-${name}.yaml`, MANIFESTS), 'utf8');
      await lab.type(`cat > ${name}.yaml <<'END'\n${text}\nEND`);
    }
    return lab;
  }

  /** Types a line; the two streams come together, as a person sees them. */
  async type(line: string): Promise<Typed> {
    const { printed, exitCode } = await runLine(line, this.stage);
    return { text: printed, code: exitCode };
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
      const { text } = await this.type(line);
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
}
