/** The broadcaster's page leaks nothing of viewers who left. `deno task bench churn` checks it for half an hour. */
import assert from "node:assert/strict";
import { churnPage, KEPT_HEAP } from "../support/page_churn.ts";

const WARM_UP = 10;
const VIEWERS = 40;
/** The allowed growth of the page's heap in bytes. Leaked descriptions alone take more: 10 kB per viewer. */
const MOST_HEAP = 300_000;
/** The number of connections that Chromium itself may keep (`page_churn.ts`). */
const MOST_KEPT = 3;

Deno.test(`${VIEWERS} viewers come and go: the broadcaster's page holds no more than before`, async () => {
  const { connections: kept, heap, listeners } = await churnPage({
    warmUp: WARM_UP,
    round: VIEWERS,
    goesOn: () => false,
  });
  assert.ok(kept <= MOST_KEPT, `${kept} connections are kept; ${MOST_KEPT} may be`);
  const most = MOST_HEAP + kept * KEPT_HEAP;
  assert.ok(heap <= most, `${heap} bytes more in the heap; ${most} may be (${kept} are kept)`);
  assert.ok(listeners <= 0, `${listeners} listeners more`);
});
