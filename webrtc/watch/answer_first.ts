/** An island that takes over an early join imports this file first: its other modules run once the answer is applied. */
import { awaitEarlyAnswer } from "./early_join.ts";

await awaitEarlyAnswer();
