/** An island that takes over an early join imports this file first: its other modules run once the answer is applied. */
import { earlyAnswer } from "./early_join.ts";

await earlyAnswer();
