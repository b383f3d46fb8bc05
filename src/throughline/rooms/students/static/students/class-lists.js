// A class list works without this file; it lets students be dragged, and the arrow keys move the one in focus.
const board = () => document.querySelector("#board[data-may-move]");
let held = null;
let moved = "";

function arrange() {
  for (const seat of board()?.querySelectorAll(".seat") ?? []) seat.draggable = seat.querySelector("button[name=room]") !== null;
}

function moveTo(seat, room) {
  seat.querySelector(`button[name=room][value="${room ?? ""}"]`)?.click();
}

function light(room) {
  for (const lit of document.querySelectorAll(".room.over")) if (lit !== room) lit.classList.remove("over");
  room?.classList.add("over");
}

document.addEventListener("dragstart", (event) => {
  held = event.target.closest?.(".seat") ?? null;
  if (!held) return;
  event.dataTransfer.effectAllowed = "move";
  event.dataTransfer.setData("text/plain", held.id);
  held.classList.add("held");
});
document.addEventListener("dragover", (event) => {
  const room = held && event.target.closest?.(".room");
  light(room && room !== held.closest(".room") ? room : null);
  if (room) event.preventDefault();
});
document.addEventListener("drop", (event) => {
  const room = held && event.target.closest?.(".room");
  if (!room) return;
  event.preventDefault();
  if (room !== held.closest(".room")) moveTo(held, room.dataset.room);
});
document.addEventListener("dragend", () => {
  held?.classList.remove("held");
  held = null;
  light(null);
});

document.addEventListener("keydown", (event) => {
  const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
  const seat = event.target.closest?.(".seat .move")?.closest(".seat");
  if (!step || !seat || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
  const rooms = [...board().querySelectorAll(".room")];
  const next = rooms[rooms.indexOf(seat.closest(".room")) + step];
  if (!next) return;
  event.preventDefault();
  moveTo(seat, next.dataset.room);
});

// The focus stays with the student who was moved.
document.body.addEventListener("htmx:beforeRequest", (event) => {
  moved = event.target.closest?.(".seat")?.id ?? "";
});
document.body.addEventListener("htmx:afterSettle", () => {
  arrange();
  if (moved) document.querySelector(`#${moved} .move`)?.focus();
  moved = "";
});
arrange();
