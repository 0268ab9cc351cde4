/** Hubs whose Access takes its time: as long as a promise, or as long as the test says. */
import type { Access, Decision, LocalAccess } from "@/signaling/server/access/access.ts";
import type { Hello } from "@/signaling/protocol/client_messages.ts";
import { FakeWorld } from "./hub_world.ts";

/** A hello is decided at once, and the hub hears of it later. */
export class LateWorld extends FakeWorld {
  protected override decides(access: LocalAccess): Access {
    return access;
  }
}

/** A hello is decided when the test says so, and told when it says so again: in any order, or never. */
export class SlowWorld extends FakeWorld {
  readonly checks: Check[] = [];

  protected override decides(access: LocalAccess): Access {
    const admit = (hello: Hello) =>
      new Promise<Decision>((resolve, reject) =>
        this.checks.push(new Check(() => access.decide(hello), resolve, reject))
      );
    return { ...access, admit };
  }

  /** Takes the next step of one of the checks that are under way. */
  async check(index: number): Promise<void> {
    const check = this.checks[index % this.checks.length];
    if (check === undefined) return;
    check.step();
    if (check.isOver) this.checks.splice(this.checks.indexOf(check), 1);
    await told();
  }

  /** Ends all checks, in their order, and those that come of it; everything arrives. */
  async settle(): Promise<void> {
    this.network.flush();
    while (this.checks.length > 0) {
      await this.check(0);
      this.network.flush();
    }
  }
}

class Check {
  #decision: Decision | null = null;
  isOver = false;

  constructor(
    readonly decide: () => Decision,
    readonly resolve: (decision: Decision) => void,
    readonly reject: (error: Error) => void,
  ) {}

  step(): void {
    if (this.#decision === null) this.#decision = this.decide();
    else {
      this.isOver = true;
      this.resolve(this.#decision);
    }
  }
}

/** Lets those hear of it who wait for a promise. */
export async function told(): Promise<void> {
  for (let i = 0; i < 5; i++) await Promise.resolve();
}
