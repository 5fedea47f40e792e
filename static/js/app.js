/* Small helps that the pages do not need to work: counters, focus on errors, saving by itself. */
(function () {
  "use strict";

  document.documentElement.classList.add("js");

  const SAVE_AFTER_TYPING = 1200; // ms of rest before a text is saved
  const RETRY_AFTER = [3000, 6000, 12000, 30000]; // ms; the last one repeats
  const words = document.body.dataset;
  const timers = new WeakMap(); // form → timer of a save to come
  const failures = new WeakMap(); // form → number of failed saves in a row
  const unsaved = new Set(); // forms with something on the screen that is not stored
  const edits = new WeakMap(); // form → number of changes made in it
  const sent = new WeakMap(); // form → number of changes that went along with the last request
  const nowhere = { key: null, go: function () {} };
  let leaving = nowhere; // where to go as soon as everything is saved
  let heldBack = null; // link or form that was not followed, because saving failed

  function updateCounter(field) {
    let counter = field.parentElement.querySelector(":scope > .counter");
    if (!counter) {
      counter = document.createElement("span");
      counter.className = "counter";
      field.after(counter);
    }
    const limit = Number(field.dataset.counter);
    const length = field.value.replace(/\r\n/g, "\n").length;
    counter.hidden = length < limit / 2;
    counter.textContent = length + " / " + limit;
    counter.classList.toggle("over", length > limit);
  }

  function prepare(root) {
    root.querySelectorAll("textarea[data-counter]").forEach(updateCounter);
  }

  function autosaveForm(element) {
    return element.closest ? element.closest("form[data-autosave]") : null;
  }

  function isRefused(status) {
    return status === 409 || status === 422;
  }

  // Whether the last request carried everything that stands in the form now.
  function isUpToDate(form) {
    return sent.get(form) === edits.get(form);
  }

  function changed(form, wait) {
    edits.set(form, (edits.get(form) || 0) + 1);
    unsaved.add(form);
    saveLater(form, wait);
  }

  function saveLater(form, wait) {
    clearTimeout(timers.get(form));
    timers.set(form, setTimeout(function () { htmx.trigger(form, "wb:save"); }, wait));
  }

  function showState(form, kind, text) {
    form.querySelectorAll(".save-line").forEach(function (line) {
      line.className = "save-line " + kind;
      line.textContent = text;
    });
    showInBar(kind, text);
  }

  // The bar at the bottom is always in view, the card may not be.
  function showInBar(kind, text) {
    document.querySelectorAll("[data-save-state]").forEach(function (state) {
      state.className = "save-state " + kind;
      state.textContent = text;
    });
  }

  // Where she goes once everything is saved: a link, or a button of another form.
  function leaveAfterSaving(key, go) {
    leaving = { key: key, go: go };
    unsaved.forEach(function (form) { saveLater(form, 0); });
  }

  function isInsistedOn(key) {
    return leaving.key === key || heldBack === key;
  }

  function stayAt(form) {
    heldBack = leaving.key;
    leaving = nowhere;
    form.scrollIntoView({ block: "nearest" });
  }

  document.addEventListener("input", function (event) {
    if (event.target.matches("textarea[data-counter]")) updateCounter(event.target);
    const form = autosaveForm(event.target);
    if (form && event.target.matches("textarea, input[type=text], input[type=number], input[type=date]")) {
      changed(form, SAVE_AFTER_TYPING);
    }
  });

  // "None of these" and the other answers to a question exclude each other.
  function untickWhatIsExcluded(box) {
    const question = box.closest("fieldset");
    const none = question && question.querySelector("[data-none]");
    if (!none || !box.checked) return;
    question.querySelectorAll("input[type=checkbox]").forEach(function (other) {
      if (other !== box && [box, other].includes(none)) other.checked = false;
    });
  }

  document.addEventListener("change", function (event) {
    untickWhatIsExcluded(event.target);
    const form = autosaveForm(event.target);
    if (form) changed(form, 0);
  });

  document.addEventListener("htmx:configRequest", function (event) {
    // After logging in again in another tab the page's own token is stale; the cookie is not.
    const cookie = document.cookie.match(/(?:^|; )(?:__Host-)?csrftoken=([^;]+)/);
    if (cookie && event.detail.parameters.csrfmiddlewaretoken) {
      event.detail.parameters.csrfmiddlewaretoken = cookie[1];
    }
  });

  document.addEventListener("htmx:beforeRequest", function (event) {
    const form = autosaveForm(event.target);
    if (!form) return;
    sent.set(form, edits.get(form));
    showState(form, "", words.saving);
  });

  // Refused, but she went on meanwhile: what she chose or typed since is sent in a moment. Drawing the old
  // answer would undo a choice between two values.
  document.addEventListener("htmx:beforeSwap", function (event) {
    const form = autosaveForm(event.detail.requestConfig.elt);
    if (form && isRefused(event.detail.xhr.status) && !isUpToDate(form)) event.detail.shouldSwap = false;
  });

  document.addEventListener("htmx:afterRequest", function (event) {
    const form = autosaveForm(event.detail.requestConfig.elt); // the answer may have replaced it
    if (!form) return;
    const status = event.detail.xhr.status;
    if (status >= 200 && status < 300) {
      failures.delete(form);
      if (isUpToDate(form)) unsaved.delete(form);
      heldBack = null;
      if (!unsaved.size) leaving.go();
      return;
    }
    if (isRefused(status) && !isUpToDate(form)) return;
    if (leaving.key) stayAt(form);
    if (isRefused(status)) { // the answer says at the field what to do
      showInBar("failed", words.notSaved);
      return;
    }
    const count = failures.get(form) || 0;
    failures.set(form, count + 1);
    showState(form, "failed", status === 401 ? words.loggedOut : words.saveFailed);
    saveLater(form, RETRY_AFTER[Math.min(count, RETRY_AFTER.length - 1)]);
  });

  document.addEventListener("htmx:afterSwap", function (event) { prepare(event.target); });
  document.addEventListener("htmx:oobAfterSwap", function (event) { prepare(event.target); });

  window.addEventListener("online", function () {
    unsaved.forEach(function (form) { saveLater(form, 0); });
  });

  // A link that is followed while something is being saved waits for that. When saving fails she stays
  // and sees why; following the same link once more makes the browser ask.
  document.addEventListener("click", function (event) {
    const link = event.target.closest("a[href]");
    if (!link || !unsaved.size || event.defaultPrevented || isInsistedOn(link.href)) return;
    if (event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey || link.target) return;
    if (link.origin !== location.origin || link.href.split("#")[0] === location.href.split("#")[0]) return;
    event.preventDefault();
    leaveAfterSaving(link.href, function () { location.href = link.href; });
  });

  window.addEventListener("beforeunload", function (event) {
    if (unsaved.size) event.preventDefault();
  });

  // A form that is sent the ordinary way is not lost; and a second click must not send it twice.
  document.addEventListener("submit", function (event) {
    const form = event.target;
    unsaved.delete(form);
    if (form.method !== "post" || form.matches("[data-autosave]")) return;
    if (unsaved.size && !isInsistedOn(form)) { // as with a link: first what is being typed elsewhere
      event.preventDefault();
      leaveAfterSaving(form, function () { form.requestSubmit(event.submitter); });
      return;
    }
    if (form.dataset.sent) { event.preventDefault(); return; }
    form.dataset.sent = "1";
    setTimeout(function () { delete form.dataset.sent; }, 4000);
  });

  document.addEventListener("DOMContentLoaded", function () {
    prepare(document);
    const summary = document.getElementById("error-summary");
    if (summary) summary.focus();
  });
})();
