/**
 * Watches whether the page's script runs, and shows why if it does not. The watchdog is an inline script that any browser
 * can parse, so it runs even if nothing else loads.
 */

/** `none`, where not even that one runs, is what the page says as it comes. */
export type ScriptState = "none" | "coming" | "late" | "failed" | "old" | "alive";

/** After so many milliseconds the page says that its script has not loaded. If it loads later, the page shows. */
const LATE_AFTER = 4_000;

/**
 * The source of the script. Elements with `data-when` show in the states that they name. If the script fails in a browser
 * that lacks a feature of all supported browsers, the page says that the browser is too old.
 */
export const PAGE_WATCHDOG = `(function (page) {
  var root = page.documentElement, state = "coming", failed = false, reported = false;
  function show(next) {
    state = next;
    root.setAttribute("data-script", state);
    var parts = page.querySelectorAll("[data-when]");
    for (var i = 0; i < parts.length; i++) {
      parts[i].hidden = parts[i].getAttribute("data-when").split(" ").indexOf(state) < 0;
    }
  }
  function report() {
    if (state === "alive") return;
    reported = true;
    var knowsModules = "noModule" in page.createElement("script");
    var isOld = !knowsModules || failed && !Array.prototype.findLast;
    show(isOld ? "old" : failed ? "failed" : "late");
  }
  window.addEventListener("error", function (event) {
    var name = event.target && event.target.tagName;
    if (name && name !== "SCRIPT") return;
    failed = true;
    if (name || reported) report();
  }, true);
  window.addEventListener("unhandledrejection", function () {
    failed = true;
    if (reported) report();
  });
  window.tuilaAlive = function () {
    show("alive");
  };
  show(state);
  setTimeout(report, ${LATE_AFTER});
})(document);`;
