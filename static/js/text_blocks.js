/* Putting a text of the practice in a finding at the cursor. Without this the texts stand below, to copy. */
(function () {
  "use strict";

  const form = document.getElementById("finding-form");
  const tool = document.getElementById("text-block-tool");
  const blocks = Array.from(document.querySelectorAll("[data-text-block]"), function (item) {
    return {
      title: item.querySelector("[data-title]").textContent,
      text: item.querySelector("[data-text]").textContent,
      criterion: item.dataset.criterion,
    };
  });

  // A text without a criterion fits everywhere; until one is chosen every text is offered.
  function fitting() {
    const chosen = form.querySelector('input[name="criterion"]:checked');
    return blocks.filter(function (block) {
      return !chosen || !block.criterion || block.criterion === chosen.value;
    });
  }

  function offer(select) {
    select.length = 1;
    fitting().forEach(function (block) {
      select.add(new Option(block.title, blocks.indexOf(block)));
    });
  }

  function insert(field, text) {
    const before = field.value.slice(0, field.selectionStart);
    const glue = before && !/\s$/.test(before) ? " " : "";
    field.setRangeText(glue + text, field.selectionStart, field.selectionEnd, "end");
    field.dispatchEvent(new Event("input", { bubbles: true }));
    field.focus();
  }

  if (!form || !tool) { return; }
  const selects = Array.from(form.querySelectorAll("textarea[data-text-blocks]"), function (field) {
    const copy = tool.content.cloneNode(true);
    const select = copy.querySelector("select");
    copy.querySelector("button").addEventListener("click", function () {
      if (select.value !== "") { insert(field, blocks[Number(select.value)].text); }
      select.value = "";
    });
    field.parentElement.append(copy);
    return select;
  });

  selects.forEach(offer);
  form.addEventListener("change", function (event) {
    if (event.target.name === "criterion") { selects.forEach(offer); }
  });
})();
