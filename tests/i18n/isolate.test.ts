import assert from "node:assert/strict";
import { isolate } from "@/i18n/isolate.ts";

Deno.test("isolate() leaves alone what turns nothing", () => {
  for (const text of ["harbour", "厨房", "café-2_b", "Größe", "카메라", "", "🎥 live"]) {
    assert.equal(isolate(text), text);
  }
});

Deno.test("isolate() closes off what is written from right to left, or could turn what is beside it", () => {
  for (const text of ["מטבח", "مطبخ", "live-ميناء", "a\u202eb", "ܣ", "𞤀𞤁", "x\u200f"]) {
    assert.equal(isolate(text), `\u2068${text}\u2069`);
  }
});
