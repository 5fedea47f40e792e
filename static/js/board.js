/* Dragging a card of the board to another column. The buttons on each card do the same without this. */
(function () {
  "use strict";

  const board = document.getElementById("board");
  const form = document.getElementById("board-move");
  const columns = board.querySelectorAll("[data-status]");
  let dragged = null;

  function clear() {
    columns.forEach(function (column) { column.classList.remove("board-over"); });
  }

  // The server decides whether a card may go there, and says why not.
  function send(card, status) {
    const field = document.createElement("input");
    field.type = "hidden";
    field.name = "move";
    field.value = card.dataset.card + ":" + status;
    form.append(field);
    form.requestSubmit();
    field.remove();
  }

  board.querySelectorAll("[data-card]").forEach(function (card) {
    card.draggable = true;
    card.addEventListener("dragstart", function (event) {
      dragged = card;
      event.dataTransfer.effectAllowed = "move";
      event.dataTransfer.setData("text/plain", card.dataset.card);
    });
    card.addEventListener("dragend", function () {
      dragged = null;
      clear();
    });
  });

  columns.forEach(function (column) {
    column.addEventListener("dragover", function (event) {
      if (!dragged || column.contains(dragged)) return;
      event.preventDefault();
      clear();
      column.classList.add("board-over");
    });
    column.addEventListener("drop", function (event) {
      if (!dragged || column.contains(dragged)) return;
      event.preventDefault();
      send(dragged, column.dataset.status);
    });
  });
})();
