/** Live video is made by a script: says so where scripts are off. */
export function NeedsScript() {
  return (
    <noscript>
      <p class="notice">Live video needs JavaScript. Allow it for this page, then reload.</p>
    </noscript>
  );
}
