/** Hubs whose admission decisions arrive late: after a promise, or when the test says so. */
import type { Access, Decision, LocalAccess } from "@/signaling/server/access/access.ts";
import type { Hello } from "@/signaling/protocol/client_messages.ts";
import { FakeWorld } from "./hub_world.ts";

/** Each hello is decided at once, but the hub receives the decision a microtask later. */
export class LateWorld extends FakeWorld {
  protected override decides(access: LocalAccess): Access {
    // Not `admit` itself, which hashes a typed key for a while.
    return {
      ...access,
      admit: (hello, address) => Promise.resolve(access.decide(hello, address)),
    };
  }
}

/** The test chooses when each hello is decided, and when the hub receives the decision: in any order, or never. */
export class SlowWorld extends FakeWorld {
  readonly checks: Check[] = [];

  protected override decides(access: LocalAccess): Access {
    const admit = (hello: Hello, address: string) =>
      new Promise<Decision>((resolve, reject) =>
        this.checks.push(new Check(() => access.decide(hello, address), resolve, reject))
      );
    return { ...access, admit };
  }

  /** Advances one pending check: first it decides, then the hub receives the decision. */
  async check(index: number): Promise<void> {
    const check = this.checks[index % this.checks.length];
    if (check === undefined) return;
    check.step();
    if (check.isOver) this.checks.splice(this.checks.indexOf(check), 1);
    await settlePromises();
  }

  /** Delivers all frames and completes all checks in order, and those that follow from them. */
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

/** Lets the callbacks of settled promises run. */
export async function settlePromises(): Promise<void> {
  for (let i = 0; i < 5; i++) await Promise.resolve();
}
