/** To be imported before all else by an island that takes over what the page's head began: holds back the rest. */
import { earlyAnswer } from "./early_join.ts";

await earlyAnswer();
