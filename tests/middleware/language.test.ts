/** The language of the pages, as the server answers. */
import assert from "node:assert/strict";
import { startServer } from "../support/server_process.ts";

const PAGES = ["/", "/watch/x", "/broadcast/x", "/no-such-page", "/watch/not%20a%20name"];

/** What is read in a page, by eyes, ears and machines. */
const TEXT =
  /(?<=>)[^<>]+(?=<)|(?<=(?:aria-label|placeholder|title|(?:description|og:[\w:]+)" content)=")[^"]*/g;

async function ask(url: string, headers: Record<string, string> = {}) {
  const response = await fetch(url, { headers });
  const html = await response.text();
  return { html, headers: response.headers, lang: /<html lang="(.*?)"/.exec(html)?.[1] };
}

Deno.test("every page speaks the language that the browser prefers, and says that it depends on that", async () => {
  await using server = await startServer();
  for (const path of PAGES) {
    for (const [preferred, lang] of [["zh-CN,zh;q=0.9,en;q=0.8", "zh-Hans"], ["fr", "en"]]) {
      const answer = await ask(server.origin + path, { "accept-language": preferred });
      assert.equal(answer.lang, lang, path);
      assert.match(answer.headers.get("vary") ?? "", /accept-language, cookie/, path);
      assert.equal(answer.headers.get("set-cookie"), null, path);
    }
  }
});

Deno.test("?lang= is answered in that language, and kept in a cookie that does it from then on", async () => {
  await using server = await startServer();
  for (const path of PAGES) {
    const chosen = await ask(`${server.origin}${path}?lang=zh`);
    assert.equal(chosen.lang, "zh-Hans", path);
    const cookie = chosen.headers.get("set-cookie") ?? "";
    assert.match(cookie, /^lang=zh; Path=\/; Max-Age=\d{8}; SameSite=Lax$/, path);
    const later = await ask(server.origin, { cookie: cookie.split(";")[0] });
    assert.equal(later.lang, "zh-Hans");
  }
  const unknown = await ask(`${server.origin}/?lang=%0D%0Azz`);
  assert.equal(unknown.lang, "en");
  assert.equal(unknown.headers.get("set-cookie"), null);
});

Deno.test("files are the same in every language", async () => {
  await using server = await startServer();
  const { headers } = await ask(`${server.origin}/styles.css?lang=zh`);
  assert.doesNotMatch(headers.get("vary") ?? "", /language|cookie/);
  assert.equal(headers.get("set-cookie"), null);
});

Deno.test("a page in Chinese has no English sentence left, and a link to itself in English", async () => {
  await using server = await startServer();
  for (const path of PAGES) {
    const { html } = await ask(server.origin + path, { "accept-language": "zh" });
    const texts = [...html.replace(/<script\b.*?<\/script>/gs, "").matchAll(TEXT)].map(([text]) =>
      text
    );
    assert.ok(texts.length > 10, "the texts were found");
    assert.deepEqual(texts.filter((text) => /[a-z] [a-z]/i.test(text)), [], path);
    assert.ok(html.includes(`href="${path}?lang=en" lang="en" hreflang="en">English</a>`), path);
  }
});
