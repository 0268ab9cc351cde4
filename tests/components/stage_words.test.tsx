import assert from "node:assert/strict";
import { renderToString } from "preact-render-to-string";
import { StageWords } from "@/components/StageWords.tsx";
import type { Tone } from "@/components/words.ts";

function render(tone: Tone): { status: string; alert: string } {
  const html = renderToString(
    <StageWords words={{ title: "The title", detail: "The detail.", tone }} sign="pull" />,
  );
  const region = (role: string) =>
    html.match(new RegExp(`role="${role}">(.*?)</div>`))?.[1] ?? assert.fail(`no ${role}`);
  return { status: region("status"), alert: region("alert") };
}

Deno.test("trouble is read out at once, everything else politely", () => {
  for (const tone of ["calm", "busy", "live", "warning", "dark"] as const) {
    assert.match(render(tone).status, /The detail\./, tone);
    assert.equal(render(tone).alert, "", tone);
  }
  for (const tone of ["trouble", "alarm"] as const) {
    assert.match(render(tone).alert, /The title.*The detail\./, tone);
    assert.equal(render(tone).status, "", tone);
  }
});

Deno.test("something under way is never shown without words", () => {
  assert.match(render("busy").status, /The title.*The detail\./);
});
