// A meeting works without this file; it lets the arrow keys go on, and the clock of the present student run.
const typing = (element) => element.closest("input, textarea, select, [contenteditable]");

document.addEventListener("keydown", (event) => {
  const way = { ArrowRight: "next", ArrowLeft: "previous" }[event.key];
  if (!way || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey || typing(event.target)) return;
  const on = document.querySelector(`[data-way="${way}"]:not([disabled])`);
  if (on) {
    event.preventDefault();
    on.click();
  }
});

for (const clock of document.querySelectorAll(".clock[data-seconds]")) {
  const began = Date.now() - Number(clock.dataset.seconds) * 1000;
  setInterval(() => {
    const seconds = Math.floor((Date.now() - began) / 1000);
    clock.textContent = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
  }, 1000);
}
