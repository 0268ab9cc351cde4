/** Browsers that test files use one after another: each is one file's at a time. */
import type { BrowserServer } from "playwright-core";
import { serveBrowser } from "../support/browser.ts";

export class Browsers implements AsyncDisposable {
  readonly #idle = new Set<BrowserServer>();
  readonly #all = new Set<BrowserServer>();

  /** Calls back with the address of a browser that nobody else has meanwhile. */
  async lend<Result>(run: (endpoint: string) => Promise<Result>): Promise<Result> {
    const [browser = await this.#launch()] = this.#idle;
    this.#idle.delete(browser);
    try {
      return await run(browser.wsEndpoint());
    } finally {
      if (this.#all.has(browser)) this.#idle.add(browser);
    }
  }

  async #launch(): Promise<BrowserServer> {
    const browser = await serveBrowser();
    this.#all.add(browser);
    browser.on("close", () => {
      this.#all.delete(browser);
      this.#idle.delete(browser);
    });
    return browser;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all([...this.#all].map((browser) => browser.close()));
  }
}
