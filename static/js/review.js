/* Reading a round with the keyboard. The keys work only while the focus is in the list of risks (WCAG 2.1.4). */
(function () {
  "use strict";

  const list = document.querySelector("[data-risks]");
  const help = document.querySelector("[data-keys]");
  const risks = list ? Array.from(list.querySelectorAll("[data-risk]")) : [];
  if (!risks.length || !help) return;
  help.hidden = false;

  function go(risk) {
    if (!risk) return;
    risk.focus();
    risk.scrollIntoView({ block: "start" });
  }

  function press(selector, risk) {
    const found = risk.querySelector(selector);
    if (!found) return false;
    if (found.requestSubmit) found.requestSubmit(); else found.click();
    return true;
  }

  const keys = {
    j: function (at) { go(risks[at + 1]); return true; },
    k: function (at) { go(risks[at - 1]); return true; },
    a: function (at) { return press("[data-accept]", risks[at]); },
    f: function (at) { return press("[data-finding]", risks[at]); },
    "?": function () { help.open = true; help.querySelector("summary").focus(); return true; }
  };

  list.addEventListener("keydown", function (event) {
    if (event.ctrlKey || event.metaKey || event.altKey || (event.repeat && event.key === "a")) return;
    if (event.target.closest("input, textarea, select, [contenteditable]")) return;
    const risk = event.target.closest("[data-risk]");
    if (risk && keys[event.key] && keys[event.key](risks.indexOf(risk))) event.preventDefault();
  });

  help.querySelector("[data-to-risks]").addEventListener("click", function () { go(risks[0]); });

  // After agreeing the page comes back at the same risk: stand there again.
  const here = location.hash.startsWith("#r-") && document.getElementById(location.hash.slice(1));
  if (here && risks.includes(here)) here.focus();
})();
